package dev.steno.agent.health;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How this JVM does, as a tree for JSON: numbers, names and settings, and never content. */
public final class Status {
  private static final int MOST_ERRORS = 20;

  private final Map<String, ?> facts;
  private final Health health;
  private final Waiting waiting;

  /**
   * Of those counters.
   *
   * @param facts what does not change, by name
   * @param waiting what waits
   */
  public Status(Map<String, ?> facts, Health health, Waiting waiting) {
    this.facts = facts;
    this.health = health;
    this.waiting = waiting;
  }

  /** As it is now. */
  public Map<String, Object> tree(boolean ended) {
    Map<String, Object> tree = new LinkedHashMap<>(facts);
    tree.put("state", ended ? "ended" : "running");
    tree.putAll(health.counters());
    if (!ended) {
      tree.put("spooled", waiting.spooledCalls());
    }
    tree.put("waiting", waiting.records());
    tree.put("woven", health.hooks().woven());
    tree.put("reached", health.hooks().linked());
    tree.put("off", health.hooks().off());
    tree.put("errors", errors());
    return tree;
  }

  private List<Map<String, String>> errors() {
    List<DeliveryErrors.Problem> all = health.errors().all();
    List<Map<String, String>> last = new ArrayList<>();
    for (DeliveryErrors.Problem error :
        all.subList(Math.max(0, all.size() - MOST_ERRORS), all.size())) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("at", Instant.ofEpochMilli(error.millis()).toString());
      fields.put("exporter", error.exporter());
      fields.put("what", DeliveryErrors.withoutAnswer(error.why()));
      last.add(fields);
    }
    return last;
  }
}
