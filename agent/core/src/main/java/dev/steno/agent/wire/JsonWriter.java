package dev.steno.agent.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON values in UTF-8, one behind the other, into an array that is used again. */
@SuppressWarnings("ReferenceEquality") // a text that is another object is written once more
public final class JsonWriter {
  private static final int FIRST = 1024;
  private static final int KEPT = 1 << 20;
  private static final int DEEPEST = 1_000;
  private static final int FIRST_DEPTH = 16;
  private static final Iterator<?> NONE = Collections.emptyIterator();
  private static final int LONGEST_ESCAPE = 6;
  private static final int LONGEST_TIME = 32;

  /** Between these, a number is written without an exponent. */
  private static final double SMALLEST = 1e-3;

  private static final double LARGEST = 1e6;
  private static final double THOUSAND = 1e3;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  /** What a character of ASCII is written as: itself (0), by a letter, or by its number (-1). */
  private static final byte[] ESCAPES = new byte[128];

  static {
    Arrays.fill(ESCAPES, 0, ' ', (byte) -1);
    ESCAPES['\b'] = 'b';
    ESCAPES['\f'] = 'f';
    ESCAPES['\n'] = 'n';
    ESCAPES['\r'] = 'r';
    ESCAPES['\t'] = 't';
    ESCAPES['"'] = '"';
    ESCAPES['\\'] = '\\';
  }

  /** Texts of that length are remembered: what was asked and answered is written twice. */
  private static final int LONG = 64;

  private static final int KNOWN = 2;

  private final @Nullable String[] known = new @Nullable String[KNOWN];
  private final int[] knownFrom = new int[KNOWN];
  private final int[] knownTo = new int[KNOWN];
  private int nextKnown;

  private byte[] bytes = new byte[FIRST];
  private int size;

  /** What is left of each object and list that a tree is in the middle of, from the root on. */
  private Iterator<?>[] inner = new Iterator<?>[FIRST_DEPTH];

  private boolean[] isMap = new boolean[FIRST_DEPTH];

  /** In how many objects and lists what is written piece by piece is. */
  private int depth;

