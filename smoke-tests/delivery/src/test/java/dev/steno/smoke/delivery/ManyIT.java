package dev.steno.smoke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.LoopbackServer;
import dev.steno.smoke.Result;
import dev.steno.smoke.RunningProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes that share a folder, of which some are killed: the others deliver what those left. */
class ManyIT {
  private static final int ALL = 8;
  private static final int KILLED = 4;
  private static final int RATE = 40;
  private static final int CALLS = Loads.NIGHTLY ? 4_000 : 160;
  private static final int MANY = 1_000_000;

  /** How long what is finished may not be on disk: 8 JVMs begin at once on few processors. */
  private static final int LOST_MILLIS = 500;

  private static final int QUIET_SECONDS = 40;

  private final QuickModel model = new QuickModel();
  private final Collector collector = new Collector();
  private final Loads loads = Loads.in("many");

  @AfterEach
  void close() {
    collector.close();
    model.close();
  }

  @Test
  void eachCallIsDeliveredOnce() throws InterruptedException {
    Random random = new Random();
    List<RunningProcess> processes = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    // Nothing is delivered while they are killed, so that all of it is left to the others.
    collector.script((number, request) -> LoopbackServer.Reply.of(503, "{}"));
    collector.await(List.of("what is said below"), QUIET_SECONDS);
    for (int i = 0; i < ALL; i++) {
      String run = "m" + i;
      processes.add(
          loads
              .to(Load.class, model, collector, run)
              .arg("threads=2", "rate=" + RATE, "gate=" + collector.gate())
              .arg("calls=" + (i < KILLED ? MANY : CALLS))
              .start());
    }
    for (int i = 0; i < KILLED; i++) {
      loads.awaitFinished("m" + i, RATE / 4);
      loads.untilCaughtUp("m" + i, collector, 1);
      Waiting.millis(random.nextInt(100));
      processes.get(i).kill();
      assertThat(processes.get(i).await().exitCode()).isEqualTo(137);
    }
    for (int i = 0; i < ALL; i++) {
      for (int call = 0; i >= KILLED && call < CALLS; call++) {
        expected.add("m" + i + "-" + call);
      }
    }
    List<String> spooled = new ArrayList<>(loads.spooled());
    expected.addAll(spooled);
    collector.await(expected, QUIET_SECONDS);
    collector.script(Collector.Script.UP);

    long adopted = 0;
    int lost = 0;
    for (int i = KILLED; i < ALL; i++) {
      Result result = processes.get(i).await();
      result.assertClean().assertIdentity();
      adopted += result.summary().get("adopted.agnost");
    }
    for (int i = 0; i < KILLED; i++) {
      int missing = Loads.missing(loads.finished("m" + i), collector.names()).size();
      assertThat(missing).isLessThanOrEqualTo(Math.max(1, RATE * LOST_MILLIS / 1000));
      lost += missing;
    }
    System.out.printf(
        "%d processes, %d killed: %d calls delivered, %d of them by others than made them;"
            + " %d lost with the killed; %d came twice%n",
        ALL, KILLED, collector.names().size(), adopted, lost, collector.again());
    assertThat(Loads.missing(expected, collector.names())).isEmpty();
    assertThat(collector.again()).isZero();
    assertThat(collector.underSeveralIds()).isEmpty();
    assertThat(collector.outOfOrder()).isEmpty();
    assertThat(adopted).isPositive();
    assertThat(loads.spoolFiles()).isEmpty();
  }
}
