package dev.steno.agent.export.agentsight;

import dev.steno.agent.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How AgentSight writes values, and how long they may be: in characters, which are code points. */
final class Limits {
  static final int STRING = 255;
  static final int COMMENT = 5_000;
  static final int TEXT = 16_384;
  static final int METADATA_BYTES = 16 << 10;

  private static final String CUT = "...[truncated]";
  private static final int LONGEST_KEPT = 2_048;
  private static final int SHORTEST_KEPT = 32;
  private static final int DEEPEST = 16;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);
  private static final double NANOS_IN_A_MICRO = 1_000;
  private static final double MICROS_IN_A_MILLI = 1_000;

  private Limits() {}

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** Milliseconds with three digits behind the point. */
  static double millis(long nanos) {
    return Math.round(nanos / NANOS_IN_A_MICRO) / MICROS_IN_A_MILLI;
  }

  /** So many characters of a text, without the one that no database takes. */
  static String cut(String text, int most) {
    String clean = text.indexOf(0) < 0 ? text : text.replace('\0', '\uFFFD');
    return clean.codePointCount(0, clean.length()) <= most
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, most));
  }

  /** A short text; null for one that says nothing. */
  static @Nullable String string(@Nullable String text) {
    return text == null || text.isBlank() ? null : cut(text, STRING);
  }

  /** A long text, which says so where it is cut. */
  static @Nullable String text(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String cut = cut(text, TEXT);
    return cut.length() == text.length() ? cut : cut + CUT;
  }

  /** A JSON tree as a long text: a text as it is. */
  static @Nullable String text(@Nullable Object tree) {
    if (tree == null || tree instanceof String) {
      return text((String) tree);
    }
    return text(json(tree));
  }

  static String json(@Nullable Object tree) {
    return new String(Json.bytes(tree), StandardCharsets.UTF_8);
  }

  /** Facts in no more bytes than they may have: texts are cut first, then the last are left out. */
  static Map<String, @Nullable Object> metadata(Map<String, ? extends @Nullable Object> facts) {
    Map<String, @Nullable Object> fitted = cut(facts, METADATA_BYTES);
    for (int longest = LONGEST_KEPT; !fits(fitted) && longest >= SHORTEST_KEPT; longest /= 4) {
      fitted = cut(fitted, longest);
    }
    return fits(fitted) ? fitted : first(fitted);
  }

  private static Map<String, @Nullable Object> first(Map<String, @Nullable Object> facts) {
    Map<String, @Nullable Object> first = new LinkedHashMap<>();
    int bytes = 2;
    for (Map.Entry<String, @Nullable Object> fact : facts.entrySet()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put(fact.getKey(), fact.getValue());
      bytes += Json.bytes(one).length - 1; // a comma, and no braces
      if (bytes > METADATA_BYTES) {
        break;
      }
      first.putAll(one);
    }
    return first;
  }

  private static boolean fits(Map<String, @Nullable Object> facts) {
    return facts.isEmpty() || Json.bytes(facts).length <= METADATA_BYTES;
  }

  private static Map<String, @Nullable Object> cut(Map<?, ?> facts, int longest) {
    Map<String, @Nullable Object> cut = new LinkedHashMap<>();
    facts.forEach((name, value) -> cut.put(name(name), cut(value, longest, 0)));
    return cut;
  }

  private static @Nullable Object cut(@Nullable Object value, int longest, int depth) {
    if (value instanceof String text) {
      return cut(text, longest);
    }
    if (depth < DEEPEST && value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> cut = new LinkedHashMap<>();
      map.forEach((name, one) -> cut.put(name(name), cut(one, longest, depth + 1)));
      return cut;
    }
    if (depth < DEEPEST && value instanceof List<?> list) {
      List<@Nullable Object> cut = new ArrayList<>(list.size());
      list.forEach(one -> cut.add(cut(one, longest, depth + 1)));
      return cut;
    }
    return value;
  }

  private static String name(@Nullable Object name) {
    return cut(String.valueOf(name), STRING);
  }

  /** Puts it there unless it is null. */
  static void put(Map<String, @Nullable Object> tree, String name, @Nullable Object value) {
    if (value != null) {
      tree.put(name, value);
    }
  }
}
