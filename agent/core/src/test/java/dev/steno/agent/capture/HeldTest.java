package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Event;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import dev.steno.agent.wire.Ending.How;
import dev.steno.agent.wire.Recognition;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the application opens, and leaves when and where it likes, or forgets. */
class HeldTest {
  private final Outbox<Item> outbox = new Outbox<>(1 << 20);
  private final OpenCalls open = new OpenCalls(1 << 24, 3_600_000_000_000L);
  private final Health health = new Health();

  @BeforeEach
  void install() {
    Log log = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
    Recognition recognition = new Recognition(List.of(), List.of());
    new Recorder(outbox, open, health, log, Clock.systemUTC(), recognition, () -> {}).install();
  }

  private static Scope user(String id, Object holder) {
    Scope scope = Recorder.heldScope("api", holder);
    scope.tell(Source.API, Fact.USER_ID, id);
    return scope;
  }

  private static Step turn() {
    Recorder.leaveForgotten();
    Step step = Recorder.step(StepStart.of("api", Kind.AGENT, new Object()), null);
    step.leave();
    return step;
  }

  private Item.Happened seen() {
    Recorder.happened(Event.Kind.EVENT, "seen", Map.of(), null);
    Item.Happened last = null;
    for (Item item = outbox.poll(); item != null; item = outbox.poll()) {
      last = item instanceof Item.Happened happened ? happened : last;
    }
    return last;
  }

  private String user() {
    return seen().facts().text(Source.API, Fact.USER_ID);
  }

  private static void elsewhere(Runnable task) throws InterruptedException {
    Thread thread = new Thread(task);
    thread.start();
    thread.join();
  }

  private static void collect() throws InterruptedException {
    Object marker = new Object();
    WeakReference<Object> gone = new WeakReference<>(marker);
    marker = null;
    for (int i = 0; i < 200 && gone.get() != null; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void scopesAreLeftInAnyOrder() {
    Object holder = new Object();
    Scope one = user("one", holder);
    Scope two = user("two", holder);
    one.leave();
    assertThat(user()).isEqualTo("two");
    two.leave();
    two.leave();
    assertThat(user()).isNull();
    assertThat(Frame.current()).isNull();
  }

  @Test
  void anotherThreadLeavesAScope() throws InterruptedException {
    Object holder = new Object();
    Scope scope = user("one", holder);
    elsewhere(scope::leave);
    assertThat(user()).isNull();
  }

  @Test
  void aScopeThatIsForgottenIsLeft() throws InterruptedException {
    user("forgotten", new Object());
    collect();
    assertThat(user()).isNull();
  }

  @Test
  void whatAMethodBeganInIsLeftWithIt() {
    Object holder = new Object();
    Scope request = Recorder.scope("servlet", (scope, subject) -> {});
    Scope inside = user("inside", holder);
    assertThat(user()).isEqualTo("inside");
    request.leave();
    assertThat(user()).isNull();
    inside.leave();
    assertThat(Frame.current()).isNull();
  }

  @Test
  void aStepIsLeftWhenItEndsAnywhere() throws InterruptedException {
    Object holder = new Object();
    Step outer = turn();
    Recorder.held(outer, holder);
    Step inner = turn();
    Recorder.held(inner, holder);
    assertThat(seen().parentId()).isEqualTo(inner.id());
    elsewhere(outer::end);
    assertThat(seen().parentId()).isEqualTo(inner.id());
    inner.end();
    assertThat(seen().parentId()).isNull();
    assertThat(Recorder.held(inner, holder)).isNull();
  }

  @Test
  void anotherThreadGoesIntoAStep() throws InterruptedException {
    Object holder = new Object();
    Step step = turn();
    List<String> parents = new ArrayList<>();
    elsewhere(
        () -> {
          parents.add(seen().parentId());
          Runnable leave = Recorder.held(step, holder);
          parents.add(seen().parentId());
          leave.run();
          parents.add(seen().parentId());
        });
    assertThat(parents).containsExactly(null, step.id(), null);
  }

  @Test
  void aStepWhoseOwnerIsCollectedIsAbandoned() throws InterruptedException {
    Step step = turn();
    step.endedBy(new Object());
    Object owner = new Object();
    Step kept = turn();
    kept.endedBy(owner);
    collect();
    open.sweepCollected();
    assertThat(open.ids()).containsExactly(kept.id());
    Reference.reachabilityFence(owner);
  }

  @Test
  void aModelThatIsCancelledInsideDoesNotEndIt() {
    Object owner = new Object();
    Step step = turn();
    step.endedBy(owner);
    Recorder.held(step, owner);
    Step model = Recorder.step(StepStart.of("framework", Kind.MODEL, new Object()), null);
    model.leave();
    model.cancelled();
    assertThat(open.ids()).containsExactly(step.id());
    step.end();
  }

  @Test
  void nothingBeginsInTooManyThatWereLeftOpen() {
    Object holder = new Object();
    for (int i = 0; i < 40; i++) {
      Recorder.held(turn(), holder);
    }
    List<Item.StepBegin> begun = new ArrayList<>();
    for (Item item = outbox.poll(); item != null; item = outbox.poll()) {
      if (item instanceof Item.StepBegin begin) {
        begun.add(begin);
      }
    }
    assertThat(begun.get(31).parentId()).isNotNull();
    assertThat(begun.get(32).parentId()).isNull();
    assertThat(begun.get(33).parentId()).isEqualTo(begun.get(32).id());
    open.close();
    assertThat(Frame.current()).isNull();
  }

  @Test
  void aMethodThatIsLeftTwiceOrLateTakesNothingWithIt() {
    Object holder = new Object();
    Scope first = Recorder.scope("servlet", (scope, subject) -> {});
    Scope second = Recorder.scope("servlet", (scope, subject) -> {});
    first.leave();
    Scope user = user("u", holder);
    second.leave();
    first.leave();
    assertThat(user()).isEqualTo("u");
    user.leave();
  }

  @Test
  void noEndButABadOne() {
    Step step = turn();
    step.failed("unsuccessful", null);
    Item.StepEnd end = null;
    for (Item item = outbox.poll(); item != null; item = outbox.poll()) {
      end = item instanceof Item.StepEnd one ? one : end;
    }
    assertThat(end.ending().how()).isEqualTo(How.FAILED);
    assertThat(end.ending().errorType()).isEqualTo("unsuccessful");
  }

  @Test
  void nothingBeginsAfterTheStop() {
    Recorder.stop();
    assertThat(Recorder.heldScope("api", this)).isNull();
    assertThat(Recorder.step(StepStart.of("api", Kind.AGENT, this), null)).isNull();
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void anAttachmentThatDoesNotFitIsToldWithoutItsBytes() {
    Recorder.happened(Event.Kind.ATTACHMENT, "big", Map.of("size", 2), new byte[2 << 20]);
    Item.Happened told = (Item.Happened) outbox.poll();
    assertThat(told.content()).isNull();
    assertThat(told.fields()).containsEntry("size", 2);
    assertThat(health.counters().get("dropped")).isEqualTo(Map.of());
  }
}
