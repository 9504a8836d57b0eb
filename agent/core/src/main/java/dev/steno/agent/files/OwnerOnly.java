package dev.steno.agent.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders that only the user reads who runs this process: they are made so, and a folder
 * that others could have prepared is refused.
 *
 * <p>A symbolic link is followed where the user owns both it and the folder that it leads to, as
 * when {@code ~/.steno} is kept on another disk. Where the store knows no POSIX permissions,
 * nothing is checked.
 */
public final class OwnerOnly {
  private static final FileAttribute<?>[] ANY = {};
  private static final int STICKY = 01000;

  private OwnerOnly() {}

  /**
   * Makes a folder, and those that it is in, where they do not exist.
   *
   * @throws IOException when it is not for the owner alone to write to, or cannot be made: with
   *     path, cause and what to do, in words for a person
   */
  public static void folder(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    make(absolute);
    if (!hasOwners(absolute)) {
      return;
    }
    check(absolute);
    for (Path parent = absolute.getParent(); parent != null; parent = parent.getParent()) {
      checkParent(parent);
    }
  }

  private static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      make(parent);
    }
    try {
      createFolder(folder);
    } catch (FileAlreadyExistsException taken) {
      if (!Files.isDirectory(folder)) {
        throw new IOException(folder + " is no folder: move it away", taken);
      }
    }
  }

  /** Makes one folder that did not exist. */
  public static void createFolder(Path folder) throws IOException {
    Files.createDirectory(folder, attributes(folder, "rwx------"));
  }

  /** Opens a file, never through a symbolic link; one that it makes is for the owner alone. */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, all, attributes(file, "rw-------"));
  }

  private static FileAttribute<?>[] attributes(Path made, String permissions) {
    return isPosix(made)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : ANY;
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Whether the store keeps what is asked for; one that does not shows the same for all. */
  private static boolean hasOwners(Path folder) throws IOException {
    return isPosix(folder)
        && Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class);
  }

  private static void check(Path folder) throws IOException {
    UserPrincipal us = us();
    PosixFileAttributes link = attributes(folder, LinkOption.NOFOLLOW_LINKS);
    if (link == null) {
      return;
    }
    if (us != null && !link.owner().equals(us)) {
      throw new IOException(
          folder
              + " belongs to "
              + link.owner().getName()
              + ", not to "
              + us.getName()
              + ": name a folder of your own, or one in there that does not exist yet");
    }
    PosixFileAttributes target = link.isSymbolicLink() ? attributes(folder) : link;
    if (target == null) {
      return;
    }
    if (us != null && !target.owner().equals(us)) {
      throw new IOException(
          folder
              + " is a symbolic link to a folder of "
              + target.owner().getName()
              + ": name a folder of your own, or one in there that does not exist yet");
    }
    Set<PosixFilePermission> rights = target.permissions();
    if (rights.contains(PosixFilePermission.GROUP_WRITE)
        || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          folder
              + " can be written to by others ("
              + PosixFilePermissions.toString(rights)
              + "): chmod go-w "
              + folder);
    }
  }

  /** Whoever may rename what is in a parent could put a folder of theirs in this one's place. */
  private static void checkParent(Path parent) throws IOException {
    PosixFileAttributes found = attributes(parent);
    if (found != null
        && found.permissions().contains(PosixFilePermission.OTHERS_WRITE)
        && !found.owner().equals(us())
        && !isStickyOrRoots(parent)) {
      throw new IOException(
          parent
              + " of "
              + found.owner().getName()
              + " can be written to by everybody: chmod o-w "
              + parent);
    }
  }

  /** Volumes of containers belong to root, and everybody may write to them. */
  private static boolean isStickyOrRoots(Path folder) {
    try {
      return (Files.getAttribute(folder, "unix:mode") instanceof Integer mode
              && (mode & STICKY) != 0)
          || Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException unknown) {
      return true;
    }
  }

  private static @Nullable PosixFileAttributes attributes(Path path, LinkOption... options)
      throws IOException {
    try {
      return Files.readAttributes(path, PosixFileAttributes.class, options);
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (UnsupportedOperationException none) {
      return null;
    }
  }

  /** Who runs this process, or null when that cannot be known; a name alone may have no entry. */
  private static @Nullable UserPrincipal us() {
    try {
      Path process = Path.of("/proc/self");
      if (Files.isDirectory(process)) {
        return Files.getOwner(process);
      }
      return Path.of("")
          .getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(System.getProperty("user.name", ""));
    } catch (IOException | UnsupportedOperationException | SecurityException unknown) {
      return null;
    }
  }
}
