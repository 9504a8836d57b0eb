package dev.steno.agent.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a string of a JSON text byte by byte: cuts a long one, digests a binary one, repairs UTF-8.
 */
final class StringSieve {
  /** So much base64 is no word of a text. */
  private static final int HEAD = 1024;

  private static final int KEPT = 1 << 16;
  private static final int DATA_URL_HEAD = 256;
  private static final String DATA_URL = "data:";
  private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

  private enum State {
    /** Text, as far as can be seen. */
    TEXT,
    /** Perhaps a data URL: its bytes are held back. */
    DATA_URL,
    /** Perhaps base64: its bytes are held back. */
    BASE64
  }

  private final Bytes head = new Bytes(HEAD + 16);
  private final StringBuilder logical = new StringBuilder();
  private final byte[] unit = new byte[6];

  private State state = State.TEXT;
  private byte[] text = new byte[HEAD];
  private int max;
  private int kept;
  private boolean escapes;
  private boolean cut;
  private int unitSize;
  private int unitNeeds;
  private @Nullable Base64Digest digest;
  private @Nullable String mimeType;
  private @Nullable Binary binary;

  /**
   * Whether a whole value is surely no binary content, at a glance.
   *
   * @param escapes whether there is a backslash in it
   * @param isBinary whether its name is that of binary content
   */
  static boolean isText(byte[] bytes, int from, int end, boolean escapes, boolean isBinary) {
    int length = end - from;
    if (isBinary && length >= HEAD) {
      return false;
    }
    if (length > 1 && bytes[from] == '\\') {
      return bytes[from + 1] != 'u';
    }
    return length < DATA.length
        || bytes[from] != 'd'
        || !(escapes || Arrays.equals(bytes, from, from + DATA.length, DATA, 0, DATA.length));
  }

  /**
   * Begins a string of which so many bytes are kept.
   *
   * @param isName whether it is a name, which is never binary
   * @param isBinary whether its name is that of binary content
   */
  void begin(int most, boolean isName, boolean isBinary) {
    max = most;
    kept = 0;
    cut = false;
    escapes = false;
    unitSize = 0;
    digest = null;
    mimeType = null;
    binary = null;
    head.clear();
    logical.setLength(0);
    state = isName ? State.TEXT : isBinary ? State.BASE64 : State.DATA_URL;
    if (text.length > KEPT) {
      text = new byte[HEAD];
    }
  }

