package dev.steno.agent.spool;

import dev.steno.agent.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits on disk: the folder of this process, and those of ended processes that it took over.
 *
 * <p>{@link #append}, {@link #flush}, {@link #tick} and {@link #close} are for one thread, each
 * reader for one other.
 */
public final class Spool {
  private static final long MOST_SEGMENT = 4 << 20;
  private static final long MOST_PENDING = 8 << 20;
  private static final long SEGMENTS = 8;
  private static final long FORCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Path root;
  private final long maxSize;
  private final long segmentSize;
  private final List<SpoolReader> readers = new ArrayList<>();
  private final Losses losses;
  private final LongSupplier nanoTime;
  private final Room room;
  private final OwnLog log;
  private final Adoption adoption;

  private long forcedNanos;
  private long failedNanos;
  private @Nullable String trouble;
  private boolean closed;

  Spool(
      Disk disk,
      Path root,
      long maxSize,
      List<String> names,
      Losses losses,
      LongSupplier nanoTime,
      long pid,
      LongSupplier random) {
    this.root = root;
    this.maxSize = maxSize;
    this.segmentSize = Math.min(MOST_SEGMENT, maxSize / SEGMENTS);
    this.losses = losses;
    this.nanoTime = nanoTime;
    this.room = new Room(disk, root, maxSize, nanoTime);
    int mostPending = (int) Math.min(MOST_PENDING, maxSize / 2);
    this.log = new OwnLog(disk, root, pid, random, segmentSize, mostPending, room);
    this.adoption = new Adoption(disk, root, List.copyOf(names), losses, room, nanoTime);
    for (String name : names) {
      readers.add(new SpoolReader(name, this, log, losses));
    }
    this.forcedNanos = nanoTime.getAsLong();
  }

  /**
   * A spool in that folder, which is made when there is none; nothing is read yet.
   *
   * @param root the folder that holds one for each process
   * @param maxSize bytes that all of them together may take
   * @param readers the names of those that read, unlike for unlike destinations
   * @throws IOException when nothing can be kept there, with why, in words for a person
   */
  public static Spool open(
      Path root, long maxSize, List<String> readers, Losses losses, LongSupplier nanoTime)
      throws IOException {
    return open(
        new RealDisk(),
        root,
        maxSize,
        readers,
        losses,
        nanoTime,
        ProcessHandle.current().pid(),
        ThreadLocalRandom.current()::nextLong);
  }

  static Spool open(
      Disk disk,
      Path root,
      long maxSize,
      List<String> readers,
      Losses losses,
      LongSupplier nanoTime,
      long pid,
      LongSupplier random)
      throws IOException {
    OwnerOnly.folder(root);
    Path real = root.toRealPath(); // a folder has one name, by which it is known whether it is held
    Spool spool = new Spool(disk, real, maxSize, readers, losses, nanoTime, pid, random);
    spool.log.begin(spool.readers);
    return spool;
  }

  /**
   * Takes a record, which is in a file after the next {@link #flush}; its number, from 1 on, or 0
   * when it is not taken: because it is too long, or too much waits in memory for a disk that takes
   * nothing.
   */
  public long append(byte[] payload, int calls) {
    return append(payload, payload.length, calls);
  }

  /** The same of the first so many bytes of an array, which is not kept. */
  public long append(byte[] payload, int length, int calls) {
    if (closed || length > maxSize / 2) {
      return 0;
    }
    long seq = log.append(payload, length, calls);
    if (seq == 0) {
      log.discardPassed();
      seq = log.append(payload, length, calls);
    }
    return seq;
  }

  /**
   * Writes what was appended: from now on it survives the end of the process.
   *
   * @return whether it did; if not, all since the last one that did is kept, and tried again by the
   *     next
   */
  public boolean flush() {
    if (closed || !log.hasPending()) {
      return !log.hasPending();
    }
    if (trouble != null && nanoTime.getAsLong() - failedNanos < TRY_NANOS) {
      return false;
    }
    return write();
  }

  private boolean write() {
    Thread.interrupted(); // it would close the file
    try {
      room.measure();
      if (!makeRoom(log.pendingBytes(), 0)) {
        failed(
            "full",
            room.isAllowed(log.pendingBytes())
                ? "the disk of " + root + " is nearly full"
                : root + " is full of what other processes keep there");
        return false;
      }
      log.write();
      if (trouble != null) {
        trouble = null;
        losses.trouble("what waits is kept in " + root + " again");
      }
      return true;
    } catch (IOException | RuntimeException failure) {
      failed("write", why(failure));
      return false;
    }
  }

  private void failed(String kind, String what) {
    failedNanos = nanoTime.getAsLong();
    if (!kind.equals(trouble)) {
      trouble = kind;
      losses.trouble(
          what + ": nothing is kept in " + root + " for now, what waits is in memory only");
    }
    log.discardPassed();
  }

  private static String why(Exception failure) {
    if (failure instanceof FileSystemException named && named.getReason() != null) {
      return named.getFile() + ": " + named.getReason();
    }
    String message = failure.getMessage();
    return failure.getClass() == IOException.class && message != null
        ? message
        : failure.toString();
  }

  /** Whether there is room for that many bytes, and that many to spare. */
  private boolean makeRoom(long bytes, long spare) {
    while (!room.has(bytes, spare)) {
      if (!adoption.giveUpOldest() && !log.giveUpOldest()) {
        return false;
      }
    }
    return true;
  }

  /** The number of the last record that is in a file; 0 when none is. */
  public long flushed() {
    return log.flushed();
  }

  /**
   * Called about every 100 ms: syncs, keeps within bounds, takes over what ended processes left.
   */
  public void tick() {
    if (closed) {
      return;
    }
    Thread.interrupted();
    long now = nanoTime.getAsLong();
    try {
      if (trouble == null || now - failedNanos >= TRY_NANOS) {
        log.check();
        flush();
      }
      if (now - forcedNanos >= FORCE_NANOS) {
        forcedNanos = now;
        log.force();
      }
    } catch (IOException | RuntimeException failure) {
      failed("write", why(failure));
    }
    room.measure();
    makeRoom(0, segmentSize);
    readers.forEach(SpoolReader::saveIfNot);
    log.forget();
    adoption.look();
  }

  /** The folder of an ended process that is read now, or null. */
  @Nullable Adopted adopted() {
    return adoption.now();
  }

  /** The place of a reader; the same each time. */
  public SpoolReader reader(String name) {
    for (SpoolReader reader : readers) {
      if (reader.name().equals(name)) {
        return reader;
      }
    }
    throw new IllegalArgumentException("no such reader");
  }

  /** Flushes, syncs and lets go; the folder is removed if nobody waits for anything in it. */
  public void close() {
    if (closed) {
      return;
    }
    Thread.interrupted();
    if (log.hasPending()) {
      write();
    }
    closed = true;
    readers.forEach(SpoolReader::settle);
    readers.forEach(SpoolReader::saveIfNot);
    adoption.close();
    log.close();
  }
}
