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
  private final Map<String, LongAdder> misused = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> rejected = new ConcurrentHashMap<>();
  private final DeliveryErrors errors = new DeliveryErrors();

  /** Set when the JVM ends: what happens after that is in no count. */
  private boolean settled;

  /** A model call began. */
  public void captured() {
    captured.increment();
  }

  /** So many calls that were captured are attempts at others, and are delivered with those. */
  public synchronized void repeated(int calls) {
    captured.add(settled ? 0 : -calls);
  }

  /** So many calls were captured by what others told of them. */
  public synchronized void inferred(int calls) {
    captured.add(settled ? 0 : calls);
  }

  /** A woven call site was linked to its interceptor. */
  public void linked() {
    linked.increment();
  }

  /** An exporter took that many calls. */
  public synchronized void delivered(String exporter, int calls) {
    counter(delivered, exporter).add(settled ? 0 : calls);
  }

  /** That many calls were lost for every exporter, for a reason in {@code snake_case}. */
  public void dropped(String reason, int calls) {
    counter(dropped, reason).add(calls);
  }

  /** That many calls were lost for one exporter. */
  public synchronized void dropped(String reason, String exporter, int calls) {
    if (!settled) {
      counter(dropped, reason + "." + exporter).add(calls);
    }
  }

  /**
   * The application used the API wrongly, in that way in {@code snake_case}.
   *
   * @return whether for the first time
   */
  public boolean misused(String how) {
    LongAdder uses = new LongAdder();
    LongAdder before = misused.putIfAbsent(how, uses);
    (before == null ? uses : before).increment();
    return before == null;
  }

  /** That many things other than calls were not taken by one exporter's destination. */
  public void rejected(String what, String exporter, int count) {
    counter(rejected, what + "." + exporter).add(count);
  }

  /** What could not be delivered, and why. */
  public DeliveryErrors errors() {
    return errors;
  }

  /** How many calls were lost to an exporter. */
  public long lost() {
    long lost = 0;
    for (Map.Entry<String, LongAdder> drop : dropped.entrySet()) {
      lost += drop.getKey().indexOf('.') < 0 ? 0 : drop.getValue().sum();
    }
    return lost;
  }

  /** All by name: Longs, and Maps of them. */
  public Map<String, Object> counters() {
    Map<String, Object> all = new TreeMap<>();
    all.put("captured", captured.sum());
    all.put("delivered", sums(delivered));
    all.put("dropped", sums(dropped));
    all.put("ignored", sums(misused));
    return all;
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counters) {
    Map<String, Long> sums = new TreeMap<>();
    counters.forEach((name, count) -> sums.put(name, count.sum()));
    return sums;
  }

  /**
   * What was captured and neither delivered nor dropped is lost to those exporters, and nothing is
   * delivered any more.
   */
  public synchronized void droppedTheRest(String reason, Collection<String> exporters) {
    settled = true;
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
    append(line, "ignored.", misused);
    append(line, "rejected.", rejected);
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
