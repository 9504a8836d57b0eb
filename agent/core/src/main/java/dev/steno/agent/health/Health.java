package dev.steno.agent.health;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what Steno did, in calls. Safe for use by any thread.
 *
 * <p>When nothing is open, for each exporter: captured + adopted = delivered + spooled + dropped.
 */
public final class Health {
  private final LongAdder captured = new LongAdder();
  private final LongAdder linked = new LongAdder();
  private final Map<String, LongAdder> adopted = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> delivered = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> spooled = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> misused = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> rejected = new ConcurrentHashMap<>();
  private final DeliveryErrors errors = new DeliveryErrors();
  private final Hooks hooks;

  /** Set when the JVM ends: what happens after that is in no count. */
  private volatile boolean settled;

  /** Of which nothing is hooked yet. */
  public Health() {
    this(new Hooks());
  }

  /** With what was hooked before anybody counted. */
  public Health(Hooks hooks) {
    this.hooks = hooks;
  }

  /** A model call began. */
  public void captured() {
    if (!settled) {
      captured.increment();
    }
  }

  /** So many calls of an ended process wait for one exporter now. */
  public synchronized void adopted(String exporter, int calls) {
    counter(adopted, exporter).add(settled ? 0 : calls);
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
    if (!settled) {
      counter(dropped, reason).add(calls);
    }
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

  /** What was hooked. */
  public Hooks hooks() {
    return hooks;
  }

  /** How many places of libraries were hooked and reached. */
  public long linkedSoFar() {
    return linked.sum();
  }

  /** How many calls of ended processes each exporter took over. */
  public Map<String, Long> adoptedSoFar() {
    return sums(adopted);
  }

  /** How many calls each exporter took. */
  public Map<String, Long> deliveredSoFar() {
    return sums(delivered);
  }

  /** How many calls were dropped, by reason, or reason and exporter with a dot between. */
  public Map<String, Long> dropped() {
    return sums(dropped);
  }

  /** How many calls were lost to an exporter. */
  public long lost() {
    long lost = 0;
    for (Map.Entry<String, LongAdder> drop : dropped.entrySet()) {
      lost += drop.getKey().indexOf('.') < 0 ? 0 : drop.getValue().sum();
    }
    return lost;
  }

  /** How many calls were captured. */
  public long capturedCalls() {
    return captured.sum();
  }

  /** How many calls one exporter is to account for: captured here, or taken over. */
  public long owed(String exporter) {
    return captured.sum() + sum(adopted, exporter);
  }

  /**
   * How many calls one exporter accounts for: delivered, on disk when the process ended, dropped.
   * When nothing is open, and nothing waits, it is what is {@link #owed}.
   */
  public long accounted(String exporter) {
    long sum = sum(delivered, exporter) + sum(spooled, exporter);
    for (Map.Entry<String, LongAdder> drop : dropped.entrySet()) {
      int dot = drop.getKey().indexOf('.');
      boolean counts = dot < 0 || drop.getKey().substring(dot + 1).equals(exporter);
      sum += counts ? drop.getValue().sum() : 0;
    }
    return sum;
  }

  private static long sum(Map<String, LongAdder> counters, String name) {
    LongAdder counter = counters.get(name);
    return counter == null ? 0 : counter.sum();
  }

  /** All by name: Longs, and Maps of them. */
  public Map<String, Object> counters() {
    Map<String, Object> all = new TreeMap<>();
    all.put("captured", captured.sum());
    all.put("adopted", sums(adopted));
    all.put("spooled", sums(spooled));
    all.put("delivered", sums(delivered));
    all.put("dropped", sums(dropped));
    all.put("ignored", sums(misused));
    all.put("linked", linked.sum());
    return all;
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counters) {
    Map<String, Long> sums = new TreeMap<>();
    counters.forEach((name, count) -> sums.put(name, count.sum()));
    return sums;
  }

  /**
   * The process ends: nothing counts any more. What is owed and not accounted for is on disk, as
   * far as it is; the rest is lost to those exporters.
   *
   * @param onDisk calls by exporter
   */
  public synchronized void settle(
      String reason, Collection<String> exporters, Map<String, Long> onDisk) {
    boolean isFirst = !settled;
    settled = true;
    for (String exporter : exporters) {
      Long waiting = onDisk.get(exporter);
      if (isFirst && waiting != null && waiting > 0) {
        counter(spooled, exporter).add(waiting);
      }
      counter(delivered, exporter); // said also when it is none
      long rest = owed(exporter) - accounted(exporter);
      if (rest > 0) {
        counter(dropped, reason + "." + exporter).add(rest);
      }
    }
  }

  /** All in one line: {@code captured=3 delivered.file=2 dropped.outbox_full=1 linked=4}. */
  public String summary() {
    StringBuilder line = new StringBuilder("captured=").append(captured.sum());
    append(line, "adopted.", adopted);
    append(line, "delivered.", delivered);
    append(line, "spooled.", spooled);
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
