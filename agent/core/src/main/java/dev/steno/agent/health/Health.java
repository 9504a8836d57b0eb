package dev.steno.agent.health;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what Steno did, in calls. Safe for use by any thread.
 *
 * <p>When nothing is open, for each exporter: captured = delivered + dropped.
 */
public final class Health {
  private final LongAdder captured = new LongAdder();
  private final LongAdder linked = new LongAdder();
  private final Map<String, LongAdder> delivered = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();

  /** A model call began. */
  public void captured() {
    captured.increment();
  }

  /** So many calls that were captured are attempts at others, and are delivered with those. */
  public void repeated(int calls) {
    captured.add(-calls);
  }

  /** So many calls were captured by what others told of them. */
  public void inferred(int calls) {
    captured.add(calls);
  }

  /** A woven call site was linked to its interceptor. */
  public void linked() {
    linked.increment();
  }

  /** An exporter took that many calls. */
  public void delivered(String exporter, int calls) {
    counter(delivered, exporter).add(calls);
  }

  /** That many calls were lost for every exporter, for a reason in {@code snake_case}. */
  public void dropped(String reason, int calls) {
    counter(dropped, reason).add(calls);
  }

  /** That many calls were lost for one exporter. */
  public void dropped(String reason, String exporter, int calls) {
    counter(dropped, reason + "." + exporter).add(calls);
  }

  /** What was captured and neither delivered nor dropped is lost to those exporters. */
  public void droppedTheRest(String reason, Collection<String> exporters) {
    for (String exporter : exporters) {
      long rest = captured.sum() - counter(delivered, exporter).sum();
      for (Map.Entry<String, LongAdder> drop : dropped.entrySet()) {
        int dot = drop.getKey().indexOf('.');
        boolean counts = dot < 0 || drop.getKey().substring(dot + 1).equals(exporter);
        rest -= counts ? drop.getValue().sum() : 0;
      }
      if (rest > 0) {
        counter(dropped, reason + "." + exporter).add(rest);
      }
    }
  }

  /** All in one line: {@code captured=3 delivered.file=2 dropped.outbox_full=1 linked=4}. */
  public String summary() {
    StringBuilder line = new StringBuilder("captured=").append(captured.sum());
    append(line, "delivered.", delivered);
    if (dropped.isEmpty()) {
      line.append(" dropped=0");
    }
    append(line, "dropped.", dropped);
    return line.append(" linked=").append(linked.sum()).toString();
  }

  private static void append(StringBuilder line, String prefix, Map<String, LongAdder> counters) {
    new TreeMap<>(counters)
        .forEach(
            (name, count) ->
                line.append(' ').append(prefix).append(name).append('=').append(count.sum()));
  }

  private static LongAdder counter(Map<String, LongAdder> counters, String name) {
    return counters.computeIfAbsent(name, added -> new LongAdder());
  }
}
