package dev.steno.agent.privacy;

/** Kinds of characters; none beyond ASCII is of any. */
final class Chars {
  static final int DIGIT = 1;
  static final int UPPER = 2;
  static final int LOWER = 4;
  static final int ALNUM = DIGIT | UPPER | LOWER;

  /** {@code _} and {@code -}. */
  static final int JOINER = 8;

  /** What keys and tokens are written with. */
  static final int WORD = ALNUM | JOINER;

  /** {@code + / = . ~}. */
  static final int CODE = 16;

  /** {@code 0} to {@code 9}, {@code a} to {@code f}. */
  static final int HEX = 32;

  private static final byte[] KINDS = new byte[128];

  static {
    fill('0', '9', DIGIT);
    fill('A', 'Z', UPPER);
    fill('a', 'z', LOWER);
    for (char c : new char[] {'_', '-'}) {
      KINDS[c] = JOINER;
    }
    for (char c : new char[] {'+', '/', '=', '.', '~'}) {
      KINDS[c] = CODE;
    }
    for (char c = 'a'; c <= 'f'; c++) {
      KINDS[c] |= HEX;
    }
    for (char c = '0'; c <= '9'; c++) {
      KINDS[c] |= HEX;
    }
  }

  private Chars() {}

  private static void fill(char first, char last, int kind) {
    for (char c = first; c <= last; c++) {
      KINDS[c] = (byte) kind;
    }
  }

  static boolean is(char c, int kinds) {
    return c < KINDS.length && (KINDS[c] & kinds) != 0;
  }

  /** Whether there is such a character at that place. */
  static boolean is(String text, int at, int kinds) {
    return at >= 0 && at < text.length() && is(text.charAt(at), kinds);
  }

  /** Where characters of those kinds that begin there end. */
  static int end(String text, int from, int kinds) {
    int end = from;
    while (end < text.length() && is(text.charAt(end), kinds)) {
      end++;
    }
    return end;
  }

  /** The same, and no further than that. */
  static int end(String text, int from, int most, int kinds) {
    int end = from;
    while (end < most && is(text.charAt(end), kinds)) {
      end++;
    }
    return end;
  }

  /** Where that begins between those places, or -1. */
  static int indexOf(String text, String what, int from, int to) {
    int last = Math.min(to, text.length()) - what.length();
    for (int at = from; at <= last; at++) {
      if (text.startsWith(what, at)) {
        return at;
      }
    }
    return -1;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /**
   * Whether letters and digits stand there as nobody writes words: with digits, or with capitals
   * after small letters.
   */
  static boolean isCoded(String text, int from, int to) {
    boolean small = false;
    boolean letter = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (is(c, DIGIT) || (small && is(c, UPPER))) {
        return true;
      }
      letter |= is(c, UPPER);
      small |= is(c, LOWER);
    }
    return letter && !small && to - from >= 20;
  }
}
