package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the records of a segment one after the other, up to the first that is not whole. */
final class RecordReader {
  private static final int CHUNK = 1 << 16;

  /** What follows the last whole record. */
  enum Rest {
    NOTHING,
    /** A record of which the end was never written. */
    TORN,
    CORRUPT
  }

  private final Disk.Open file;
  private final long end;
  private byte[] bytes = new byte[CHUNK];
  private int start;
  private int filled;
  private long offset;
  private long seq;
  private Rest rest = Rest.NOTHING;

  /** From a record with that number, which begins there, to the end of what counts of the file. */
  RecordReader(Disk.Open file, long offset, long end, long seq) {
    this.file = file;
    this.offset = offset;
    this.end = end;
    this.seq = seq;
  }

  /** Where the next record begins. */
  long offset() {
    return offset;
  }

  /** The number of the next record. */
  long seq() {
    return seq;
  }

  /** Why there is no next one. */
  Rest rest() {
    return rest;
  }

  /** The next record, or null. */
  @Nullable SpoolRecord next() throws IOException {
    int length = length();
    if (length < 0) {
      return null;
    }
    int whole = Format.RECORD_HEAD + length;
    fill(whole);
    ByteBuffer head = ByteBuffer.wrap(bytes, start, whole);
    head.getInt();
    if (head.getInt() != Format.recordChecksum(bytes, start, length) || head.getLong() != seq) {
      rest = isZero() ? Rest.TORN : Rest.CORRUPT;
      return null;
    }
    int calls = head.getInt();
    byte[] payload = Arrays.copyOfRange(bytes, start + Format.RECORD_HEAD, start + whole);
    SpoolRecord record = new SpoolRecord(seq, calls, payload);
    moveOver(whole);
    return record;
  }

  /** Goes on to the record with that number, without a look at those before; false if it cannot. */
  boolean skipTo(long target) throws IOException {
    while (seq < target) {
      int length = length();
      if (length < 0) {
        return false;
      }
      moveOver(Format.RECORD_HEAD + length);
    }
    return seq == target;
  }

  /** Of the next record's payload, or -1 when that cannot be believed. */
  private int length() throws IOException {
    long left = end - offset;
    if (left < Format.RECORD_HEAD) {
      rest = left <= 0 ? Rest.NOTHING : Rest.TORN;
      return -1;
    }
    fill(Format.RECORD_HEAD);
    ByteBuffer head = ByteBuffer.wrap(bytes, start, Format.RECORD_HEAD);
    int length = head.getInt();
    boolean expected = head.getLong(start + Long.BYTES) == seq;
    if (length < 0 || length > Format.MOST_PAYLOAD || Format.RECORD_HEAD + length > left) {
      rest = expected && length > 0 && length <= Format.MOST_PAYLOAD ? Rest.TORN : Rest.CORRUPT;
      return -1;
    }
    return length;
  }

  private void moveOver(int length) {
    start += length;
    offset += length;
    seq++;
    if (start > filled) {
      start = 0;
      filled = 0;
    }
  }

  /** So many bytes are in the buffer, from {@code start} on. */
  private void fill(int count) throws IOException {
    if (filled - start >= count) {
      return;
    }
    byte[] into = count > bytes.length ? new byte[count] : bytes;
    System.arraycopy(bytes, start, into, 0, filled - start);
    filled -= start;
    start = 0;
    bytes = into;
    while (filled < count) {
      int most = (int) Math.min(bytes.length - filled, end - offset - filled);
      int read = file.read(ByteBuffer.wrap(bytes, filled, most), offset + filled);
      if (read <= 0) {
        throw new IOException("the file is shorter than it was");
      }
      filled += read;
    }
  }

  /** Space that a power cut left unwritten. */
  private boolean isZero() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long at = offset;
    while (at < end) {
      chunk.clear().limit((int) Math.min(CHUNK, end - at));
      int read = file.read(chunk, at);
      if (read <= 0) {
        return false;
      }
      for (int i = 0; i < read; i++) {
        if (chunk.get(i) != 0) {
          return false;
        }
      }
      at += read;
    }
    return true;
  }
}
