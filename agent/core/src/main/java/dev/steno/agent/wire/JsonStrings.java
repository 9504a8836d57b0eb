package dev.steno.agent.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes strings of what stands between the quotes of a JSON text; short ones that come again and
 * again, as in each event of a stream, are made once. For one thread.
 */
final class JsonStrings {
  private static final int LONGEST_KNOWN = 48;
  private static final int MOST_KNOWN = 64;
  private static final int KEPT = 1 << 16;
  private static final byte[] EMPTY = {};

  private @Nullable Known @Nullable [] known;
  private byte[] plain = EMPTY;
  private int size;

  /** A string, and what it was made of. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Known(byte[] ascii, String text) {}

  /** From now on, short ones are remembered. */
  void remember() {
    if (known == null) {
      known = new Known[MOST_KNOWN];
    }
  }

  /** Text of ASCII without an escape. */
  String ascii(byte[] from, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return "";
    }
    @Nullable Known @Nullable [] all = known;
    if (length > LONGEST_KNOWN || all == null) {
      return new String(from, start, length, StandardCharsets.ISO_8859_1);
    }
    int hash = length;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + from[i];
    }
    int place = (hash ^ (hash >>> 15)) & (MOST_KNOWN - 1);
    Known there = all[place];
    if (there == null || !Arrays.equals(there.ascii, 0, there.ascii.length, from, start, end)) {
      byte[] ascii = Arrays.copyOfRange(from, start, end);
      there = new Known(ascii, new String(ascii, StandardCharsets.ISO_8859_1));
      all[place] = there;
    }
    return there.text;
  }

  /**
   * Text of any kind.
   *
   * @param escapes whether there is a backslash in it
   * @return null when there is an escape that is none
   */
  @Nullable String of(byte[] from, int start, int end, boolean escapes) {
    if (!escapes) {
      return new String(from, start, end - start, StandardCharsets.UTF_8);
    }
    if (plain.length < end - start) {
      plain = new byte[end - start]; // what is written without escapes is never longer
    }
    size = 0;
    boolean sound = unescape(from, start, end);
    String text = sound ? new String(plain, 0, size, StandardCharsets.UTF_8) : null;
    if (plain.length > KEPT) {
      plain = EMPTY;
    }
    return text;
  }

  private boolean unescape(byte[] from, int start, int end) {
    int at = start;
    while (at < end) {
      int stop = at;
      while (stop < end && from[stop] != '\\') {
        stop++;
      }
      System.arraycopy(from, at, plain, size, stop - at);
      size += stop - at;
      if (stop == end) {
        return true;
      }
      at = escape(from, stop + 1, end);
      if (at < 0) {
        return false;
      }
    }
    return true;
  }

  /** Takes what follows a backslash; where to go on, or -1 when it is no escape. */
  private int escape(byte[] from, int at, int end) {
    if (at >= end) {
      return -1;
    }
    int c =
        switch (from[at]) {
          case '"', '\\', '/' -> from[at];
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> unit(from, at + 1, end);
          default -> -1;
        };
    if (c < 0) {
      return -1;
    }
    if (from[at] != 'u') {
      plain[size++] = (byte) c;
      return at + 1;
    }
    int next = at + 5;
    int codePoint = c;
    if (Character.isSurrogate((char) c)) {
      boolean paired = next + 1 < end && from[next] == '\\' && from[next + 1] == 'u';
      int low = paired ? unit(from, next + 2, end) : -1;
      boolean isPair = Character.isHighSurrogate((char) c) && isLow(low);
      codePoint = isPair ? Character.toCodePoint((char) c, (char) low) : 0xFFFD;
      next += isPair ? 6 : 0;
    }
    utf8(codePoint);
    return next;
  }

  private static boolean isLow(int c) {
    return c >= 0 && Character.isLowSurrogate((char) c);
  }

  /** Four hexadecimal digits, or -1. */
  private static int unit(byte[] from, int at, int end) {
    if (at + 4 > end) {
      return -1;
    }
    int c = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = from[i] < 0 ? -1 : Character.digit(from[i], 16);
      if (digit < 0) {
        return -1;
      }
      c = (c << 4) | digit;
    }
    return c;
  }

  private void utf8(int c) {
    if (c < 0x80) {
      plain[size++] = (byte) c;
    } else if (c < 0x800) {
      plain[size++] = (byte) (0xC0 | (c >> 6));
      plain[size++] = (byte) (0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      plain[size++] = (byte) (0xE0 | (c >> 12));
      plain[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      plain[size++] = (byte) (0x80 | (c & 0x3F));
    } else {
      plain[size++] = (byte) (0xF0 | (c >> 18));
      plain[size++] = (byte) (0x80 | ((c >> 12) & 0x3F));
      plain[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      plain[size++] = (byte) (0x80 | (c & 0x3F));
    }
  }
}
