package dev.steno.agent.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What is written instead of what was found: {@code [email]}, or {@code [email:7f3a9c0e51d2b864]},
 * which is the same for the same wherever the same key is. Safe for use by several threads.
 */
final class Names {
  /** So many that no two users of a large application become one. */
  private static final int BYTES = 8;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int LONGEST = 64;

  private final Set<String> labels;
  private final Supplier<byte[]> keys;
  private byte @Nullable [] key;

  /**
   * Names of those labels.
   *
   * @param keys gives the key, when it is first needed
   */
  Names(Set<String> labels, Supplier<byte[]> keys) {
    this.labels = labels;
    this.keys = keys;
  }

  String of(String label, String found, boolean pseudonym) {
    return pseudonym ? '[' + label + ':' + pseudonym(found) + ']' : '[' + label + ']';
  }

  private String pseudonym(String found) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(), ALGORITHM));
      byte[] digest = mac.doFinal(found.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // each JVM has it
    }
  }

  private synchronized byte[] key() {
    byte[] known = key;
    if (known == null) {
      known = keys.get();
      key = known;
    }
    return known;
  }

  /** Whether that is inside of something that was written instead of something before. */
  boolean isReplaced(String text, int start, int end) {
    int open = start;
    while (open >= 0 && start - open <= LONGEST && text.charAt(open) != '[') {
      open--;
    }
    if (open < 0 || text.charAt(open) != '[') {
      return false;
    }
    int close = open + 1;
    while (close < text.length() && close - open <= LONGEST && text.charAt(close) != ']') {
      close++;
    }
    return close < text.length()
        && text.charAt(close) == ']'
        && close >= end - 1
        && isName(text.substring(open + 1, close));
  }

  private boolean isName(String name) {
    int colon = name.indexOf(':');
    if (colon < 0) {
      return labels.contains(name);
    }
    boolean isHex = name.length() - colon - 1 == 2 * BYTES;
    for (int i = colon + 1; isHex && i < name.length(); i++) {
      isHex = HexFormat.isHexDigit(name.charAt(i));
    }
    return isHex && labels.contains(name.substring(0, colon));
  }
}
