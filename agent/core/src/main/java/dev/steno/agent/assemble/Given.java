package dev.steno.agent.assemble;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** What becomes of ids and texts that others made. */
final class Given {
  private static final int MOST_ID = 256;
  private static final int HASHED_BYTES = 16;

  private Given() {}

  /** As much of an id as is kept. */
  static String id(String text) {
    return cut(text.strip(), MOST_ID);
  }

  /** So many characters of a text, and no half of one. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  /** The same for the same id, and nothing that anybody could log in with. */
  static String hashed(String id) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, HASHED_BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // each JVM has it
    }
  }
}