  /**
   * Reads the plain text that begins there, if it can be nothing but text, at once.
   *
   * @return how many bytes that was, often 0
   */
  int plain(byte[] bytes, int from, int end) {
    boolean isText =
        state == State.TEXT || (state == State.DATA_URL && head.size() == 0 && bytes[from] != 'd');
    if (unitSize > 0 || !isText) {
      return 0;
    }
    int i = from;
    while (i < end && bytes[i] >= 0 && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    if (i == from) {
      return 0;
    }
    state = State.TEXT;
    int fits = cut ? 0 : Math.min(i - from, max - kept);
    cut |= fits < i - from;
    keep(bytes, from, fits);
    return i - from;
  }

  /** Reads the next byte of the string; true when it was the closing quote. */
  boolean feed(byte b) {
    if (unitSize > 0) {
      return continueUnit(b);
    }
    if (b == '"') {
      end();
      return true;
    }
    if (b == '\\' || b < 0) {
      beginUnit(b);
    } else {
      unit[0] = b;
      unitSize = 1;
      unitDone(b);
    }
    return false;
  }

  /** Ends a string whose rest never comes. */
  void interrupt() {
    cut = true;
    unitSize = 0;
    end();
  }

  private void end() {
    if (digest != null) {
      binary = digest.finish(mimeType);
    } else {
      becomeText();
    }
  }

  /** What is kept of it, as it was written: with escapes, and repaired UTF-8. */
  byte[] text() {
    return text;
  }

  int length() {
    return kept;
  }

  boolean hasEscapes() {
    return escapes;
  }

  @Nullable Binary binary() {
    return binary;
  }

  boolean isCut() {
    return cut;
  }

  private void beginUnit(byte b) {
    escapes |= b == '\\';
    unit[0] = b;
    unitSize = 1;
    int lead = b & 0xFF;
    unitNeeds = b == '\\' ? 2 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (b != '\\' && (lead < 0xC2 || lead > 0xF4)) {
      replaceUnit();
    }
  }

  private boolean continueUnit(byte b) {
    if (unit[0] == '\\') {
      continueEscape(b);
    } else if (continuesUtf8(b)) {
      unit[unitSize++] = b;
      if (unitSize == unitNeeds) {
        unitDone(-1);
      }
    } else {
      replaceUnit();
      return feed(b);
    }
    return false;
  }

  private void continueEscape(byte b) {
    unit[unitSize++] = b;
    if (unitSize == 2 && b == 'u') {
      unitNeeds = 6;
    }
    if (unitSize > 2 && Character.digit(b, 16) < 0) {
      // No escape at all: the parser is to see it, and to refuse it.
      unitDone(-1);
    } else if (unitSize == unitNeeds) {
      unitDone(escapedChar());
    }
  }

  private boolean continuesUtf8(byte b) {
    int c = b & 0xFF;
    if (unitSize > 1) {
      return c >= 0x80 && c <= 0xBF;
    }
    // Overlong forms, surrogates and what is beyond Unicode show in the second byte.
    return switch (unit[0] & 0xFF) {
      case 0xE0 -> c >= 0xA0 && c <= 0xBF;
      case 0xED -> c >= 0x80 && c <= 0x9F;
      case 0xF0 -> c >= 0x90 && c <= 0xBF;
      case 0xF4 -> c >= 0x80 && c <= 0x8F;
      default -> c >= 0x80 && c <= 0xBF;
    };
  }

  private int escapedChar() {
    if (unit[1] != 'u') {
      return unit[1] == '/' ? '/' : -1;
    }
    int c = 0;
    for (int i = 2; i < 6; i++) {
      c = c << 4 | Character.digit(unit[i], 16);
    }
    return c;
  }

  private void replaceUnit() {
    unit[0] = (byte) 0xEF;
    unit[1] = (byte) 0xBF;
    unit[2] = (byte) 0xBD;
    unitSize = 3;
    unitDone(-1);
  }

  /** Takes one character, as {@code unit} writes it; {@code c} is -1 for one beyond base64. */
  private void unitDone(int c) {
    int length = unitSize;
    unitSize = 0;
    if (digest != null) {
      digest.add(c);
    } else if (state == State.TEXT) {
      passText(unit, length);
    } else {
      head.add(unit, 0, length);
      logical.append((char) c);
      if (state == State.DATA_URL) {
        judgeDataUrl(c);
      } else {
        judgeBase64(c);
      }
    }
  }

  private void judgeDataUrl(int c) {
    int length = logical.length();
    if (c == ',' && Binary.isBase64Head(logical.substring(0, length - 1))) {
      mimeType = Binary.mimeType(logical.substring(0, length - 1));
      digest = new Base64Digest();
    } else if (c < 0 || c == ',' || length > DATA_URL_HEAD || !startsLikeDataUrl()) {
      becomeText();
    }
  }

  private boolean startsLikeDataUrl() {
    int length = Math.min(logical.length(), DATA_URL.length());
    return DATA_URL.regionMatches(0, logical.toString(), 0, length);
  }

  private void judgeBase64(int c) {
    if (!Base64Digest.accepts(c)) {
      state = State.DATA_URL;
      judgeDataUrl(c);
    } else if (head.size() >= HEAD) {
      digest = new Base64Digest();
      for (int i = 0; i < logical.length(); i++) {
        digest.add(logical.charAt(i));
      }
    }
  }

  private void becomeText() {
    if (state != State.TEXT) {
      state = State.TEXT;
      passText(head.array(), head.size());
    }
  }

  private void passText(byte[] bytes, int length) {
    cut |= length > max - kept;
    if (!cut) {
      keep(bytes, 0, length);
    }
  }

  private void keep(byte[] bytes, int from, int length) {
    if (text.length - kept < length) {
      long room = Math.min(Math.max(2L * text.length, (long) kept + length), max);
      text = Arrays.copyOf(text, (int) room);
    }
    System.arraycopy(bytes, from, text, kept, length);
    kept += length;
  }
}
