package dev.steno.agent.wire;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values out of a JSON tree; what is missing or of another type is null, or empty. */
final class Tree {
  private Tree() {}

  // A tree's maps are made by JsonTree alone, with String keys.
  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  static Map<String, @Nullable Object> map(Map<String, @Nullable Object> tree, String key) {
    return map(tree.get(key));
  }

  static boolean has(Map<String, @Nullable Object> tree, String key) {
    return tree.get(key) != null;
  }

  static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  static List<?> list(Map<String, @Nullable Object> tree, String key) {
    return list(tree.get(key));
  }

  /** The elements of a list that are objects. */
  static List<Map<String, @Nullable Object>> maps(Map<String, @Nullable Object> tree, String key) {
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    for (Object element : list(tree, key)) {
      if (element instanceof Map<?, ?>) {
        maps.add(map(element));
      }
    }
    return maps;
  }

  static @Nullable String string(Map<String, @Nullable Object> tree, String key) {
    return tree.get(key) instanceof String string ? string : null;
  }

  static boolean isTrue(Map<String, @Nullable Object> tree, String key) {
    return Boolean.TRUE.equals(tree.get(key));
  }

  static @Nullable Long whole(Map<String, @Nullable Object> tree, String key) {
    Object value = tree.get(key);
    return value instanceof Number number && !(value instanceof BigInteger)
        ? Long.valueOf(number.longValue())
        : null;
  }

  /** An index, or another number when it is missing or no index. */
  static int index(Map<String, @Nullable Object> tree, String key, int otherwise) {
    Object value = tree.get(key);
    return value instanceof Integer index && index >= 0 ? index : otherwise;
  }

  /** About how many bytes of a budget a tree takes. */
  static int cost(@Nullable Object value) {
    long cost = Budget.NODE;
    if (value instanceof String text) {
      cost += Text.bytes(text);
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        cost += cost(element);
      }
    } else if (value instanceof Map<?, ?>) {
      for (Map.Entry<String, @Nullable Object> entry : map(value).entrySet()) {
        cost += Text.bytes(entry.getKey()) + cost(entry.getValue());
      }
    }
    return (int) Math.min(cost, Integer.MAX_VALUE / 2);
  }
}
