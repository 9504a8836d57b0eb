package dev.steno.agent.wire;

import java.util.Arrays;

/** The beginning of a stream of bytes, up to a limit; what does not fit is only noted. */
final class Bytes {
  private final int limit;
  private byte[] kept = {};
  private int size;
  private boolean full;

  Bytes(int limit) {
    this.limit = limit;
  }

  void add(byte[] bytes, int offset, int length) {
    int fits = Math.min(length, limit - size);
    full |= fits < length;
    if (size + fits > kept.length) {
      long room = Math.max(64L, Math.max(2L * kept.length, (long) size + fits));
      kept = Arrays.copyOf(kept, (int) Math.min(room, limit));
    }
    System.arraycopy(bytes, offset, kept, size, fits);
    size += fits;
  }

  void clear() {
    size = 0;
    full = false;
  }

  int size() {
    return size;
  }

  boolean startsWith(byte[] bytes) {
    return size >= bytes.length && Arrays.equals(kept, 0, bytes.length, bytes, 0, bytes.length);
  }

  /** Whether it is that text of ASCII. */
  boolean is(String ascii) {
    boolean same = size == ascii.length();
    for (int i = 0; same && i < size; i++) {
      same = kept[i] == ascii.charAt(i);
    }
    return same;
  }

  byte[] array() {
    return kept;
  }

  /** Whether something did not fit. */
  boolean full() {
    return full;
  }

  String text() {
    return Text.decode(kept, size);
  }
}
