package dev.steno.smoke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.LoopbackServer;
import dev.steno.smoke.LoopbackServer.Manner;
import dev.steno.smoke.LoopbackServer.Reply;
import dev.steno.smoke.Result;
import dev.steno.smoke.RunningProcess;
import dev.steno.smoke.delivery.Collector.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A collector that is there some of the time gets all, once by id, and each conversation in order.
 */
class OutageIT {
  private static final int CALLS = Loads.NIGHTLY ? 20_000 : 600;
  private static final long DOWN_NANOS = TimeUnit.SECONDS.toNanos(Loads.NIGHTLY ? 30 : 3);
  private static final int QUIET_SECONDS = 60;
  private static final Reply UNAVAILABLE = Reply.of(503, "{\"error\":\"not now\"}");
  private static final Reply TOO_MANY =
      Reply.of(429, "{\"error\":\"not so fast\"}").with("Retry-After: 1");

  private static final String POISON = "poison-37";
  private static final Reply REFUSED = Reply.of(400, "{\"error\":\"what is that?\"}");

  private final QuickModel model = new QuickModel();
  private final List<Trial> trials = new ArrayList<>();

  @AfterEach
  void close() {
    trials.forEach(Trial::close);
    model.close();
  }

  /** All of them at once, since most of the time of each is spent with waiting. */
  @Test
  void allIsDeliveredOnceAndInOrder() {
    long up = System.nanoTime() + DOWN_NANOS;
    begin("down", 0, (number, request) -> System.nanoTime() < up ? reset() : up(number));
    Random random = new Random(7);
    begin("flapping", 0, (number, request) -> flap(number, random));
    // It was taken, though the sender could not know: it comes again, under the id that it had.
    begin("half", CALLS / 100 + 2, (number, request) -> number % 100 == 7 ? half() : up(number));
    begin("poison", 0, (number, request) -> isPoison(request) ? REFUSED : up(number));
    begin("hangs", 0, (number, request) -> number == 50 ? silence() : up(number));
    trials.forEach(Trial::end);
  }

  private static boolean isPoison(LoopbackServer.Request request) {
    return request.text().contains("question " + POISON + ".");
  }

  private static Reply up(long number) {
    return Script.UP.reply(number, null);
  }

  private static Reply half() {
    return up(0).in(Manner.HALF);
  }

  private static Reply silence() {
    return up(0).in(Manner.SILENCE);
  }

  private static Reply reset() {
    return UNAVAILABLE.in(Manner.RESET);
  }

  private static Reply flap(long number, Random random) {
    int dice;
    synchronized (random) {
      dice = random.nextInt(1_000);
    }
    // Each failure costs a second or so, in which what comes meanwhile waits.
    boolean isUp = number >= 10 && dice >= 8;
    return isUp || number % 4 == 3
        ? up(number)
        : List.of(UNAVAILABLE, reset(), TOO_MANY).get((int) (number % 3));
  }

  private void begin(String name, int mostAgain, Script script) {
    trials.add(new Trial(name, mostAgain, script));
  }

  /** One program, and its collector. */
  private final class Trial {
    private final String name;
    private final int mostAgain;
    private final Collector collector = new Collector();
    private final Loads loads;
    private final RunningProcess process;

    Trial(String name, int mostAgain, Script script) {
      this.name = name;
      this.mostAgain = mostAgain;
      this.loads = Loads.in("outage-" + name);
      collector.script(script);
      collector.await(
          IntStream.range(0, CALLS)
              .mapToObj(i -> name + "-" + i)
              .filter(one -> !one.equals(POISON))
              .toList(),
          QUIET_SECONDS);
      this.process =
          loads
              .to(Load.class, model, collector, name)
              .arg("threads=4", "rate=300", "calls=" + CALLS, "gate=" + collector.gate())
              .start();
    }

    void end() {
      Result result = process.await();
      result.assertClean().assertIdentity();
      List<String> finished = loads.finished(name);
      System.out.printf(
          "%s: %d calls, %d requests, %d not delivered, %d came twice, %d out of order%n",
          name,
          finished.size(),
          collector.requests(),
          Loads.missing(finished, collector.names()).size(),
          collector.again(),
          collector.outOfOrder().size());
      assertThat(finished).hasSize(CALLS);
      boolean isPoisoned = name.startsWith("poison");
      assertThat(Loads.missing(finished, collector.names()))
          .isEqualTo(isPoisoned ? Set.of(POISON) : Set.of());
      assertThat(loads.dead()).isEqualTo(isPoisoned ? Set.of(POISON) : Set.of());
      assertThat(collector.underSeveralIds()).isEmpty();
      assertThat(collector.outOfOrder()).isEmpty();
      assertThat(collector.again()).isLessThanOrEqualTo(mostAgain);
      assertThat(result.summary().dropped("agnost")).isEqualTo(isPoisoned ? 1 : 0);
    }

    void close() {
      process.close();
      collector.close();
    }
  }
}
