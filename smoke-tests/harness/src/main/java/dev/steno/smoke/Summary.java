package dev.steno.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The counters that the agent prints when its JVM exits, if its log says everything. */
record Summary(Map<String, Long> counters) {
  private static final String START = "steno: summary ";
  private static final Pattern COUNTER = Pattern.compile("(\\S+)=(\\d+)");

  static Summary read(List<String> stderr) {
    List<String> found = stderr.stream().filter(line -> line.startsWith(START)).toList();
    assertThat(found).as("summary lines in:%n%s", String.join("\n", stderr)).hasSize(1);
    Map<String, Long> counters = new TreeMap<>();
    Matcher counter = COUNTER.matcher(found.get(0).substring(START.length()));
    while (counter.find()) {
      counters.put(counter.group(1), Long.valueOf(counter.group(2)));
    }
    return new Summary(counters);
  }

  /** Asserts that every exporter delivered, or counted as dropped, all that was captured. */
  void assertIdentity(long callsInFiles) {
    assertThat(counters).as("the agent's summary").containsKey("captured");
    long captured = counters.get("captured");
    assertThat(captured == 0 || get("linked") > 0).as("hooks linked, of %s", counters).isTrue();
    long dropped = sum("dropped.") + (sum("dropped.") == 0 ? get("dropped") : 0);
    counters.forEach(
        (name, delivered) -> {
          if (name.startsWith("delivered.")) {
            assertThat(delivered + dropped).as("%s of %s", name, counters).isEqualTo(captured);
          }
        });
    assertThat(callsInFiles)
        .as("calls and events in the files, of %s", counters)
        .isEqualTo(get("delivered.file"));
  }

  private long sum(String prefix) {
    return counters.entrySet().stream()
        .filter(counter -> counter.getKey().startsWith(prefix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private long get(String name) {
    return counters.getOrDefault(name, 0L);
  }
}
