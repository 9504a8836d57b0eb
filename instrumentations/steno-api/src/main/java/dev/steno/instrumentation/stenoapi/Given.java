package dev.steno.instrumentation.stenoapi;

import dev.steno.agent.capture.Controls;
import dev.steno.agent.spi.Control;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the application gave an operation: anything, of which what can be kept is read. */
final class Given {
  /** The longest id, name or label. */
  static final int LONGEST_ID = 255;

  static final int MOST_PROPERTIES = 128;
  private static final int MOST_NODES = 1_000;
  private static final int DEEPEST = 8;
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final @Nullable Object @Nullable [] arguments;
  private int nodes;

  Given(@Nullable Object @Nullable [] arguments) {
    this.arguments = arguments;
  }

  /** Counts a wrong use. */
  static void misused(String what) {
    Control control = Controls.installed();
    if (control != null) {
      control.misused(what);
    }
  }

  /** Null for one that another release of the API does not give. */
  @Nullable Object at(int index) {
    return arguments == null || index >= arguments.length ? null : arguments[index];
  }

  @Nullable String text(int index) {
    return at(index) instanceof String text ? text : null;
  }

  /** Something short that must be there; null when it is not. */
  @Nullable String id(int index, String what) {
    String text = text(index);
    if (text == null || text.isBlank()) {
      misused(what + "_missing");
      return null;
    }
    return cut(text, LONGEST_ID, what);
  }

  /** Something short that may be missing. */
  @Nullable String label(int index, String what) {
    String text = text(index);
    return text == null ? null : cut(text, LONGEST_ID, what);
  }

  static String cut(String text, int longest, String what) {
    if (text.length() <= longest) {
      return text;
    }
    misused(what + "_too_long");
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end);
  }

  /** Not below 0, and no longer than anything takes; null when it is not given, or not so. */
  @Nullable Duration duration(int index) {
    if (!(at(index) instanceof Duration duration)) {
      return null;
    }
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      misused("duration_out_of_range");
      return null;
    }
    return duration;
  }

  /** Strings, Numbers and Booleans by name; never null. */
  Map<String, @Nullable Object> scalars(int index) {
    Map<String, @Nullable Object> scalars = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> one : tree(index).entrySet()) {
      if (one.getValue() instanceof Map || one.getValue() instanceof List) {
        misused("property_of_wrong_type");
      } else if (scalars.size() < MOST_PROPERTIES) {
        scalars.put(one.getKey(), one.getValue());
      } else {
        misused("too_many_properties");
      }
    }
    return scalars;
  }

  /** The same of one name and its value. */
  Map<String, @Nullable Object> scalar(int name, int value) {
    String key = id(name, "property_name");
    Object kept = at(value) instanceof Map || at(value) instanceof Iterable ? null : kept(value);
    if (key == null) {
      return Map.of();
    }
    if (kept == null) {
      misused("property_of_wrong_type");
      return Map.of();
    }
    return Map.of(key, kept);
  }

  private @Nullable Object kept(int index) {
    return copy(at(index), 1);
  }

  /** A copy of a Map as a JSON tree; never null. */
  Map<String, @Nullable Object> tree(int index) {
    Object given = at(index);
    if (given == null) {
      return Map.of();
    }
    if (!(given instanceof Map<?, ?> map)) {
      misused("property_of_wrong_type");
      return Map.of();
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    try {
      copy(map, copy, 0);
    } catch (RuntimeException itsOwn) {
      misused("properties_not_readable"); // another thread changes it, or it is no well-made Map
    }
    return copy;
  }

  private void copy(Map<?, ?> map, Map<String, @Nullable Object> copy, int depth) {
    for (Map.Entry<?, ?> one : map.entrySet()) {
      Object value = copy(one.getValue(), depth + 1);
      if (!(one.getKey() instanceof String name) || name.isBlank() || value == null) {
        misused("property_of_wrong_type");
      } else {
        copy.put(cut(name, LONGEST_ID, "property_name"), value);
      }
      if (nodes >= MOST_NODES) {
        misused("too_many_properties");
        return;
      }
    }
  }

  /** Null for what cannot be kept. */
  private @Nullable Object copy(@Nullable Object value, int depth) {
    nodes++;
    if (depth > DEEPEST) {
      return null;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      copy(map, copy, depth);
      return copy;
    }
    if (value instanceof Iterable<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      for (Object one : list) {
        Object kept = nodes < MOST_NODES ? copy(one, depth + 1) : null;
        if (kept == null) {
          misused("property_of_wrong_type");
          break;
        }
        copy.add(kept);
      }
      return copy;
    }
    return scalar(value);
  }

  private static @Nullable Object scalar(@Nullable Object value) {
    if (value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Character ? value.toString() : number(value);
  }

  /** One of the JDK's own, as it is now: others could be anything. */
  private static @Nullable Number number(@Nullable Object value) {
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? (Number) number : null;
    }
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof AtomicInteger
        || value instanceof AtomicLong) {
      return ((Number) value).longValue();
    }
    boolean big =
        value != null
            && (value.getClass() == BigDecimal.class || value.getClass() == BigInteger.class);
    return big ? (Number) value : null;
  }
}
