package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.wire.Recognition;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes with a task to another thread, and that nothing of it stays there. */
class TasksTest {
  private static final URI CHAT = URI.create("http://api.openai.com/v1/chat/completions");

  @BeforeEach
  void install() {
    Log log =
        new Log(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false);
    Outbox<Item> outbox = new Outbox<>(1 << 20);
    OpenCalls open = new OpenCalls(1 << 24, 3_600_000_000_000L);
    Recognition recognition = new Recognition(List.of(), List.of());
    new Recorder(outbox, open, new Health(), log, Clock.systemUTC(), recognition, () -> {})
        .install();
  }

  @AfterEach
  void nothingIsLeftOnTheThread() {
    assertThat(Frame.current()).isNull();
  }

  private static Step turn() {
    return Recorder.step(StepStart.of("framework", Kind.AGENT, new Object()), null);
  }

  private static void given(Object task) {
    Step turn = turn();
    assertThat(Tasks.submitted(task)).isSameAs(task);
    turn.leave();
  }

  private static boolean isRunInside(Object task) {
    Object state = Tasks.began(task);
    boolean inside = Frame.current() != null;
    Tasks.ended(state);
    return inside;
  }

  @Test
  void whatIsGivenOutsideOfEverythingGoesAlone() {
    Object task = new Object();
    assertThat(Tasks.isInside()).isFalse();
    assertThat(Tasks.submitted(task)).isNull();
    assertThat(Tasks.submittedOnce(task)).isNull();
    assertThat(isRunInside(task)).isFalse();
  }

  @Test
  void aTaskIsRunInWhatItWasGivenInOnce() {
    Object task = new Object();
    Step turn = turn();
    Tasks.submitted(task);
    turn.leave();
    Object state = Tasks.began(task);
    assertThat(Recorder.innermost()).isSameAs(turn);
    Tasks.ended(state);
    assertThat(isRunInside(task)).isFalse();
  }

  @Test
  void nobodyCanTellWhoseTheSameTaskOfTwoIs() {
    Object task = new Object();
    given(task);
    given(task);
    assertThat(isRunInside(task)).isFalse();
    given(task); // of which one is run, and it may be the older one
    assertThat(isRunInside(task)).isFalse();
    assertThat(isRunInside(task)).isFalse();
    given(task);
    assertThat(isRunInside(task)).isTrue();
  }

  @Test
  void theSameTaskTwiceInOneTurnIsOfTheTurn() {
    Object task = new Object();
    Step turn = turn();
    Tasks.submitted(task);
    Tasks.submitted(task);
    turn.leave();
    assertThat(isRunInside(task)).isTrue();
    assertThat(isRunInside(task)).isTrue();
    assertThat(isRunInside(task)).isFalse();
  }

  /** As a lambda that holds nothing is, which the JDK's HTTP client gives with each request. */
  @Test
  void oneObjectThatAllThreadsGiveCountsAsOftenAsItWasGiven() throws Exception {
    Object task = new Object();
    int threads = 8;
    int times = 20_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            pool.submit(
                () -> {
                  for (int j = 0; j < times; j++) {
                    given(task);
                    isRunInside(task);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(Tasks.isPending(task)).isFalse();
    assertThat(Tasks.size()).isZero();
    given(task);
    assertThat(isRunInside(task)).isTrue();
  }

  @Test
  void whatARefusedTaskWasGivenInIsForgotten() {
    Object task = new Object();
    given(task);
    Tasks.dropped(task);
    assertThat(isRunInside(task)).isFalse();
  }

  @Test
  void whatRunsOnceKeepsWhatItWasMadeIn() {
    Object task = new Object();
    Step first = turn();
    assertThat(Tasks.submittedOnce(task)).isSameAs(task);
    first.leave();
    Step second = turn();
    assertThat(Tasks.submittedOnce(task)).isNull();
    second.leave();
    Object state = Tasks.began(task);
    assertThat(Recorder.innermost()).isSameAs(first);
    Tasks.ended(state);
  }

  @Test
  void whatATaskDidNotLeaveIsGoneWithIt() {
    Object task = new Object();
    given(task);
    Object state = Tasks.began(task);
    Step never = turn();
    Tasks.ended(state);
    assertThat(Frame.current()).isNull();

    Tasks.began(task);
    turn();
    Tasks.idle();
    assertThat(Frame.current()).isNull();

    // And it does not bring back what was around it.
    Step other = turn();
    never.leave();
    assertThat(Recorder.innermost()).isSameAs(other);
    other.leave();
  }

  @Test
  void whoHelpsIsNotAroundWhatHeHelpsWith() {
    Step turn = turn();
    Object state = Tasks.beganApart(new Object());
    assertThat(Frame.current()).isNull();
    Tasks.ended(state);
    assertThat(Recorder.innermost()).isSameAs(turn);
    turn.leave();
  }

  @Test
  void noCallGoesWithATask() {
    Object alone = new Object();
    Tap call = Recorder.begin(CallStart.http("client", new Object(), "POST", CHAT), null);
    assertThat(Tasks.submitted(alone)).isNull();
    call.leave();

    Object inTurn = new Object();
    Step turn = turn();
    Tap inside = Recorder.begin(CallStart.http("client", new Object(), "POST", CHAT), null);
    Tasks.submitted(inTurn);
    inside.leave();
    turn.leave();
    Object state = Tasks.began(inTurn);
    assertThat(Recorder.innermost()).isSameAs(turn);
    assertThat(Recorder.current("client")).isNull();
    Tasks.ended(state);
  }

  @Test
  void whatAnObjectLeadsToIsNearerThanWhatCameWithTheTask() {
    Object task = new Object();
    Object carrier = new Object();
    given(task);
    Step other = turn();
    other.handOff(carrier);
    other.leave();
    Object state = Tasks.began(task);
    Step child = Recorder.step(StepStart.of("framework", Kind.TOOL, new Object()), carrier);
    assertThat(((StepTap) child).outer()).isSameAs(other);
    child.leave();
    Tasks.ended(state);
  }

  @Test
  void aScopeThatWasLeftEnclosesNothing() {
    Object task = new Object();
    Scope scope = Recorder.scope("servlet", (told, subject) -> {});
    Tasks.submitted(task);
    scope.leave();
    Object state = Tasks.began(task);
    assertThat(Recorder.enclosingScope("servlet")).isNull();
    Tasks.ended(state);
  }

  @Test
  void aThreadIsInWhatItWasStartedIn() throws InterruptedException {
    boolean[] inside = new boolean[2];
    Step turn = turn();
    Thread thread = new Thread(() -> inside[0] = Tasks.isInside());
    Tasks.starts(thread);
    turn.leave();
    Thread other = new Thread(() -> inside[1] = Tasks.isInside());
    Tasks.starts(other);
    thread.start();
    other.start();
    thread.join();
    other.join();
    assertThat(inside).containsExactly(true, false);
  }
}
