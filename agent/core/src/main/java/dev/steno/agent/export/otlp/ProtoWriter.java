package dev.steno.agent.export.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes fields of protocol buffers, one behind the other, into an array that is used again. */
final class ProtoWriter {
  private static final int FIRST = 1 << 14;
  private static final int KEPT = 1 << 20;
  private static final int LONGEST_VARINT = 10;

  /** From there on, to copy a text twice takes less than to look at each of its characters. */
  private static final int LONG = 48;

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private byte[] bytes = new byte[FIRST];
  private int size;

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Forgets what was written. */
  void clear() {
    size = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[FIRST];
    }
  }

  /** Begins a message in this one; gives what {@link #end} needs. */
  int begin(int field) {
    return begin(field, 0);
  }

  /** The same of one that is about so long: if it is, it need not be moved for its length. */
  int begin(int field, int expected) {
    reserve(2 * LONGEST_VARINT);
    tag(field, BYTES);
    size += width(expected);
    return size;
  }

  /** Ends the message that began there. */
  void end(int begin) {
    end(begin, 0);
  }

  /** The same of one that was to be about so long. */
  void end(int begin, int expected) {
    int length = size - begin;
    int before = width(expected);
    int more = width(length) - before;
    if (more != 0) {
      reserve(Math.max(0, more));
      System.arraycopy(bytes, begin, bytes, begin + more, length);
    }
    size = begin - before;
    varint(length);
    size += length;
  }

  /** How many bytes a length takes. */
  private static int width(int length) {
    int width = 1;
    for (int left = length >>> 7; left != 0; left >>>= 7) {
      width++;
    }
    return width;
  }

  void string(int field, String text) {
    int length = text.length();
    int begin = begin(field, length);
    if (length > LONG) {
      utf8(text, begin);
      end(begin, length);
      return;
    }
    reserve(length);
    byte[] to = bytes;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        utf8(text, begin);
        break;
      }
      to[begin + i] = (byte) c;
      size = begin + i + 1;
    }
    end(begin, length);
  }

  private void utf8(String text, int begin) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    size = begin;
    reserve(encoded.length);
    System.arraycopy(encoded, 0, bytes, size, encoded.length);
    size += encoded.length;
  }

  /** Bytes that are told in hexadecimal digits. */
  void hex(int field, String digits) {
    int begin = begin(field);
    reserve(digits.length() / 2);
    for (int i = 0; i + 1 < digits.length(); i += 2) {
      int high = Character.digit(digits.charAt(i), 16);
      bytes[size++] = (byte) ((high << 4) | Character.digit(digits.charAt(i + 1), 16));
    }
    end(begin);
  }

  void number(int field, long value) {
    reserve(2 * LONGEST_VARINT);
    tag(field, VARINT);
    varint(value);
  }

  void fixed64(int field, long value) {
    reserve(2 * LONGEST_VARINT);
    tag(field, FIXED_64);
    little(value, Long.BYTES);
  }

  void fixed32(int field, int value) {
    reserve(2 * LONGEST_VARINT);
    tag(field, FIXED_32);
    little(value, Integer.BYTES);
  }

  private void little(long value, int count) {
    for (int i = 0; i < count; i++) {
      bytes[size++] = (byte) (value >>> (Byte.SIZE * i));
    }
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes[size++] = (byte) ((left & 0x7F) | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
