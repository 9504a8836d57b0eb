package dev.steno.agent.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that begin with the same bits: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one.
 *
 * <p>On the start path: no lambda, no regular expression. Nothing is ever looked up.
 */
public final class AddressRange {
  private static final int BYTE = 8;

  /** Loopback, private, link-local, and what carriers and clusters share among themselves. */
  private static final String[] PRIVATE = {
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "::1",
    "fc00::/7",
    "fe80::/10"
  };

  private final byte[] first;
  private final int bits;

  private AddressRange(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /** Those in which nobody is on the open network. */
  static List<AddressRange> ofPrivate() {
    List<AddressRange> ranges = new ArrayList<>();
    for (String one : PRIVATE) {
      AddressRange range = parse(one);
      if (range != null) {
        ranges.add(range);
      }
    }
    return ranges;
  }

  /** An address, or one with the number of its first bits that count; null for anything else. */
  static @Nullable AddressRange parse(String text) {
    int slash = text.indexOf('/');
    Address address = Address.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    byte[] bytes = address.bytes();
    int bits = slash < 0 ? bytes.length * BYTE : bits(text.substring(slash + 1));
    return bits < 0 || bits > bytes.length * BYTE ? null : new AddressRange(bytes, bits);
  }

  private static int bits(String text) {
    if (text.isEmpty() || text.length() > 3) {
      return -1;
    }
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      bits = bits * 10 + digit;
    }
    return bits;
  }

  /** Whether that address is one of them. */
  public boolean contains(Address address) {
    byte[] bytes = address.bytes();
    if (bytes.length != first.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 1 << (BYTE - 1 - bit % BYTE);
      if ((bytes[bit / BYTE] & mask) != (first[bit / BYTE] & mask)) {
        return false;
      }
    }
    return true;
  }
}
