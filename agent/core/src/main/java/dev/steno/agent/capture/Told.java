package dev.steno.agent.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bounded copy of a tree that an instrumentation tells: nothing in it is the application's but
 * its texts, which never change.
 */
final class Told {
  private static final int MOST_BYTES = 1 << 20;
  private static final int DEEPEST = 32;
  private static final int NODE = 48;

  private final @Nullable Object value;
  private int weight;
  private boolean cut;

  private Told(Object tree) {
    value = copy(tree, 0);
  }

  static Told of(Object tree) {
    return new Told(tree);
  }

  /** Null when all of it was left out. */
  @Nullable Object value() {
    return value;
  }

  /** The same, or an empty text when all of it was left out. */
  Object orEmpty() {
    return value == null ? "" : value;
  }

  int weight() {
    return weight;
  }

  boolean isCut() {
    return cut;
  }

  private @Nullable Object copy(@Nullable Object tree, int depth) {
    if (weight >= MOST_BYTES || depth > DEEPEST) {
      cut = true;
      return null;
    }
    weight += NODE;
    if (tree == null || tree instanceof Number || tree instanceof Boolean) {
      return tree;
    }
    if (tree instanceof CharSequence text) {
      return text(text.toString());
    }
    if (tree instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((name, item) -> copy.put(String.valueOf(name), copy(item, depth + 1)));
      return copy;
    }
    if (tree instanceof Iterable<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(copy(item, depth + 1)));
      return copy;
    }
    throw new IllegalArgumentException("no JSON value: " + tree.getClass().getName());
  }

  private String text(String text) {
    int fits = Math.min(text.length(), (MOST_BYTES - weight) / 2);
    weight += 2 * fits;
    if (fits == text.length()) {
      return text;
    }
    cut = true;
    return text.substring(0, Math.max(0, fits));
  }
}
