package dev.steno.smoke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.LoopbackServer;
import dev.steno.smoke.Result;
import dev.steno.smoke.RunningProcess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9}, and {@code Runtime.halt}: what is lost, and what comes twice. */
class KillIT {
  private static final int KILLS = Loads.NIGHTLY ? 200 : 6;
  private static final int RATE = 200;
  private static final int LOST_MILLIS = 50;
  private static final LoopbackServer.Reply DOWN = LoopbackServer.Reply.of(503, "{}");
  private static final int SPREAD_MILLIS = 800;

  private final QuickModel model = new QuickModel();
  private final Collector collector = new Collector();
  private final Loads loads = Loads.in("kill");

  @AfterEach
  void close() {
    collector.close();
    model.close();
  }

  @Test
  void whatWasAcceptedIsDeliveredAfterAllKills() throws InterruptedException {
    Random random = new Random();
    List<Long> starting = new ArrayList<>();
    List<String> finished = new ArrayList<>();
    Set<String> accepted = new TreeSet<>();
    List<List<String>> runs = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      String run = "k" + i;
      boolean isDown = i % 2 == 0; // then all that is not lost is on disk
      collector.script(isDown ? (number, request) -> DOWN : Collector.Script.UP);
      try (RunningProcess process =
          loads
              .to(Load.class, model, collector, run)
              .quiet()
              .arg("threads=4", "rate=" + RATE)
              .start()) {
        loads.awaitFinished(run, RATE / 10);
        starting.add(loads.untilCaughtUp(run, collector, RATE / 100));
        Waiting.millis(random.nextInt(SPREAD_MILLIS));
        process.kill();
        assertThat(process.await().exitCode()).isEqualTo(137);
      }
      accepted.addAll(loads.spooled());
      runs.add(loads.finished(run));
      finished.addAll(loads.finished(run));
    }
    accepted.addAll(collector.names());
    collector.script(Collector.Script.UP);
    collector.await(accepted, 5);
    Result last = loads.last(model, collector, "last").run();
    last.assertClean();

    Set<String> taken = collector.names();
    List<Integer> lost = new ArrayList<>();
    runs.forEach(run -> lost.add(Loads.missing(run, taken).size()));
    int sum = lost.stream().mapToInt(one -> one).sum();
    System.out.printf(
        "kill -9: %d kills, %d calls finished, %d lost (%.1f a kill, at most %d: %d ms of traffic),"
            + " %d accepted, %d of them lost, %d came twice; it had caught up %s ms after the"
            + " first calls%n",
        KILLS,
        finished.size(),
        sum,
        (double) sum / KILLS,
        lost.stream().mapToInt(one -> one).max().orElse(0),
        lost.stream().mapToInt(one -> one).max().orElse(0) * 1000 / RATE,
        accepted.size(),
        Loads.missing(accepted, taken).size(),
        collector.again(),
        starting);
    assertThat(Loads.missing(accepted, taken)).as("accepted, and lost").isEmpty();
    assertThat(taken).contains("last-0");
    assertThat(lost).allMatch(one -> one <= RATE * LOST_MILLIS / 1000);
    assertThat(collector.again()).isLessThanOrEqualTo(KILLS); // a batch is one turn, for Agnost AI
    assertThat(collector.underSeveralIds()).isEmpty();
    assertThat(collector.outOfOrder()).isEmpty();
    assertThat(last.summary().get("spooled.agnost")).isZero();
    assertThat(loads.spoolFiles()).isEmpty();
  }

  @Test
  void haltLosesNoMoreThanTheLastMoment() {
    int calls = 2_000;
    Result halted =
        loads
            .to(Load.class, model, collector, "h")
            .quiet()
            .arg("threads=4", "rate=" + 2 * RATE, "calls=" + calls, "end=halt", "status=7")
            .start()
            .await();
    assertThat(halted.exitCode()).isEqualTo(7);
    List<String> finished = loads.finished("h");
    assertThat(finished).hasSize(calls);
    Set<String> accepted = new HashSet<>(loads.spooled());
    accepted.addAll(collector.names());
    collector.await(accepted, 5);
    loads.last(model, collector, "last").run().assertClean();
    Set<String> lost = Loads.missing(finished, collector.names());
    System.out.printf(
        "Runtime.halt after %d calls on 4 threads, in %d ms: %d lost (%.1f %%),"
            + " %d came twice%n",
        calls,
        (loads.at("h", "end") - loads.at("h", "begin")) / 1000,
        lost.size(),
        100.0 * lost.size() / calls,
        collector.again());
    assertThat(Loads.missing(accepted, collector.names())).isEmpty();
    assertThat(lost.size()).isLessThanOrEqualTo(calls / 100);
  }
}
