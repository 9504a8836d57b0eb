package dev.steno.agent.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key that pseudonyms are made with: the user's, or a random one that is kept in a file for its
 * owner alone, so that processes give the same names; in memory only where no file can be. Nothing
 * is read or written before it is asked for.
 */
final class RedactKey implements Supplier<byte[]> {
  private static final int BYTES = 32;

  private final String told;
  private final String folder;
  private final Consumer<String> problems;

  RedactKey(String told, String folder, Consumer<String> problems) {
    this.told = told;
    this.folder = folder;
    this.problems = problems;
  }

  @Override
  public byte[] get() {
    if (!told.isEmpty()) {
      return told.getBytes(StandardCharsets.UTF_8);
    }
    byte[] made = new byte[BYTES];
    new SecureRandom().nextBytes(made);
    try {
      Path file = Path.of(folder, "redact-key");
      byte[] there = read(file);
      return there != null ? there : create(file, made);
    } catch (IOException | RuntimeException noFile) {
      problems.accept(
          "pseudonyms stay the same for this process only: no key can be kept in "
              + folder
              + "; set steno.redact.key");
      return made;
    }
  }

  /** What is in the file; null when there is none. */
  private static byte @Nullable [] read(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isOnlyOurs(file)) {
      throw new IOException("not a file of its owner alone");
    }
    if (Files.size(file) > 4 * BYTES) {
      throw new IOException("no key");
    }
    byte[] key = HexFormat.of().parseHex(Files.readString(file, StandardCharsets.US_ASCII).strip());
    if (key.length != BYTES) {
      throw new IOException("no key");
    }
    return key;
  }

  private static boolean isOnlyOurs(Path file) throws IOException {
    if (!isPosix(file)) {
      return true;
    }
    Set<PosixFilePermission> all = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    return PosixFilePermissions.toString(all).endsWith("------");
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Whoever is first with a whole file is right: others take what is in it. */
  private static byte[] create(Path file, byte[] made) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    Path mine =
        file.resolveSibling(
            file.getFileName() + "." + Long.toHexString(new SecureRandom().nextLong()));
    if (parent != null) {
      Files.createDirectories(parent, only("rwx------", file));
    }
    Files.createFile(mine, only("rw-------", file));
    try {
      Files.writeString(mine, HexFormat.of().formatHex(made) + "\n", StandardCharsets.US_ASCII);
      publish(mine, file);
    } finally {
      Files.deleteIfExists(mine);
    }
    byte[] there = read(file);
    return there == null ? made : there;
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

  private static FileAttribute<?>[] only(String permissions, Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
