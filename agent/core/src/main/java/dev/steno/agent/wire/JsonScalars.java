package dev.steno.agent.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the numbers and words of JSON. */
final class JsonScalars {
  private static final int INT_DIGITS = 9;
  private static final int LONG_DIGITS = 18;
  private static final byte[][] WORDS = {
    "true".getBytes(StandardCharsets.US_ASCII),
    "false".getBytes(StandardCharsets.US_ASCII),
    "null".getBytes(StandardCharsets.US_ASCII)
  };

  private JsonScalars() {}

  /** Where the number or word that begins there ends, or else where the bytes do. */
  static int end(byte[] bytes, int from, int end) {
    int stop = from;
    while (stop < end && !isDelimiter(bytes[stop])) {
      stop++;
    }
    return stop;
  }

  private static boolean isDelimiter(byte b) {
    return switch (b) {
      case ' ', '\t', '\r', '\n', ',', ':', '"', '{', '}', '[', ']' -> true;
      default -> false;
    };
  }

  static boolean isWord(byte[] bytes, int from, int end) {
    for (byte[] word : WORDS) {
      if (Arrays.equals(word, 0, word.length, bytes, from, end)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a number or word that ends there may only be cut. */
  static boolean mayGoOn(byte[] bytes, int length) {
    for (byte[] word : WORDS) {
      if (length < word.length && Arrays.equals(word, 0, length, bytes, 0, length)) {
        return true;
      }
    }
    return isNumber(bytes, length);
  }

  private static boolean isNumber(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      boolean isSign = b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
      if (!isSign && !isDigit(b)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The number that stands there: an Integer, Long or BigInteger where it is whole, the first that
   * it fits; else a Double, NaN for one beyond what that can be; null when it is no number.
   *
   * @param anyWill whether it does not matter which number it is
   */
  static @Nullable Number number(byte[] bytes, int from, int end, boolean anyWill) {
    int begin = bytes[from] == '-' ? from + 1 : from;
    int digits = digits(bytes, begin, end);
    if (digits == begin || (bytes[begin] == '0' && digits - begin > 1)) {
      return null;
    }
    if (digits == end) {
      return anyWill ? Integer.valueOf(0) : whole(bytes, from, begin, end);
    }
    int at = digits;
    if (bytes[at] == '.') {
      int fraction = digits(bytes, at + 1, end);
      if (fraction == at + 1) {
        return null;
      }
      at = fraction;
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      int sign = at + 1 < end && (bytes[at + 1] == '+' || bytes[at + 1] == '-') ? 1 : 0;
      int exponent = digits(bytes, at + 1 + sign, end);
      if (exponent == at + 1 + sign) {
        return null;
      }
      at = exponent;
    }
    if (at < end) {
      return null;
    }
    if (anyWill) {
      return 0;
    }
    double value = Double.parseDouble(text(bytes, from, end));
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /** Whether it is not quite what stands there. */
  static boolean isRounded(@Nullable Number number, byte[] bytes, int from, int end) {
    if (!(number instanceof Double)) {
      return false;
    }
    try {
      return !Json.number(text(bytes, from, end)).equals(number);
    } catch (NumberFormatException beyondAll) {
      return true;
    }
  }

  private static int digits(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && isDigit(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static Number whole(byte[] bytes, int from, int begin, int end) {
    if (end - begin > LONG_DIGITS) {
      BigInteger big = new BigInteger(text(bytes, from, end));
      return big.bitLength() < Long.SIZE ? (Number) big.longValue() : big;
    }
    long value = 0;
    for (int i = begin; i < end; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    long signed = begin > from ? -value : value;
    if (end - begin <= INT_DIGITS || (int) signed == signed) {
      return (int) signed;
    }
    return signed;
  }

  private static String text(byte[] bytes, int from, int end) {
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
  }
}