  /** What was written, in an array that may be longer. */
  public byte[] array() {
    return bytes;
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** A copy of what was written. */
  public byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets all that was written, and gives up an array that only something large needed. */
  public void clear() {
    cut(0);
    if (bytes.length > KEPT) {
      bytes = new byte[FIRST];
    }
  }

  /** Forgets what was written behind that. */
  public void cut(int length) {
    size = length;
    depth = 0;
    Arrays.fill(known, null); // it may be written over
    Arrays.fill(inner, NONE); // if one was not written to its end
  }

  /** A line feed, which is nowhere in a value. */
  public void endLine() {
    byteOf('\n');
  }

  /** Begins an object, or with {@code [} a list. */
  public void open(char bracket) {
    depth = inside(depth);
    byteOf(bracket);
  }

  /** Ends it. */
  public void close(char bracket) {
    depth--;
    byteOf(bracket);
  }

  /** Stands before each element of a list that is written piece by piece. */
  public void element() {
    if (bytes[size - 1] != '[') {
      byteOf(',');
    }
  }

  /** A name of ASCII in an object that is written piece by piece, before its value. */
  public void name(String name) {
    reserve(name.length() + 4);
    if (bytes[size - 1] != '{') {
      bytes[size++] = ',';
    }
    bytes[size++] = '"';
    ascii(name);
    bytes[size++] = '"';
    bytes[size++] = ':';
  }

  /** The same of any name. */
  public void field(String name) {
    if (bytes[size - 1] != '{') {
      byteOf(',');
    }
    string(name);
    byteOf(':');
  }

  /** A time, as a value: a date, and how many seconds and microseconds of the day there were. */
  public void time(String date, int seconds, int micros) {
    byteOf('"');
    ascii(date);
    reserve(LONGEST_TIME);
    byte[] to = bytes;
    int at = size;
    to[at++] = 'T';
    at = twoDigits(seconds / 3600, to, at);
    to[at++] = ':';
    at = twoDigits(seconds / 60 % 60, to, at);
    to[at++] = ':';
    at = twoDigits(seconds % 60, to, at);
    to[at++] = '.';
    at = twoDigits(micros / 10_000, to, at);
    at = twoDigits(micros / 100 % 100, to, at);
    at = twoDigits(micros % 100, to, at);
    to[at++] = 'Z';
    to[at++] = '"';
    size = at;
  }

  private static int twoDigits(int value, byte[] to, int at) {
    to[at] = (byte) ('0' + value / 10);
    to[at + 1] = (byte) ('0' + value % 10);
    return at + 2;
  }

  /** A text, as a value. */
  public void text(String text) {
    string(text);
  }

  /** A text of ASCII that needs no escape, as a value. */
  public void plain(String text) {
    byteOf('"');
    ascii(text);
    byteOf('"');
  }

  /** A number, as a value. */
  public void number(long value) {
    whole(value);
  }

  /** A number, as a value. */
  public void number(double value) {
    real(value);
  }

  /** A truth, as a value. */
  public void truth(boolean value) {
    ascii(value ? "true" : "false");
  }

  /** Nothing, as a value. */
  public void nothing() {
    ascii("null");
  }

  /**
   * A value of a tree, without a line feed; a value of any other type is written as the string that
   * it prints as.
   */
  public void value(@Nullable Object value) {
    if (value instanceof Map || value instanceof List) {
      tree(value);
    } else {
      scalar(value);
    }
  }

  /**
   * By a loop, since a compiler that inlines methods which call each other makes much of them, and
   * takes long.
   */
  private void tree(Object root) {
    int top = -1;
    Object next = root;
    while (true) {
      if (next instanceof Map<?, ?> map) {
        top = begin(top, '{', map.entrySet().iterator());
      } else if (next instanceof List<?> list) {
        top = begin(top, '[', list.iterator());
      } else {
        scalar(next);
      }
      while (top >= 0 && !inner[top].hasNext()) {
        byteOf(isMap[top] ? '}' : ']');
        inner[top--] = NONE;
      }
      if (top < 0) {
        return;
      }
      if (bytes[size - 1] != (isMap[top] ? '{' : '[')) {
        byteOf(',');
      }
      next = inner[top].next();
      if (isMap[top] && next instanceof Map.Entry<?, ?> entry) {
        string(String.valueOf(entry.getKey()));
        byteOf(':');
        next = entry.getValue();
      }
    }
  }

  private int begin(int top, char bracket, Iterator<?> elements) {
    int now = top + 1;
    if (now + depth == DEEPEST) {
      throw new IllegalStateException("what is to be written is nested too deeply");
    }
    if (now == inner.length) {
      inner = Arrays.copyOf(inner, 2 * now);
      isMap = Arrays.copyOf(isMap, 2 * now);
    }
    inner[now] = elements;
    isMap[now] = bracket == '{';
    byteOf(bracket);
    return now;
  }

  private void scalar(@Nullable Object value) {
    if (value instanceof String text) {
      string(text);
    } else if (value == null) {
      ascii("null");
    } else if (value instanceof Boolean) {
      ascii(value.toString());
    } else if (value instanceof Number number) {
      number(number);
    } else {
      string(value.toString());
    }
  }

  private static int inside(int depth) {
    if (depth == DEEPEST) {
      throw new IllegalStateException("what is to be written is nested too deeply");
    }
    return depth + 1;
  }

  /** How many bytes a text is written as, without its quotes. */
  public static int length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      length += length(c);
      i += Character.charCount(c);
    }
    return length;
  }

  /** The longest beginning of a text that is written as no more than so many bytes. */
  public static String cut(String text, int most) {
    int left = most;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      left -= length(c);
      if (left < 0) {
        return text.substring(0, i);
      }
      i += Character.charCount(c);
    }
    return text;
  }

  private static int length(int c) {
    if (c < 0x80) {
      return ESCAPES[c] == 0 ? 1 : ESCAPES[c] > 0 ? 2 : LONGEST_ESCAPE;
    }
    return c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }

  private void number(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      whole(number.longValue());
    } else if (number instanceof BigInteger || number instanceof BigDecimal) {
      ascii(number.toString());
    } else {
      real(number.doubleValue());
    }
  }

  /** Of what has three digits behind the point, as durations have, the digits are known at once. */
  private void real(double value) {
    long thousandths = value >= SMALLEST && value < LARGEST ? Math.round(value * THOUSAND) : 0;
    if (thousandths == 0 || thousandths / THOUSAND != value) {
      ascii(Double.isFinite(value) ? Double.toString(value) : "null");
      return;
    }
    long whole = thousandths / 1000;
    int part = (int) (thousandths - whole * 1000);
    whole(whole);
    byteOf('.');
    byteOf((char) ('0' + part / 100));
    if (part % 100 != 0) {
      byteOf((char) ('0' + part / 10 % 10));
    }
    if (part % 10 != 0) {
      byteOf((char) ('0' + part % 10));
    }
  }

  private void whole(long value) {
    if (value < 0 || value >= 1_000_000_000) {
      ascii(Long.toString(value));
      return;
    }
    int left = (int) value;
    int digits = 1;
    for (int more = left; more > 9; more /= 10) {
      digits++;
    }
    reserve(digits);
    for (int at = size + digits - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + left % 10);
      left /= 10;
    }
    size += digits;
  }

  private void byteOf(char c) {
    reserve(1);
    bytes[size++] = (byte) c;
  }

  @SuppressWarnings("deprecation") // it is a copy of memory, where others make an array or a loop
  private void ascii(String text) {
    int length = text.length();
    reserve(length);
    text.getBytes(0, length, bytes, size);
    size += length;
  }

  private void string(String text) {
    if (text.length() < LONG) {
      quoted(text);
      return;
    }
    for (int i = 0; i < KNOWN; i++) {
      if (text == known[i]) {
        again(i);
        return;
      }
    }
    int from = size;
    quoted(text);
    known[nextKnown] = text;
    knownFrom[nextKnown] = from;
    knownTo[nextKnown] = size;
    nextKnown = (nextKnown + 1) % KNOWN;
  }

  private void again(int i) {
    int length = knownTo[i] - knownFrom[i];
    reserve(length);
    System.arraycopy(bytes, knownFrom[i], bytes, size, length);
    size += length;
  }

  private void quoted(String text) {
    byteOf('"');
    int i = plain(text, 0);
    while (i < text.length()) {
      i = plain(text, special(text, i));
    }
    byteOf('"');
  }

  /** Writes the characters from there on that are written as themselves; where others begin. */
  private int plain(String text, int from) {
    int length = text.length();
    reserve(length - from);
    byte[] to = bytes;
    int shift = size - from;
    int i = from;
    while (i < length) {
      char c = text.charAt(i);
      if (c >= 0x80 || ESCAPES[c] != 0) {
        break;
      }
      to[shift + i] = (byte) c;
      i++;
    }
    size = shift + i;
    return i;
  }

  /** Writes one character that is not written as itself; where the next one is. */
  private int special(String text, int at) {
    reserve(LONGEST_ESCAPE);
    char c = text.charAt(at);
    if (c < 0x80) {
      escape(c);
    } else if (!Character.isSurrogate(c)) {
      utf8(c);
    } else if (Character.isHighSurrogate(c)
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1))) {
      utf8(Character.toCodePoint(c, text.charAt(at + 1)));
      return at + 2;
    } else {
      utf8(0xFFFD); // it has no partner
    }
    return at + 1;
  }

  private void escape(char c) {
    bytes[size++] = '\\';
    if (ESCAPES[c] > 0) {
      bytes[size++] = ESCAPES[c];
      return;
    }
    bytes[size++] = 'u';
    bytes[size++] = '0';
    bytes[size++] = '0';
    bytes[size++] = HEX[c >> 4];
    bytes[size++] = HEX[c & 0xF];
  }

  private void utf8(int c) {
    if (c < 0x800) {
      bytes[size++] = (byte) (0xC0 | (c >> 6));
    } else {
      if (c < 0x10000) {
        bytes[size++] = (byte) (0xE0 | (c >> 12));
      } else {
        bytes[size++] = (byte) (0xF0 | (c >> 18));
        bytes[size++] = (byte) (0x80 | ((c >> 12) & 0x3F));
      }
      bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    }
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      long wanted = Math.max(2L * bytes.length, (long) size + more);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }
}
