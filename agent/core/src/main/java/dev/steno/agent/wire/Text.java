package dev.steno.agent.wire;

import java.nio.charset.StandardCharsets;

/**
 * Strings that can be written as UTF-8 whatever came in: measured, cut and cleaned by code points.
 */
final class Text {
  private Text() {}

  /** How many bytes of UTF-8 a string takes. */
  static int bytes(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate is half of four bytes.
        bytes += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return bytes;
  }

  /** The longest beginning of a string that takes no more than so many bytes of UTF-8. */
  static String cut(String text, int bytes) {
    if (text.length() <= bytes / 3) {
      return text;
    }
    int left = bytes;
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      left -= codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (left < 0) {
        return text.substring(0, i);
      }
      i += Character.charCount(codePoint);
    }
    return text;
  }

  /** Puts U+FFFD in the place of every surrogate that has no partner. */
  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c) || !lowAt(text, i + 1)) {
          return cleaned(text, i);
        }
        i++;
      }
    }
    return text;
  }

  private static String cleaned(String text, int from) {
    StringBuilder clean = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        clean.append(c);
      } else if (Character.isHighSurrogate(c) && lowAt(text, i + 1)) {
        clean.append(c).append(text.charAt(++i));
      } else {
        clean.append('\uFFFD');
      }
    }
    return clean.toString();
  }

  private static boolean lowAt(String text, int index) {
    return index < text.length() && Character.isLowSurrogate(text.charAt(index));
  }

  /** Decodes bytes, with U+FFFD for what is no UTF-8; leaves out a last code point that is cut. */
  static String decode(byte[] bytes, int length) {
    int end = length;
    int back = 1;
    while (back <= 3 && back <= length) {
      int b = bytes[length - back] & 0xFF;
      if (b >= 0xC0) {
        int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
        end = needed > back ? length - back : length;
        break;
      }
      if (b < 0x80) {
        break;
      }
      back++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
