package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A segment of an ended process, whose records are counted when the first reader comes to it. */
final class OldSegment {
  private static final int MOST_FAILURES = 5;

  private final Path path;
  private final Disk.Open file;
  private final long first;
  private long size;
  private @Nullable CallCounts counts;
  private boolean corrupt;
  private boolean gone;
  private int failures;

  OldSegment(Path path, Disk.Open file, long first) {
    this.path = path;
    this.file = file;
    this.first = first;
  }

  /** What its head says. */
  Format.Head head() throws IOException {
    try {
      size = file.size();
      return Format.head(file.readFully(ByteBuffer.allocate(Format.SEGMENT_HEAD), 0), first);
    } catch (IOException failure) {
      close();
      throw failure;
    }
  }

  /** The number of its first record. */
  long first() {
    return first;
  }

  long size() {
    return size;
  }

  /** Whether its records are counted, of which all numbers are before that; tries to do it. */
  boolean isScanned(long bound) {
    if (counts != null) {
      return true;
    }
    CallCounts found = new CallCounts(first);
    RecordReader reader = reader(-1, first);
    try {
      SpoolRecord record = reader.next();
      while (record != null && record.seq() < bound) {
        found.add(record.calls());
        record = reader.next();
      }
      corrupt = reader.rest() == RecordReader.Rest.CORRUPT;
    } catch (IOException failure) {
      if (++failures < MOST_FAILURES) {
        return false;
      }
      corrupt = true;
    }
    counts = found;
    return true;
  }

  /** The number of the record after the last one that can be read. */
  long next() {
    return counts == null ? first : counts.end();
  }

  /** Of the records from that one on, before the other. */
  long calls(long from, long to) {
    return counts == null ? 0 : counts.sum(from, to);
  }

  /** Whether something was behind the last record that can be read. */
  boolean isCorrupt() {
    return corrupt;
  }

  /** Reads from the record with that number on, which begins there, if that is known, else -1. */
  RecordReader reader(long offset, long seq) {
    return offset < 0
        ? new RecordReader(file, Format.SEGMENT_HEAD, size, first)
        : new RecordReader(file, offset, size, seq);
  }

  /** Whether this call deleted it. */
  boolean isDeleted(Disk disk) {
    if (gone) {
      return false;
    }
    try {
      disk.delete(path);
    } catch (IOException stays) {
      return false;
    }
    close();
    gone = true;
    return true;
  }

  /** Whether it is deleted. */
  boolean isGone() {
    return gone;
  }

  void close() {
    try {
      file.close();
    } catch (IOException unimportant) {
      // It was only read.
    }
  }
}
