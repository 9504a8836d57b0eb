package dev.steno.agent.export.agentsight;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Makes ids as AgentSight takes them, of those that records have: always the same of the same. */
final class Keys {
  private static final int UUID_LENGTH = 36;
  private static final int TRACE = 32;
  private static final int SPAN = 16;
  private static final int HASH = 32;
  private static final String NONE = "0".repeat(SPAN);

  private Keys() {}

  /** 32 hexadecimal digits: those of a UUID are its own. */
  static String trace(String id) {
    String digits = digits(id);
    return digits == null ? hash(id).substring(0, TRACE) : digits;
  }

  /** 16 hexadecimal digits: those of a UUID are its last, which are random. */
  static String span(String id) {
    String digits = digits(id);
    String span = digits == null ? NONE : digits.substring(TRACE - SPAN);
    return span.equals(NONE) ? hash(id).substring(0, SPAN) : span;
  }

  /** Of anything else of an entry: another one for each name. */
  static String span(String id, String name) {
    return hash(id + ' ' + name).substring(0, SPAN);
  }

  /** An id of a conversation; those that are too long stay different from each other. */
  static String conversation(String id) {
    String cut = Limits.cut(id, Limits.STRING);
    if (cut.length() == id.length()) {
      return cut;
    }
    return Limits.cut(id, Limits.STRING - HASH - 1) + '-' + hash(id).substring(0, HASH);
  }

  /** The conversation that a visit in that session begins. */
  static String visit(String session) {
    return "visit-" + hash(session).substring(0, HASH);
  }

  private static @Nullable String digits(String id) {
    if (id.length() != UUID_LENGTH) {
      return null;
    }
    StringBuilder digits = new StringBuilder(TRACE);
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = id.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : c >= 128 || Character.digit(c, 16) < 0) {
        return null;
      }
      if (!dash) {
        digits.append(Character.toLowerCase(c));
      }
    }
    return digits.toString();
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // each JVM has it
    }
  }
}
