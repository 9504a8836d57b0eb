package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A process's folder, held by a lock that ends with the process. */
final class Folder {
  static final String LOCK = "lock";

  private static final int MOST_TRIES = 20;

  /** Closing any channel of a file lets go of the process's lock on it: these are not opened. */
  static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Disk disk;
  private final Path path;
  private final Disk.Open lock;
  private final Object key;

  private Folder(Disk disk, Path path, Disk.Open lock, Object key) {
    this.disk = disk;
    this.path = path;
    this.lock = lock;
    this.key = key;
  }

  Path path() {
    return path;
  }

  /** Makes a new one; whoever looks for folders of ended processes may be quicker to take it. */
  static Folder create(Disk disk, Path root, long pid, LongSupplier random) throws IOException {
    IOException last = new IOException("no folder could be made in " + root);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Path path = root.resolve(pid + "-" + hex(random.getAsLong()));
      HELD.add(path);
      try {
        disk.createFolder(path);
        Folder made = locked(disk, path, disk.create(path.resolve(LOCK)), null);
        if (made != null) {
          return made;
        }
      } catch (FileAlreadyExistsException | NoSuchFileException taken) {
        last = taken;
      } catch (Throwable failure) {
        remains(disk, path);
        HELD.remove(path);
        throw failure;
      }
      HELD.remove(path);
    }
    throw last;
  }

  private static void remains(Disk disk, Path path) {
    try {
      disk.delete(path.resolve(LOCK));
      disk.delete(path);
    } catch (IOException stays) {
      // It is an empty folder of nobody, which others take away.
    }
  }

  /** Takes one whose process ended, or says null when it is somebody's, or gone. */
  static @Nullable Folder take(Disk disk, Path path) throws IOException {
    if (!HELD.add(path)) {
      return null;
    }
    Folder taken = null;
    try {
      Path lock = path.resolve(LOCK);
      Object key = null;
      Disk.Open opened;
      try {
        key = disk.key(lock); // before it is opened: it may be replaced at any time
        opened = disk.open(lock);
      } catch (NoSuchFileException none) {
        key = null;
        opened = disk.create(lock);
      }
      taken = locked(disk, path, opened, key);
    } catch (FileAlreadyExistsException | NoSuchFileException others) {
      // Somebody makes it, or takes it away, just now.
    } finally {
      if (taken == null) {
        HELD.remove(path);
      }
    }
    return taken;
  }

  /** A lock on a file that is no longer at its path holds nothing. */
  private static @Nullable Folder locked(Disk disk, Path path, Disk.Open lock, @Nullable Object key)
      throws IOException {
    boolean ours = false;
    try {
      Object before = key == null ? disk.key(path.resolve(LOCK)) : key;
      if (lock.lock() && before.equals(disk.key(path.resolve(LOCK)))) {
        ours = true;
        return new Folder(disk, path, lock, before);
      }
      return null;
    } finally {
      if (!ours) {
        lock.close();
      }
    }
  }

  /** Whether it is still there, and nobody put another in its place. */
  boolean isThere() throws IOException {
    try {
      return key.equals(disk.key(path.resolve(LOCK)));
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /**
   * Deletes it: records first, and the lock last, so that what is left of it can be taken again.
   */
  void remove() {
    try {
      List<Path> all = disk.list(path);
      for (Path one : all) {
        if (Segment.first(one) >= 0) {
          disk.delete(one);
        }
      }
      for (Path one : all) {
        if (one.toString().endsWith(Cursor.SUFFIX)) {
          disk.delete(one);
        }
      }
      disk.delete(path.resolve(LOCK));
      disk.delete(path);
    } catch (IOException stays) {
      // It is gone, or something is in it that is not ours, or that could not be deleted.
    } finally {
      release();
    }
  }

  /** Others may take it. */
  void release() {
    try {
      lock.close();
    } catch (IOException unimportant) {
      // The lock ends with the process at the latest.
    } finally {
      HELD.remove(path);
    }
  }

  static String hex(long number) {
    String digits = Long.toHexString(number);
    return "0".repeat(Long.BYTES * 2 - digits.length()).concat(digits);
  }
}
