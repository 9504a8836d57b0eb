package dev.steno.agent.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a segment: a head ({@code STENOSP}, version, number of its first record, checksum),
 * then records (length of the payload, checksum, number, calls, payload); all big-endian.
 */
final class Format {
  static final int VERSION = 1;

  /** Of a segment: magic and version 8, first 8, checksum 4. */
  static final int SEGMENT_HEAD = 20;

  /** Of a record: length 4, checksum 4, number 8, calls 4. */
  static final int RECORD_HEAD = 20;

  static final int MOST_PAYLOAD = 16 << 20;

  private static final long MAGIC = 0x5354454e4f535000L; // STENOSP, and a byte for the version
  private static final int CHECKED = 8;

  /** What the head of a segment says. */
  enum Head {
    OURS,
    NEWER,
    BAD
  }

  private Format() {}

  static ByteBuffer segmentHead(long first) {
    byte[] bytes = new byte[SEGMENT_HEAD];
    ByteBuffer head = ByteBuffer.wrap(bytes).putLong(MAGIC | VERSION).putLong(first);
    return head.putInt(checksum(bytes, 0, head.position())).flip();
  }

  /** Reads a head that begins at the buffer's position, for a segment that has that name. */
  static Head head(ByteBuffer head, long first) {
    if (head.remaining() < Long.BYTES || (head.getLong(head.position()) & ~0xffL) != MAGIC) {
      return Head.BAD;
    }
    if ((head.getLong(head.position()) & 0xff) > VERSION) {
      return Head.NEWER;
    }
    return head.equals(segmentHead(first)) ? Head.OURS : Head.BAD;
  }

  /** Writes a record at that place of an array that has room for it. */
  static void record(byte[] into, int at, long seq, int calls, byte[] payload, int length) {
    ByteBuffer record = ByteBuffer.wrap(into, at, RECORD_HEAD + length);
    record.putInt(length).putInt(0).putLong(seq).putInt(calls).put(payload, 0, length);
    record.putInt(at + Integer.BYTES, recordChecksum(into, at, length));
  }

  /** Over number, calls and payload, of a record that begins there. */
  static int recordChecksum(byte[] bytes, int start, int payload) {
    return checksum(bytes, start + CHECKED, RECORD_HEAD - CHECKED + payload);
  }

  static int checksum(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }
}
