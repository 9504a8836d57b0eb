package dev.steno.agent.spool;

import dev.steno.agent.files.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of this process: those that are in no file yet, and its segments.
 *
 * <p>One thread writes; its monitor guards what readers see of it, and no file is used under it.
 */
final class OwnLog {
  private static final int MOST_TAKEN = 3;

  private final Disk disk;
  private final Path root;
  private final long pid;
  private final LongSupplier random;
  private final long segmentSize;
  private final Room room;
  private final Pending pending;

  private final CallCounts counts = new CallCounts(1);
  private final Deque<Segment> segments = new ArrayDeque<>();
  private List<SpoolReader> readers = List.of();
  private long flushedCalls;
  private volatile long flushed;

  private @Nullable Folder folder;
  private @Nullable Segment current;
  private boolean dirty;

  /** What is to be deleted; any thread. */
  private final Queue<Segment> passedFiles = new ConcurrentLinkedQueue<>();

  OwnLog(
      Disk disk,
      Path root,
      long pid,
      LongSupplier random,
      long segmentSize,
      int mostPending,
      Room room) {
    this.disk = disk;
    this.root = root;
    this.pid = pid;
    this.random = random;
    this.segmentSize = segmentSize;
    this.room = room;
    this.pending = new Pending(mostPending);
  }

  /** Makes its folder, with a place for each of those. */
  void begin(List<SpoolReader> all) throws IOException {
    readers = List.copyOf(all);
    makeFolder();
  }

  private Folder makeFolder() throws IOException {
    OwnerOnly.folder(root);
    Folder made = Folder.create(disk, root, pid, random);
    List<Cursor> cursors = new ArrayList<>();
    boolean complete = false;
    try {
      for (SpoolReader reader : readers) {
        Path path = made.path().resolve(reader.name().concat(Cursor.SUFFIX));
        cursors.add(Cursor.create(disk, path, reader.done()));
      }
      complete = true;
    } finally {
      if (!complete) {
        cursors.forEach(Cursor::close);
        made.remove();
      }
    }
    for (int i = 0; i < readers.size(); i++) {
      readers.get(i).keepIn(cursors.get(i));
    }
    folder = made;
    return made;
  }

  /** Takes a record; its number, or 0 when there is no room in memory. */
  synchronized long append(byte[] payload, int length, int calls) {
    if (!pending.add(calls, payload, length)) {
      return 0;
    }
    try {
      counts.add(calls);
    } catch (Throwable outOfMemory) {
      pending.takeBack(length);
      throw outOfMemory;
    }
    return pending.next() - 1;
  }

  boolean hasPending() {
    return !pending.isEmpty();
  }

  /** How many bytes the next write takes. */
  long pendingBytes() {
    return pending.size();
  }

  long flushed() {
    return flushed;
  }

  /** The number of the record that is appended next. */
  synchronized long end() {
    return counts.end();
  }

  /** Of all records before that one that are in files. */
  synchronized long flushedCalls() {
    return flushedCalls;
  }

  synchronized long calls(long from, long to) {
    return counts.sum(from, to);
  }

  /** Writes all that is pending. */
  void write() throws IOException {
    int taken = 0;
    while (!pending.isEmpty()) {
      Segment segment = segment();
      Pending.Records records = pending.upTo(segmentSize - segment.end());
      write(segment, pending.bytes(records));
      dirty = true;
      if (!segment.isThere(disk)) {
        current = null;
        if (++taken == MOST_TAKEN) {
          throw new IOException("somebody deletes what is written");
        }
        continue;
      }
      room.appended(records.length());
      synchronized (this) {
        long next = pending.first() + records.count();
        flushedCalls += counts.sum(pending.first(), next);
        flushed = next - 1;
        segment.grew(records.length(), records.count());
        pending.remove(records);
      }
    }
  }

  private void write(Segment segment, ByteBuffer bytes) throws IOException {
    try {
      segment.file().writeFully(bytes, segment.end());
    } catch (Throwable failure) {
      try {
        segment.file().truncate(segment.end());
      } catch (IOException again) {
        failure.addSuppressed(again);
        current = null; // the next goes to a new file, and not behind half a record
      }
      throw failure;
    }
  }

  /** The one to write the next record to. */
  private Segment segment() throws IOException {
    Segment segment = current;
    if (segment != null
        && segment.next() == pending.first()
        && (segment.next() == segment.first()
            || segment.end() + pending.firstLength() <= segmentSize)) {
      return segment;
    }
    roll();
    Folder in = folder;
    if (in == null || !in.isThere()) {
      abandonFolder();
      in = makeFolder();
    }
    Segment made = create(in.path(), pending.first());
    room.appended(Format.SEGMENT_HEAD);
    synchronized (this) {
      segments.addLast(made);
    }
    current = made;
    return made;
  }

