package dev.steno.smoke.javaconcurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing stays of many tasks, neither in memory nor on the threads that ran them. */
class LoadIT {
  private static final String TASKS = Boolean.getBoolean("nightly") ? "1000000" : "100000";
  private static final Pattern HELD = Pattern.compile("(.*): .* held=(-?\\d+)");
  private static final Pattern OUTSIDE = Pattern.compile("outside (.*): .* bytes=(\\d+) .*");
  private static final long MOST_HELD = 4L << 20;

  static List<Path> jdks() {
    return Run.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void nothingGrows(Path jdk) {
    Run plain = Run.of(Load.class, jdk, process -> process, TASKS);
    Run run = Run.of(Load.class, jdk, AgentProcess::agent, TASKS);
    List<String> lines = run.result().stdout().lines().toList();
    assertThat(lines).hasSizeGreaterThan(10);
    for (String line : lines) {
      Matcher held = HELD.matcher(line);
      assertThat(held.matches()).as(line).isTrue();
      assertThat(Long.parseLong(held.group(2))).as(line).isLessThan(MOST_HELD);
    }
    // Outside of everything a task costs the array of the arguments for each hook that it passes.
    for (String line : lines) {
      Matcher outside = OUTSIDE.matcher(line);
      if (outside.matches()) {
        assertThat(Long.parseLong(outside.group(2)))
            .as(line)
            .isLessThan(bytes(plain, outside.group(1)) + 100);
      }
    }
    assertThat(run.asked().get("load")).isEmpty();
    assertThat(run.alone()).containsExactly("outside load");
  }

  private static long bytes(Run run, String way) {
    return run.result()
        .stdout()
        .lines()
        .map(OUTSIDE::matcher)
        .filter(line -> line.matches() && line.group(1).equals(way))
        .mapToLong(line -> Long.parseLong(line.group(2)))
        .sum();
  }
}
