package dev.steno.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The counters that the agent prints when its JVM exits, if its log says everything. */
public record Summary(Map<String, Long> counters) {
  private static final String START = "steno: summary ";
  private static final Set<String> EXPORTERS =
      Set.of("file", "console", "agnost", "agentsight", "mindlytics", "otlp");
  private static final Pattern COUNTER = Pattern.compile("(\\S+)=(\\d+)");

  static Summary read(List<String> stderr) {
    List<String> found = stderr.stream().filter(line -> line.startsWith(START)).toList();
    assertThat(found).as("summary lines in:%n%s", String.join("\n", stderr)).isNotEmpty();
    Map<String, Long> counters = new TreeMap<>();
    Matcher counter = COUNTER.matcher(found.get(found.size() - 1).substring(START.length()));
    while (counter.find()) {
      counters.put(counter.group(1), Long.valueOf(counter.group(2)));
    }
    return new Summary(counters);
  }

  /** Asserts the identity, and that what is in files is what was delivered to them. */
  void assertIdentity(long callsInFiles) {
    assertIdentity();
    assertThat(callsInFiles)
        .as("calls and events in the files, of %s", counters)
        .isEqualTo(get("delivered.file"));
  }

  /**
   * Asserts that every exporter delivered, or left on disk, or counted as dropped, all that was
   * captured, and all that it took over from others.
   */
  public void assertIdentity() {
    assertThat(counters).as("the agent's summary").containsKey("captured");
    long captured = counters.get("captured");
    assertThat(captured == 0 || get("linked") > 0).as("hooks linked, of %s", counters).isTrue();
    for (String exporter : exporters()) {
      assertThat(get("delivered." + exporter) + get("spooled." + exporter) + dropped(exporter))
          .as("delivered, spooled and dropped by %s, of %s", exporter, counters)
          .isEqualTo(captured + get("adopted." + exporter));
    }
  }

  private Set<String> exporters() {
    Set<String> exporters = new TreeSet<>();
    for (String name : counters.keySet()) {
      int last = name.lastIndexOf('.');
      if (last >= 0 && EXPORTERS.contains(name.substring(last + 1))) {
        exporters.add(name.substring(last + 1));
      }
    }
    return exporters;
  }

  /** What was dropped for one exporter, or for all. */
  public long dropped(String exporter) {
    return counters.entrySet().stream()
        .filter(counter -> counter.getKey().startsWith("dropped."))
        .filter(counter -> isOf(counter.getKey().substring("dropped.".length()), exporter))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static boolean isOf(String drop, String exporter) {
    return drop.indexOf('.') < 0 || drop.endsWith("." + exporter);
  }

  /** One of the counters; 0 when it was never counted. */
  public long get(String name) {
    return counters.getOrDefault(name, 0L);
  }
}
