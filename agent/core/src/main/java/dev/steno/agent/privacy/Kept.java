package dev.steno.agent.privacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is kept of texts, trees and lists. What does not change comes back as the same object. */
record Kept(Redactor redactor) {

  @Nullable String text(Mode mode, @Nullable String text) {
    return text == null || mode == Mode.FULL
        ? text
        : mode == Mode.NONE ? null : redactor.text(text);
  }

  @Nullable String id(Mode mode, @Nullable String id) {
    return id == null || mode == Mode.FULL ? id : redactor.id(id);
  }

  String ownId(Mode mode, String id) {
    return mode == Mode.FULL ? id : redactor.id(id);
  }

  @Nullable Object tree(Mode mode, @Nullable Object tree) {
    return tree == null || mode == Mode.FULL
        ? tree
        : mode == Mode.NONE ? null : redactor.tree(tree);
  }

  /** Facts that are no content: with names, of which some may tell of secrets. */
  Map<String, @Nullable Object> facts(Mode told, Map<String, @Nullable Object> facts) {
    return told == Mode.FULL || facts.isEmpty() ? facts : redactor.facts(facts);
  }

  static <T> List<T> each(List<T> list, UnaryOperator<T> kept) {
    List<T> changed = null;
    for (int i = 0; i < list.size(); i++) {
      T value = list.get(i);
      T now = kept.apply(value);
      if (now != value) {
        changed = changed == null ? new ArrayList<>(list) : changed;
        changed.set(i, now);
      }
    }
    return changed == null ? list : changed;
  }

  /** The map with another value, or without that when it is null. */
  static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> map, String name, @Nullable Object value) {
    if (map.get(name) == value) {
      return map;
    }
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(map);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return changed;
  }
}
