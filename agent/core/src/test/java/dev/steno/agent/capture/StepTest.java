package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.wire.Ending.How;
import dev.steno.agent.wire.Recognition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What steps begin in, what begins in them, and how they end. */
class StepTest {
  private static final String CHAT = "http://api.openai.com/v1/chat/completions";

  private final Outbox<Item> outbox = new Outbox<>(1 << 16);
  private final OpenCalls open = new OpenCalls(1 << 24, 3_600_000_000_000L);
  private final Health health = new Health();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void install() {
    Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false);
    Recognition recognition = new Recognition(List.of(), List.of());
    new Recorder(outbox, open, health, log, Clock.systemUTC(), recognition, () -> {}).install();
  }

  private static Step step(Kind kind) {
    return Recorder.step(StepStart.of("framework", kind, new Object()), null);
  }

  private static Tap call() {
    return Recorder.begin(CallStart.http("client", new Object(), "POST", URI.create(CHAT)), null);
  }

  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (Item item = outbox.poll(); item != null; item = outbox.poll()) {
      items.add(item);
    }
    return items;
  }

  private static <T extends Item> List<T> only(List<Item> items, Class<T> type) {
    return items.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static Item.StepEnd end(List<Item> items) {
    return only(items, Item.StepEnd.class).get(0);
  }

  @Test
  void stepsAndCallsBelongToTheStepThatTheyBeganIn() {
    Step turn = step(Kind.AGENT);
    Step model = step(Kind.MODEL);
    call().leave();
    model.leave();
    turn.leave();
    assertThat(Recorder.innermost()).isNull();

    List<Item> items = items();
    List<Item.StepBegin> steps = only(items, Item.StepBegin.class);
    assertThat(steps.get(0).parentId()).isNull();
    assertThat(steps.get(1).parentId()).isEqualTo(steps.get(0).id());
    assertThat(only(items, Item.Begin.class).get(0).exchange().parentId())
        .isEqualTo(steps.get(1).id());
  }

  @Test
  void aThreadKnowsWhatItIsInsideOf() {
    Step turn = step(Kind.AGENT);
    Step model = step(Kind.MODEL);
    assertThat(Recorder.innermost()).isSameAs(model);
    Tap call = call();
    assertThat(Recorder.innermost()).isNull();
    assertThat(Recorder.enclosing(Kind.AGENT)).isSameAs(turn);
    assertThat(Recorder.enclosing(Kind.TOOL)).isNull();
    call.leave();
    model.leave();
    turn.leave();
  }

  @Test
  void theSameStepDoesNotBeginTwice() {
    Object request = new Object();
    Step model = Recorder.step(StepStart.of("framework", Kind.MODEL, request), null);
    assertThat(Recorder.step(StepStart.of("framework", Kind.MODEL, request), null)).isNull();
    model.leave();
  }

  @Test
  void whatWasHandedOffGoesOnInsideOnAnotherThread() throws InterruptedException {
    Step turn = step(Kind.AGENT);
    Object carrier = new Object();
    turn.handOff(carrier);
    turn.leave();
    Thread other =
        new Thread(
            () -> {
              Runnable leave = Recorder.inside(carrier);
              assertThat(Recorder.innermost()).isSameAs(turn);
              step(Kind.TOOL).leave();
              leave.run();
              assertThat(Recorder.innermost()).isNull();
              Recorder.step(StepStart.of("framework", Kind.TOOL, new Object()), carrier).leave();
              assertThat(Recorder.inside(new Object())).isNull();
            });
    other.start();
    other.join();
    List<Item.StepBegin> steps = only(items(), Item.StepBegin.class);
    assertThat(steps).hasSize(3);
    assertThat(steps.get(1).parentId()).isEqualTo(steps.get(0).id());
    assertThat(steps.get(2).parentId()).isEqualTo(steps.get(0).id());
  }

  @Test
  void aModelIsBareUntilSomethingIsRecordedInIt() {
    Step outer = step(Kind.MODEL);
    Step inner = step(Kind.MODEL);
    assertThat(outer.isBare()).isFalse();
    assertThat(inner.isBare()).isTrue();
    call().leave();
    assertThat(inner.isBare()).isFalse();
    inner.leave();
    outer.leave();
  }

  @Test
  void aToolsModelIsNotTheModelsThatTheToolIsIn() {
    Step model = step(Kind.MODEL);
    Step tool = step(Kind.TOOL);
    call().leave();
    tool.leave();
    model.leave();
    assertThat(model.isBare()).isTrue();
  }

  @Test
  void whatBeginsInAClosedTurnIsNoPartOfIt() {
    Step turn = step(Kind.AGENT);
    turn.closed();
    assertThat(Recorder.enclosing(Kind.AGENT)).isNull();
    Step next = step(Kind.AGENT);
    call().leave();
    next.leave();
    call().leave();
    turn.leave();
    turn.end();
    List<Item> items = items();
    assertThat(only(items, Item.StepBegin.class)).allMatch(begin -> begin.parentId() == null);
    List<Item.Begin> calls = only(items, Item.Begin.class);
    assertThat(calls.get(0).exchange().parentId()).isNotNull();
    assertThat(calls.get(1).exchange().parentId()).isNull();
  }

  @Test
  void whatBeginsInAStepThatEndedBelongsToWhatWasAroundIt() {
    Step turn = step(Kind.AGENT);
    Step model = step(Kind.MODEL);
    model.end();
    call().leave();
    model.leave();
    turn.leave();
    List<Item> items = items();
    assertThat(only(items, Item.Begin.class).get(0).exchange().parentId())
        .isEqualTo(only(items, Item.StepBegin.class).get(0).id());
  }

  @Test
  void aStepThatEndedHoldsNothingOfTheApplication() throws InterruptedException {
    WeakReference<Object> key = handedOffByItsKey();
    for (int i = 0; i < 200 && key.get() != null; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(key.get()).isNull();
  }

  private static WeakReference<Object> handedOffByItsKey() {
    Object key = new Object();
    Step step = Recorder.step(StepStart.of("framework", Kind.RETRIEVAL, key), null);
    step.handOff(key);
    step.leave();
    step.end();
    return new WeakReference<>(key);
  }

  @Test
  void aStepIsBusyWhileOneInItIsOpen() {
    Step turn = step(Kind.AGENT);
    assertThat(turn.isBusy()).isFalse();
    Step model = step(Kind.MODEL);
    model.leave();
    assertThat(turn.isBusy()).isTrue();
    model.end();
    assertThat(turn.isBusy()).isFalse();
    turn.leave();
  }

  @Test
  void aTurnKnowsHowOftenItsModelWasAsked() {
    Step turn = step(Kind.AGENT);
    Step model = step(Kind.MODEL);
    Step below = step(Kind.MODEL);
    assertThat(turn.modelsBegun()).isEqualTo(2);
    below.leave();
    below.end();
    model.leave();
    model.end();
    assertThat(turn.isBusy()).isFalse();
    assertThat(turn.modelsBegun()).isEqualTo(2);
    turn.leave();
  }

  @Test
  void whatATurnsToolAsksIsTheTools() {
    Step turn = step(Kind.AGENT);
    Step tool = step(Kind.TOOL);
    Step model = step(Kind.MODEL);
    assertThat(tool.modelsBegun()).isEqualTo(1);
    assertThat(turn.modelsBegun()).isZero();
    model.leave();
    tool.leave();
    turn.leave();
  }

  @Test
  void onlyTheFirstEndCounts() {
    Step tool = step(Kind.TOOL);
    tool.leave();
    tool.failed(new ExecutionException(new IOException("gone")));
    tool.end();
    tool.tell(Fact.RESULT, "too late");
    List<Item> items = items();
    assertThat(only(items, Item.StepFact.class)).isEmpty();
    assertThat(only(items, Item.StepEnd.class)).hasSize(1);
    assertThat(end(items).ending().how()).isEqualTo(How.FAILED);
    assertThat(end(items).ending().errorType()).isEqualTo("java.io.IOException");
    assertThat(open.size()).isZero();
  }

  @Test
  void aTurnThatStreamsIsCancelledWithItsModel() {
    Step turn = step(Kind.AGENT);
    turn.holdBy(this);
    Step model = step(Kind.MODEL);
    model.leave();
    turn.leave();
    model.chunk();
    model.cancelled();
    List<Item.StepEnd> ends = only(items(), Item.StepEnd.class);
    assertThat(ends).hasSize(2);
    assertThat(ends).allMatch(end -> end.ending().how() == How.CLOSED);
    assertThat(ends.get(0).ending().timeToFirstChunkNanos()).isPositive();
  }

  @Test
  void whatComesAfterAModelsEndIsNothingToItsTurn() {
    Step turn = step(Kind.AGENT);
    turn.holdBy(this);
    Step model = step(Kind.MODEL);
    model.leave();
    turn.leave();
    model.end();
    model.cancelled();
    ((Open) model).abandon(); // its handle was collected
    turn.end();
    List<Item.StepEnd> ends = only(items(), Item.StepEnd.class);
    assertThat(ends).hasSize(2);
    assertThat(ends).allMatch(end -> end.ending().how() == How.END_OF_BODY);
  }

  @Test
  void aTurnThatDoesNotStreamGoesOnWithoutItsModel() {
    Step turn = step(Kind.AGENT);
    Step model = step(Kind.MODEL);
    model.leave();
    model.cancelled();
    turn.leave();
    assertThat(only(items(), Item.StepEnd.class)).hasSize(1);
  }

  @Test
  void whatAnAbandonedAnswerWasForIsAbandoned() {
    Step turn = step(Kind.AGENT);
    turn.holdBy(this);
    Step model = step(Kind.MODEL);
    Tap call = call();
    call.response(this, 200, "text/event-stream", null, null);
    call.leave();
    model.leave();
    turn.leave();
    open.close();
    List<Item.StepEnd> ends = only(items(), Item.StepEnd.class);
    assertThat(ends).hasSize(2);
    assertThat(ends).allMatch(end -> end.ending().how() == How.ABANDONED);
    assertThat(open.size()).isZero();
  }

  @Test
  void callsAreCountedOnceWhateverTheyBecome() {
    Step turn = step(Kind.AGENT);
    step(Kind.TOOL).leave();
    step(Kind.AGENT).leave();
    Step bare = step(Kind.MODEL);
    bare.leave();
    bare.end();
    Step model = step(Kind.MODEL);
    call().leave();
    model.leave();
    model.end();
    turn.leave();
    assertThat(health.summary()).startsWith("captured=4 ");
  }

  @Test
  void whatDoesNotFitIsCountedAndLeftAlone() {
    Step turn = step(Kind.AGENT);
    List<Step> tools = new ArrayList<>();
    for (Step tool = step(Kind.TOOL); tool != null; tool = step(Kind.TOOL)) {
      tool.leave();
      tools.add(tool);
    }
    turn.leave();
    assertThat(tools).isNotEmpty();
    assertThat(health.summary())
        .startsWith("captured=" + (tools.size() + 1) + " dropped.outbox_full=1 ");
  }

  @Test
  void aTurnThatDoesNotFitTakesWithItWhatIsInside() {
    Step full = step(Kind.TOOL);
    full.tell(Fact.RESULT, "x".repeat(32_000));
    List<Step> steps = new ArrayList<>();
    for (Step tool = step(Kind.TOOL); tool != null; tool = step(Kind.TOOL)) {
      tool.leave();
      steps.add(tool);
    }
    full.leave();
    Step turn = step(Kind.AGENT);
    items();
    step(Kind.TOOL).leave();
    call().leave();
    Step model = step(Kind.MODEL);
    model.leave();
    model.end();
    turn.end();
    turn.leave();
    assertThat(items()).isEmpty();
    assertThat(health.summary())
        .startsWith("captured=" + (steps.size() + 4) + " dropped.outbox_full=3 ");
    assertThat(Recorder.innermost()).isNull();
  }

  @Test
  void aTurnThatDoesNotFitIsOneWhenNothingIsInside() {
    Step full = step(Kind.TOOL);
    full.tell(Fact.RESULT, "x".repeat(32_000));
    int tools = 1;
    for (Step tool = step(Kind.TOOL); tool != null; tool = step(Kind.TOOL)) {
      tool.leave();
      tools++;
    }
    full.leave();
    Step turn = step(Kind.AGENT);
    turn.leave();
    turn.tell(Fact.INPUT, "hello");
    turn.end();
    turn.end();
    assertThat(health.summary()).startsWith("captured=" + (tools + 2) + " dropped.outbox_full=2 ");
  }

  @Test
  void aFactIsCopiedAndBounded() {
    Step tool = step(Kind.TOOL);
    List<Object> list = new ArrayList<>(List.of(1, true, "text"));
    tool.tell(Fact.RESULT, Map.of("list", list));
    list.clear();
    tool.tell(Fact.ARGUMENTS, "x".repeat(3 << 20));
    tool.tell(Fact.NAME, null);
    tool.leave();
    tool.end();
    List<Item> items = items();
    assertThat(only(items, Item.StepFact.class).get(0).value())
        .isEqualTo(Map.of("list", List.of(1, true, "text")));
    assertThat(only(items, Item.StepFact.class)).hasSize(1);
    assertThat(end(items).cut()).isTrue();
  }

  @Test
  void whatIsNoJsonIsSaidAndLeftOut() {
    Step tool = step(Kind.TOOL);
    tool.tell(Fact.RESULT, new StringBuilder("text"));
    tool.tell(Fact.RESULT, this);
    tool.leave();
    tool.end();
    assertThat(only(items(), Item.StepFact.class)).hasSize(1);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("without all its facts");
  }

  @Test
  void stenosOwnThreadsDoNothingThatCounts() throws InterruptedException {
    Thread own = new Thread(() -> assertThat(step(Kind.TOOL)).isNull(), "steno-test");
    own.start();
    own.join();
    assertThat(items()).isEmpty();
  }
}