  private Segment create(Path in, long first) throws IOException {
    try {
      return Segment.create(disk, in, first);
    } catch (FileAlreadyExistsException failedBefore) {
      Path path = Segment.path(in, first);
      disk.delete(path); // with nothing in it that counts: what does has a lower number
      dropEmpty(path);
      return Segment.create(disk, in, first);
    }
  }

  private synchronized void dropEmpty(Path path) {
    Segment last = segments.peekLast();
    if (last != null && last.path().equals(path)) {
      segments.removeLast();
      last.close();
    }
  }

  /** What all readers got from memory meanwhile needs no file any more. */
  void discardPassed() {
    long first = firstPlace();
    synchronized (this) {
      Pending.Records passed = pending.before(first);
      if (passed.count() > 0) {
        flushedCalls += counts.sum(pending.first(), pending.first() + passed.count());
        pending.remove(passed);
      }
    }
  }

  private long firstPlace() {
    long first = Long.MAX_VALUE;
    for (SpoolReader reader : readers) {
      first = Math.min(first, reader.place());
    }
    return first;
  }

  /** What was written so far is on the device. */
  void force() throws IOException {
    Segment segment = current;
    if (dirty && segment != null) {
      dirty = false;
      segment.file().force();
    }
  }

  private void roll() {
    Segment segment = current;
    current = null;
    if (segment != null) {
      try {
        if (dirty) {
          segment.file().force();
        }
      } catch (IOException unsynced) {
        // It survives the end of the process, if not that of the machine.
      }
    }
    dirty = false;
  }

  /** Looks whether the files are still where they were made. */
  void check() throws IOException {
    Folder in = folder;
    if (in != null && !in.isThere()) {
      abandonFolder();
      makeFolder();
    } else if (current != null && !current.isThere(disk)) {
      current = null;
    } else if (in == null) {
      makeFolder();
    }
  }

  /** What is left of it is deleted: others would read again what is read from the open files. */
  private void abandonFolder() {
    Folder in = folder;
    folder = null;
    current = null;
    if (in != null) {
      in.remove();
    }
  }

  /** Where that record is, or the next one that is in a file; null when there is none. */
  synchronized @Nullable Part partWith(long seq) {
    for (Segment segment : segments) {
      if (segment.next() > seq && segment.next() > segment.first()) {
        return new Part(segment, segment.end(), segment.next());
      }
    }
    return null;
  }

  /** Whether it can still be read. */
  synchronized boolean has(Segment segment) {
    return segments.contains(segment);
  }

  /** What counts of a segment at a moment: its end, and the number of the record after that. */
  record Part(Segment segment, long end, long next) {}

  /** Deletes the segments that all readers passed. */
  void dropPassed() {
    long done = Long.MAX_VALUE;
    for (SpoolReader reader : readers) {
      done = Math.min(done, reader.saved());
    }
    List<Segment> passed = new ArrayList<>();
    synchronized (this) {
      while (segments.size() > 1 && segments.getFirst().next() - 1 <= done) {
        passed.add(segments.removeFirst());
      }
    }
    for (Segment segment : passed) {
      segment.close();
      passedFiles.add(segment);
    }
    passedFiles.removeIf(this::isDeleted);
  }

  /** Nobody asks any more for the calls of records before the place of the last reader. */
  void forget() {
    long first = firstPlace();
    synchronized (this) {
      counts.forget(Math.min(first, pending.first()));
    }
  }

  private boolean isDeleted(Segment segment) {
    try {
      if (segment.delete(disk)) {
        room.deleted(segment.end());
      }
      return true;
    } catch (IOException later) {
      return false;
    }
  }

  /** Gives up the oldest segment that is not written to; false when there is none. */
  boolean giveUpOldest() {
    Segment oldest;
    synchronized (this) {
      oldest = segments.peekFirst();
    }
    if (oldest == null || oldest == current) {
      return false;
    }
    if (!isDeleted(oldest)) {
      return false;
    }
    for (SpoolReader reader : readers) {
      reader.giveUp(oldest.next() - 1);
    }
    synchronized (this) {
      segments.remove(oldest);
    }
    oldest.close();
    return true;
  }

  /** Lets go of all; the folder is removed if nobody waits for anything in it. */
  void close() {
    roll();
    boolean wanted = hasPending();
    for (SpoolReader reader : readers) {
      wanted |= reader.saved() < flushed;
    }
    readers.forEach(SpoolReader::close); // before others write to the files of their places
    synchronized (this) {
      segments.forEach(Segment::close);
      segments.clear();
    }
    Folder in = folder;
    folder = null;
    if (in != null && !wanted) {
      in.remove();
    } else if (in != null) {
      in.release();
    }
  }
}
