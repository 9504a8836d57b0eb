package dev.steno.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the agent counted since the start of the JVM, in calls; an event, and an interaction without
 * calls, count as one. Never changes; all is empty without the agent.
 */
public final class Stats {
  private final Map<?, ?> told;

  Stats(Object told) {
    this.told = told instanceof Map ? (Map<?, ?>) told : Collections.emptyMap();
  }

  /** How many were captured: each is delivered, spooled, dropped, or waits. */
  public long captured() {
    Object value = told.get("captured");
    return value instanceof Number ? ((Number) value).longValue() : 0;
  }

  /** How many each exporter delivered, by its name; not null, cannot be changed. */
  public Map<String, Long> delivered() {
    return counters("delivered");
  }

  /** How many are on disk for each exporter, to be sent; not null, cannot be changed. */
  public Map<String, Long> spooled() {
    return counters("spooled");
  }

  /**
   * How many were lost, by reason, with a dot and the exporter after it where only that one lost
   * them; not null, cannot be changed.
   */
  public Map<String, Long> dropped() {
    return counters("dropped");
  }

  /** How often the API was used wrongly, by what was wrong; not null, cannot be changed. */
  public Map<String, Long> ignored() {
    return counters("ignored");
  }

  /**
   * What waits in memory, in order, 1,000 at most: a word ({@code open} for what has not ended,
   * {@code ended}, or an event's kind), a blank, and its id; not null, cannot be changed.
   */
  public List<String> waiting() {
    List<String> waiting = new ArrayList<>();
    Object value = told.get("waiting");
    if (value instanceof List) {
      for (Object one : (List<?>) value) {
        waiting.add(String.valueOf(one));
      }
    }
    return Collections.unmodifiableList(waiting);
  }

  private Map<String, Long> counters(String name) {
    Map<String, Long> counters = new TreeMap<>();
    Object value = told.get(name);
    if (value instanceof Map) {
      for (Map.Entry<?, ?> one : ((Map<?, ?>) value).entrySet()) {
        if (one.getValue() instanceof Number) {
          counters.put(String.valueOf(one.getKey()), ((Number) one.getValue()).longValue());
        }
      }
    }
    return Collections.unmodifiableMap(counters);
  }

  /** All of it in one line. */
  @Override
  public String toString() {
    return told.toString();
  }
}
