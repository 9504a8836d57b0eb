package dev.steno.agent.spool;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Records that are in no file yet, as they will be there; bounded in bytes. */
final class Pending {
  private static final int USUAL = 1 << 16;
  private static final int KEPT = 1 << 20;

  private final int most;
  private byte[] bytes = new byte[USUAL];
  private int end;
  private long first = 1;
  private int count;

  /** Holds so many bytes; one record in any case. */
  Pending(int most) {
    this.most = most;
  }

  /** The number of the first, or of the next one that comes. */
  long first() {
    return first;
  }

  /** The number of the next one that comes. */
  long next() {
    return first + count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** How many bytes all of them take. */
  int size() {
    return end;
  }

  /** Takes a record, whose number is {@link #next}, or says no. */
  boolean add(int calls, byte[] payload, int payloadLength) {
    int length = Format.RECORD_HEAD + payloadLength;
    if (payloadLength > Format.MOST_PAYLOAD || (count > 0 && end + length > most)) {
      return false;
    }
    if (bytes.length - end < length) {
      int needed = end + length;
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(2 * needed, most)));
    }
    Format.record(bytes, end, next(), calls, payload, payloadLength);
    end += length;
    count++;
    return true;
  }

  /** The last one, of which the payload was so long, is not taken after all. */
  void takeBack(int payload) {
    end -= Format.RECORD_HEAD + payload;
    count--;
  }

  /** The first records: those that take no more bytes than that, at least one. */
  Records upTo(long room) {
    int length = 0;
    int records = 0;
    while (records < count) {
      int next = length + lengthAt(length);
      if (records > 0 && next > room) {
        break;
      }
      length = next;
      records++;
    }
    return new Records(length, records);
  }

  /** The first records: those of which the number is below that. */
  Records before(long seq) {
    int length = 0;
    int records = 0;
    while (records < count && first + records < seq) {
      length += lengthAt(length);
      records++;
    }
    return new Records(length, records);
  }

  /** How many bytes the first one takes. */
  int firstLength() {
    return lengthAt(0);
  }

  private int lengthAt(int at) {
    return Format.RECORD_HEAD + ByteBuffer.wrap(bytes, at, Integer.BYTES).getInt();
  }

  /** Those, as they will be in the file. */
  ByteBuffer bytes(Records some) {
    return ByteBuffer.wrap(bytes, 0, some.length()).asReadOnlyBuffer();
  }

  /** Those are in a file now. */
  void remove(Records written) {
    end -= written.length();
    first += written.count();
    count -= written.count();
    if (end == 0 && bytes.length > KEPT) {
      bytes = new byte[USUAL];
    } else {
      System.arraycopy(bytes, written.length(), bytes, 0, end);
    }
  }

  /** So many records, from the first on, of so many bytes. */
  record Records(int length, int count) {}
}
