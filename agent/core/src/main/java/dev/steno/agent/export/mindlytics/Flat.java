package dev.steno.agent.export.mindlytics;

import dev.steno.agent.export.TurnFacts;
import dev.steno.agent.export.Uuids;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Properties as Mindlytics takes them: flat, of strings, numbers and booleans; no nulls. */
final class Flat {
  private static final int MOST = 100;

  private final Map<String, @Nullable Object> map = new LinkedHashMap<>();

  /** Nothing for what is not known, or was said before by that name. */
  Flat put(String name, @Nullable Object value) {
    Object scalar = scalar(value);
    if (scalar != null) {
      map.putIfAbsent(name, scalar);
    }
    return this;
  }

  /** All of them. */
  Flat putAll(Map<String, @Nullable Object> values) {
    values.forEach(this::put);
    return this;
  }

  Map<String, @Nullable Object> map() {
    return map;
  }

  private static @Nullable Object scalar(@Nullable Object value) {
    if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue()) ? value : null;
    }
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    return TurnFacts.text(value);
  }

  /** An id that is short enough: a longer one is one made of it. Null for none. */
  static @Nullable String id(@Nullable String id) {
    if (id == null || id.isBlank()) {
      return null;
    }
    return id.length() <= MOST ? id : Uuids.named(id);
  }

  /** A name that is short enough: its beginning. Null for none. */
  static @Nullable String name(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return null;
    }
    return name.codePointCount(0, name.length()) <= MOST
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MOST));
  }
}
