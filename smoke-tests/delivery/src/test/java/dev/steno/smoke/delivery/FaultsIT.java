package dev.steno.smoke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.Result;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors and interrupts, in the application and in the agent's threads: those go on. */
class FaultsIT {
  private static final int CALLS = Loads.NIGHTLY ? 9_000 : 300;
  private static final int QUIET_SECONDS = 5;

  private final QuickModel model = new QuickModel();
  private final Collector collector = new Collector();
  private final Loads loads = Loads.in("faults");

  @AfterEach
  void close() {
    collector.close();
    model.close();
  }

  private static AgentProcess in(AgentProcess process, String trouble) {
    return process
        .jvmOption("-Xmx64m", "-Xss512k")
        .arg("trouble=" + trouble, "calls=" + CALLS, "bytes=200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "stack", "interrupts", "flag"})
  void theAgentsThreadsLiveOn(String trouble) {
    String run = "f-" + trouble;
    Result plain = in(loads.plain(Trouble.class, model, "p-" + trouble), trouble).run();
    plain.assertClean();
    int names = loads.finished("p-" + trouble).size();
    collector.await(List.of(), QUIET_SECONDS);
    Result result =
        in(loads.to(Trouble.class, model, collector, run), trouble)
            .arg("gate=" + collector.gate())
            .run();
    result.assertClean().assertIdentity();
    List<String> finished = loads.finished(run);
    Set<String> lost = Loads.missing(finished, collector.names());
    System.out.printf(
        "%s: %d calls finished (%d without the agent), %d lost, dropped %d; %s%n",
        trouble,
        finished.size(),
        names,
        lost.size(),
        result.summary().dropped("agnost"),
        result.stderrLines().stream().filter(line -> line.contains(".Error")).findFirst());
    if (!trouble.equals("stack")) {
      assertThat(result.stdout()).startsWith(plain.stdout());
      assertThat(finished).hasSize(names);
    }
    // What was lost when there was no memory was counted, and nothing was lost afterwards.
    assertThat((long) lost.size()).isLessThanOrEqualTo(result.summary().dropped("agnost"));
    List<String> afterwards = finished.subList(finished.size() - CALLS / 3, finished.size());
    assertThat(Loads.missing(afterwards, collector.names()).size()).isZero();
    if (trouble.equals("interrupts") || trouble.equals("flag")) {
      assertThat(lost).isEmpty();
    }
  }
}
