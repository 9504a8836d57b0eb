package dev.steno.agent.config;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP address, as it is written in numbers. An IPv4 address that is mapped into IPv6 is itself.
 *
 * <p>On the start path: no lambda, no regular expression. No name is ever looked up.
 */
public final class Address {
  private static final int V4 = 4;
  private static final int V6 = 16;
  private static final int MOST_TEXT = 64;
  private static final int GROUPS = V6 / 2;
  private static final int HEX = 16;

  private final byte[] bytes;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** What is written so, without port, brackets and zone; null for anything else. */
  public static @Nullable Address parse(String text) {
    if (text.isEmpty() || text.length() > MOST_TEXT) {
      return null;
    }
    byte[] bytes = text.indexOf(':') < 0 ? v4(text) : v6(text);
    return bytes == null ? null : new Address(unmapped(bytes));
  }

  private static byte[] unmapped(byte[] bytes) {
    if (bytes.length == V4 || bytes[10] != -1 || bytes[11] != -1) {
      return bytes;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return bytes;
      }
    }
    return Arrays.copyOfRange(bytes, V6 - V4, V6);
  }

  private static byte @Nullable [] v4(String text) {
    byte[] bytes = new byte[V4];
    int from = 0;
    for (int i = 0; i < V4; i++) {
      int dot = text.indexOf('.', from);
      int end = i == V4 - 1 ? text.length() : dot;
      int number = end < 0 ? -1 : number(text, from, end, 10, 3);
      if (number < 0 || number > 255) {
        return null;
      }
      bytes[i] = (byte) number;
      from = end + 1;
    }
    return bytes;
  }

  private static byte @Nullable [] v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] all = groups(text);
      return all == null || all.length != V6 ? null : all;
    }
    byte[] head = groups(text.substring(0, gap));
    byte[] tail = groups(text.substring(gap + 2));
    if (head == null || tail == null || head.length + tail.length > V6 - 2) {
      return null;
    }
    byte[] bytes = Arrays.copyOf(head, V6);
    System.arraycopy(tail, 0, bytes, V6 - tail.length, tail.length);
    return bytes;
  }

  /** The last of them may be an IPv4 address. */
  private static byte @Nullable [] groups(String text) {
    byte[] bytes = new byte[V6];
    int size = 0;
    int from = 0;
    while (from < text.length()) {
      int colon = text.indexOf(':', from);
      int end = colon < 0 ? text.length() : colon;
      byte[] group = group(text.substring(from, end), colon < 0);
      if (group == null || size + group.length > V6 || colon == text.length() - 1) {
        return null;
      }
      System.arraycopy(group, 0, bytes, size, group.length);
      size += group.length;
      from = end + 1;
    }
    return Arrays.copyOf(bytes, size);
  }

  private static byte @Nullable [] group(String text, boolean last) {
    if (last && text.indexOf('.') > 0) {
      return v4(text);
    }
    int number = number(text, 0, text.length(), HEX, V6 / V4);
    return number < 0 ? null : new byte[] {(byte) (number >> GROUPS), (byte) number};
  }

  private static int number(String text, int from, int end, int radix, int mostDigits) {
    if (end <= from || end - from > mostDigits) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < end; i++) {
      char letter = text.charAt(i);
      int digit = letter < 128 ? Character.digit(letter, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }

  /** As it is written in numbers: IPv6 in short, as RFC 5952 says. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (bytes.length == V4) {
      for (int i = 0; i < V4; i++) {
        text.append(i == 0 ? "" : ".").append(bytes[i] & 255);
      }
      return text.toString();
    }
    int gap = -1;
    int gapSize = 1;
    for (int i = 0; i < GROUPS; i++) {
      int size = 0;
      while (i + size < GROUPS && group(i + size) == 0) {
        size++;
      }
      if (size > gapSize) {
        gap = i;
        gapSize = size;
      }
    }
    for (int i = 0; i < GROUPS; i++) {
      if (i == gap) {
        text.append("::");
        i += gapSize - 1;
      } else {
        boolean colon = i > 0 && text.charAt(text.length() - 1) != ':';
        text.append(colon ? ":" : "").append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }

  private int group(int index) {
    return ((bytes[2 * index] & 255) << 8) | (bytes[2 * index + 1] & 255);
  }
}
