package dev.steno.agent.queue;

import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was told of who speaks, by whom. Never changes.
 *
 * @param told Strings, and Maps of scalars
 */
public record ScopeFacts(Map<Source, Map<Fact, Object>> told) {
  /** Nothing is known. */
  public static final ScopeFacts NONE = new ScopeFacts(Map.of());

  private static final int MOST_TEXT = 1024;
  private static final int ENTRY = 96;

  /** The same and that, which takes the place of what the same source told before. */
  public ScopeFacts with(Source source, Fact fact, Object value) {
    Map<Source, Map<Fact, Object>> all = copy();
    Map<Fact, Object> ofSource = all.computeIfAbsent(source, added -> new EnumMap<>(Fact.class));
    ofSource.merge(fact, bounded(value), ScopeFacts::merged);
    return new ScopeFacts(all);
  }

  /** The same and those, which take the place of what the same sources told before. */
  public ScopeFacts with(ScopeFacts inner) {
    if (told.isEmpty() || inner.told.isEmpty()) {
      return told.isEmpty() ? inner : this;
    }
    Map<Source, Map<Fact, Object>> all = copy();
    inner.told.forEach(
        (source, facts) -> {
          Map<Fact, Object> ofSource =
              all.computeIfAbsent(source, added -> new EnumMap<>(Fact.class));
          facts.forEach((fact, value) -> ofSource.merge(fact, value, ScopeFacts::merged));
        });
    return new ScopeFacts(all);
  }

  private Map<Source, Map<Fact, Object>> copy() {
    Map<Source, Map<Fact, Object>> copy = new EnumMap<>(Source.class);
    told.forEach((source, facts) -> copy.put(source, new EnumMap<>(facts)));
    return copy;
  }

  private static Object merged(Object before, Object after) {
    if (!(before instanceof Map<?, ?> first) || !(after instanceof Map<?, ?> more)) {
      return after;
    }
    Map<Object, @Nullable Object> all = new LinkedHashMap<>(first);
    all.putAll(more);
    return all;
  }

  private static Object bounded(Object value) {
    return value instanceof String text && text.length() > MOST_TEXT
        ? text.substring(0, MOST_TEXT)
        : value;
  }

  /** What that source told, or null. */
  public @Nullable Object value(Source source, Fact fact) {
    Map<Fact, Object> facts = told.get(source);
    return facts == null ? null : facts.get(fact);
  }

  /** The text that source told, or null. */
  public @Nullable String text(Source source, Fact fact) {
    return value(source, fact) instanceof String text ? text : null;
  }

  /** What it takes in memory, roughly, in bytes. */
  int weight() {
    int weight = 0;
    for (Map<Fact, Object> facts : told.values()) {
      for (Object value : facts.values()) {
        weight += ENTRY;
        weight += value instanceof String text ? 2 * text.length() : 0;
        weight += value instanceof Map<?, ?> map ? ENTRY * map.size() : 0;
      }
    }
    return weight;
  }
}
