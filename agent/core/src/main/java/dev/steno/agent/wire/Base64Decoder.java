package dev.steno.agent.wire;

/** Decodes base64 text, of either alphabet, one character at a time; passes over any other. */
final class Base64Decoder {
  /** Takes what was decoded; the array is not to be kept. */
  @FunctionalInterface
  interface Out {
    void accept(byte[] bytes, int length);
  }

  private final Out out;
  private final byte[] decoded = new byte[3 * 1024];
  private int size;
  private int bits;
  private int count;

  Base64Decoder(Out out) {
    this.out = out;
  }

  /** Forgets what came so far. */
  void clear() {
    size = 0;
    bits = 0;
    count = 0;
  }

  /** Whether a character may stand in base64 text, of either alphabet. */
  static boolean accepts(int c) {
    return value(c) >= 0 || c == '=';
  }

  void add(int c) {
    int value = value(c);
    if (value < 0) {
      return;
    }
    bits = bits << 6 | value;
    if (++count == 4) {
      take(3);
    }
  }

  void finish() {
    if (count > 1) {
      int whole = count - 1;
      bits <<= 6 * (4 - count);
      take(whole);
    }
    flush();
  }

  private void take(int whole) {
    for (int i = 0; i < whole; i++) {
      decoded[size++] = (byte) (bits >> (16 - 8 * i));
    }
    bits = 0;
    count = 0;
    if (size > decoded.length - 3) {
      flush();
    }
  }

  private void flush() {
    out.accept(decoded, size);
    size = 0;
  }

  private static int value(int c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return switch (c) {
      case '+', '-' -> 62;
      case '/', '_' -> 63;
      default -> -1;
    };
  }
}
