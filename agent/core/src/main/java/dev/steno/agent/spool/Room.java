package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How much may still be written: of what was allowed, and of what the disk has. */
final class Room {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long MOST_KEPT_FREE = 512L << 20;
  private static final long KEPT_FREE_OF = 20;

  private final Disk disk;
  private final Path root;
  private final long maxSize;
  private final LongSupplier nanoTime;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong free = new AtomicLong(Long.MAX_VALUE / 2);
  private long keptFree;
  private long measuredNanos;
  private boolean measured;

  Room(Disk disk, Path root, long maxSize, LongSupplier nanoTime) {
    this.disk = disk;
    this.root = root;
    this.maxSize = maxSize;
    this.nanoTime = nanoTime;
  }

  void appended(long bytes) {
    used.addAndGet(bytes);
    free.addAndGet(-bytes);
  }

  void deleted(long bytes) {
    used.addAndGet(-bytes);
    free.addAndGet(bytes);
  }

  /** Looks again, when it did not lately. */
  void measure() {
    long now = nanoTime.getAsLong();
    if (measured && now - measuredNanos < EVERY_NANOS) {
      return;
    }
    measured = true;
    measuredNanos = now;
    used.set(usedBelow(root, 2));
    try {
      long capacity = disk.capacity(root);
      if (capacity > 0) {
        free.set(disk.free(root));
        keptFree = Math.min(MOST_KEPT_FREE, capacity / KEPT_FREE_OF);
      }
    } catch (IOException unknown) {
      // As it was before.
    }
  }

  private long usedBelow(Path folder, int levels) {
    long sum = 0;
    try {
      for (Path path : disk.list(folder)) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          sum += levels > 1 ? usedBelow(path, levels - 1) : 0;
        } else {
          sum += disk.size(path);
        }
      }
    } catch (IOException gone) {
      // Others delete meanwhile.
    }
    return sum;
  }

  /** Whether that many bytes can be written, and that many more. */
  boolean has(long bytes, long spare) {
    return isAllowed(bytes + spare) && isOnDisk(bytes);
  }

  boolean isAllowed(long bytes) {
    return used.get() + bytes <= maxSize;
  }

  private boolean isOnDisk(long bytes) {
    return free.get() - bytes >= keptFree;
  }
}
