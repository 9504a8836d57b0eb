package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks for folders of ended processes, and takes them over, one at a time. */
final class Adoption {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Disk disk;
  private final Path root;
  private final List<String> readers;
  private final Losses losses;
  private final Room room;
  private final LongSupplier nanoTime;
  private final Set<Path> left = new HashSet<>();
  private final Set<Path> said = new HashSet<>();
  private volatile @Nullable Adopted now;
  private long lookedNanos;
  private boolean isTime = true;

  Adoption(
      Disk disk, Path root, List<String> readers, Losses losses, Room room, LongSupplier nanoTime) {
    this.disk = disk;
    this.root = root;
    this.readers = readers;
    this.losses = losses;
    this.room = room;
    this.nanoTime = nanoTime;
  }

  /** The folder that is read now; any thread. */
  @Nullable Adopted now() {
    return now;
  }

  /** Is done with the one before, and takes the next. */
  void look() {
    Adopted before = now;
    if (before != null && !before.isDone()) {
      return;
    }
    if (before != null) {
      now = null;
      end(before);
      isTime = true;
    }
    long time = nanoTime.getAsLong();
    if (isTime || time - lookedNanos >= EVERY_NANOS) {
      isTime = false;
      lookedNanos = time;
      try {
        takeNext();
      } catch (IOException later) {
        // It is looked at again.
      }
    }
  }

  private void takeNext() throws IOException {
    List<Path> folders = new ArrayList<>(disk.list(root));
    Collections.sort(folders);
    left.retainAll(folders);
    for (Path path : folders) {
      if (isOurs(path) && !left.contains(path)) {
        Adopted taken = take(path, readers);
        if (taken != null && !taken.isNewer() && !taken.isDone()) {
          now = taken;
          return;
        }
        if (taken != null) {
          end(taken);
        }
      }
    }
  }

  private @Nullable Adopted take(Path path, List<String> forThose) {
    try {
      Folder folder = Folder.take(disk, path);
      return folder == null ? null : Adopted.open(disk, folder, forThose, losses, room);
    } catch (IOException later) {
      return null;
    }
  }

  private void end(Adopted adopted) {
    if (adopted.end()) {
      left.add(adopted.path());
    }
  }

  /** Whether it has the name of a process's folder. */
  static boolean isOurs(Path path) {
    String name = String.valueOf(path.getFileName());
    int dash = name.indexOf('-');
    if (dash <= 0 || name.length() != dash + 1 + Long.BYTES * 2) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (i != dash && !digit && (i < dash || c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** Gives up the oldest segment of what ended processes left; false when there is none. */
  boolean giveUpOldest() {
    Adopted adopted = now;
    return (adopted != null && adopted.giveUpOldest()) || giveUpOthers();
  }

  /** Of folders that are left to readers which no process here has. */
  private boolean giveUpOthers() {
    for (Path path : new TreeSet<>(left)) {
      Adopted other = take(path, List.of());
      boolean given = other != null && !other.isNewer() && other.giveUpOldest();
      if (other != null && !other.end()) {
        left.remove(path);
      }
      if (given) {
        if (said.add(path)) {
          losses.trouble(
              "what an ended process left in "
                  + path
                  + " for destinations that are not configured any more is given up: "
                  + root
                  + " is full");
        }
        return true;
      }
    }
    return false;
  }

  void close() {
    Adopted adopted = now;
    if (adopted != null) {
      adopted.end();
    }
  }
}
