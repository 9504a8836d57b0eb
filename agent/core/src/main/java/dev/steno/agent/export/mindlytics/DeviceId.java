package dev.steno.agent.export.mindlytics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of this device, for who is not known otherwise: random, kept in a file for its owner
 * alone; in memory only where no file can be written. Nothing is read or written before it is asked
 * for.
 */
final class DeviceId {
  private static final int LENGTH = 36;

  private final Path file;
  private @Nullable String id;

  DeviceId(Path file) {
    this.file = file;
  }

  String get() {
    String known = id;
    if (known == null) {
      known = read();
      if (known == null) {
        known = create(UUID.randomUUID().toString());
      }
      id = known;
    }
    return known;
  }

  private @Nullable String read() {
    try {
      if (Files.size(file) > 2 * LENGTH) {
        return null;
      }
      String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
      return UUID.fromString(text).toString();
    } catch (IOException | IllegalArgumentException none) {
      return null;
    }
  }

  /** Whoever is first with a whole file is right: others take what is in it. */
  private String create(String made) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return made;
    }
    Path mine = folder.resolve(file.getFileName() + "." + made);
    try {
      boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
      Files.createDirectories(folder, only("rwx------", posix));
      Files.createFile(mine, only("rw-------", posix));
      try {
        Files.writeString(mine, made + "\n", StandardCharsets.US_ASCII);
        publish(mine);
      } finally {
        Files.deleteIfExists(mine);
      }
      String there = read();
      return there == null ? made : there;
    } catch (IOException | UnsupportedOperationException | SecurityException notWritable) {
      return made;
    }
  }

  private void publish(Path mine) throws IOException {
    try {
      Files.createLink(file, mine);
    } catch (FileAlreadyExistsException others) {
      // Theirs is taken.
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.move(mine, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static FileAttribute<?>[] only(String permissions, boolean posix) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
