package dev.steno.agent.health;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is said of lost calls: a line a minute at most, when some were, and one at the end. Calls
 * that were left out because the configuration says so are not lost.
 */
public final class LossReport {
  private static final String ADVICE =
      "; why, and what to do: java -jar steno.jar doctor, or the README, \"When something is"
          + " missing\"";

  private final Health health;
  private Map<String, Long> told = Map.of();

  /** Of those counters. */
  public LossReport(Health health) {
    this.health = health;
  }

  /** The line for what was lost since the last one, or null for nothing; called once a minute. */
  public @Nullable String lastMinute() {
    Map<String, Long> lost = lost();
    Map<String, Long> since = new TreeMap<>();
    lost.forEach(
        (reason, count) -> {
          long more = count - told.getOrDefault(reason, 0L);
          if (more > 0) {
            since.put(reason, more);
          }
        });
    told = lost;
    return since.isEmpty() ? null : said(since, " in the last minute") + "; since start: " + all();
  }

  /** The line for what was lost at all, or null for nothing. */
  public @Nullable String atEnd() {
    Map<String, Long> lost = lost();
    return lost.isEmpty() ? null : said(lost, " since start") + "; " + all();
  }

  private Map<String, Long> lost() {
    Map<String, Long> lost = new TreeMap<>(health.dropped());
    lost.values().removeIf(count -> count <= 0);
    lost.keySet().removeIf(reason -> Reasons.isWanted(Reasons.of(reason)));
    return lost;
  }

  /** {@code 12 calls were lost to agnost in the last minute (backlog_full 12)}. */
  private static String said(Map<String, Long> lost, String when) {
    Map<String, Map<String, Long>> byExporter = new TreeMap<>();
    lost.forEach(
        (reason, count) ->
            byExporter
                .computeIfAbsent(Reasons.exporterOf(reason), added -> new TreeMap<>())
                .put(Reasons.of(reason), count));
    StringBuilder line = new StringBuilder();
    byExporter.forEach(
        (exporter, reasons) -> {
          long sum = reasons.values().stream().mapToLong(Long::longValue).sum();
          boolean isFirst = line.isEmpty();
          line.append(isFirst ? "" : ", ").append(sum);
          if (isFirst) {
            line.append(sum == 1 ? " call was lost" : " calls were lost");
          }
          line.append(exporter.isEmpty() ? " to every exporter" : " to " + exporter);
          line.append(isFirst ? when : "").append(" (");
          String between = "";
          for (Map.Entry<String, Long> reason : reasons.entrySet()) {
            line.append(between).append(reason.getKey()).append(' ').append(reason.getValue());
            between = ", ";
          }
          line.append(')');
        });
    return line.toString();
  }

  private String all() {
    StringBuilder line = new StringBuilder("captured ").append(health.capturedCalls());
    health
        .deliveredSoFar()
        .forEach(
            (exporter, count) ->
                line.append(", delivered to ").append(exporter).append(' ').append(count));
    return line.append(ADVICE).toString();
  }
}
