package dev.steno.smoke.javaconcurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a turn gives to other threads is a part of it, what others give to the same threads is not,
 * and the program can tell nothing.
 */
@Execution(ExecutionMode.CONCURRENT)
class ConcurrentIT {
  /** How often each shape asks the model in its turn. */
  private static final Map<String, Integer> INSIDE =
      Map.ofEntries(
          Map.entry("execute", 2),
          Map.entry("submit", 3),
          Map.entry("invokeAll", 3),
          Map.entry("queued", 2),
          Map.entry("schedule", 3),
          Map.entry("periodic", 0),
          Map.entry("bornInside", 1),
          Map.entry("throwing", 1),
          Map.entry("rejected", 1),
          Map.entry("callerRuns", 2),
          Map.entry("cancelled", 1),
          Map.entry("inspected", 1),
          Map.entry("comparable", 3),
          Map.entry("nested", 2),
          Map.entry("async", 3),
          Map.entry("asyncInPool", 2),
          Map.entry("asyncInThread", 2),
          Map.entry("asyncDirect", 2),
          Map.entry("completeAsync", 2),
          Map.entry("dependents", 7),
          Map.entry("dependentsAsync", 5),
          Map.entry("dependentOfOther", 1),
          Map.entry("both", 3),
          Map.entry("delayed", 1),
          Map.entry("forkJoin", 13),
          Map.entry("helped", 3),
          Map.entry("divided", 1),
          Map.entry("thread", 0),
          Map.entry("shared", 1),
          Map.entry("shared2", 0),
          Map.entry("springAsync", 4),
          Map.entry("springExecutors", 2),
          Map.entry("guava", 2));

  /** Those of newer JDKs. */
  private static final Map<String, Integer> INSIDE_OF_25 =
      Map.of(
          "springExecutors", 3,
          "virtual", 3,
          "virtualPerTask", 4,
          "platformPerTask", 1,
          "virtualAsync", 3,
          "unparked", 0,
          "structured", 2);

  static List<Path> jdks() {
    return Run.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void whatATurnGivesAwayIsAPartOfIt(Path jdk) {
    Run plain = Run.of(Concurrent.class, jdk, process -> process);
    Run watched = Run.of(Concurrent.class, jdk, AgentProcess::agent);
    assertThat(watched.said()).isEqualTo(plain.said()).doesNotContain("failed");

    Map<String, Integer> expected = new TreeMap<>(INSIDE);
    if (plain.said().contains("== virtual")) {
      expected.putAll(INSIDE_OF_25);
    }
    Map<String, List<String>> asked = watched.asked();
    SoftAssertions softly = new SoftAssertions();
    softly.assertThat(asked.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (shape, times) ->
            softly
                .assertThat(asked.get(shape))
                .as(shape)
                .isEqualTo(Collections.nCopies(times, "inside " + shape)));
    softly
        .assertThat(watched.alone())
        .contains(
            "outside periodic",
            "outside queued",
            "outside bornInside",
            "outside throwing",
            "outside helped",
            "outside thread",
            "outside springAsync")
        .allMatch(words -> words.startsWith("outside "));
    softly
        .assertThat(watched.alone().stream().filter("outside shared"::equals))
        .as("given by two")
        .hasSize(2);
    softly.assertAll();
  }
}
