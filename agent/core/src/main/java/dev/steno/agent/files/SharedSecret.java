package dev.steno.agent.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A short text in a file that one process makes up and all others of the same user read: whoever is
 * first with a whole file is right.
 */
public final class SharedSecret {
  private static final int LONGEST = 128;

  private SharedSecret() {}

  /**
   * What is in that file, which has this text if nobody made it before.
   *
   * @throws IOException when there can be none for its owner alone, or what is there is too long
   */
  public static String of(Path file, String made) throws IOException {
    Path whole = file.toAbsolutePath();
    Path folder = whole.getParent();
    if (folder == null) {
      throw new IOException("no file");
    }
    OwnerOnly.folder(folder);
    try {
      return read(whole);
    } catch (NoSuchFileException none) {
      create(folder, whole, made);
      return read(whole);
    }
  }

  private static String read(Path file) throws IOException {
    try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.READ)) {
      if (!isOwnersAlone(file)) {
        throw new IOException("others may read it");
      }
      ByteBuffer bytes = ByteBuffer.allocate(LONGEST + 1);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // The rest.
      }
      if (!bytes.hasRemaining()) {
        throw new IOException("something else is in it");
      }
      return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    }
  }

  private static boolean isOwnersAlone(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return true;
    }
    Set<PosixFilePermission> all = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    return PosixFilePermissions.toString(all).endsWith("------");
  }

  private static void create(Path folder, Path file, String text) throws IOException {
    Path mine = folder.resolve(file.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel channel =
          OwnerOnly.open(mine, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        channel.write(StandardCharsets.US_ASCII.encode(text + "\n"));
      }
      publish(mine, file);
    } finally {
      Files.deleteIfExists(mine);
    }
  }

  private static void publish(Path mine, Path file) throws IOException {
    try {
      Files.createLink(file, mine);
    } catch (FileAlreadyExistsException others) {
      // Theirs is taken.
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.move(mine, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
