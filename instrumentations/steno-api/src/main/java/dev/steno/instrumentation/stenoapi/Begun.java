package dev.steno.instrumentation.stenoapi;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An interaction that the application began: held by its own object for it, which it has not. */
final class Begun {
  private final Step step;
  private final @Nullable Runnable leave;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger properties = new AtomicInteger();

  private Begun(Step step, @Nullable Runnable leave) {
    this.step = step;
    this.leave = leave;
  }

  /** The application's object holds what this returns, and nothing in here holds that object. */
  static @Nullable Begun begin(Object holder, Given given) {
    Recorder.leaveForgotten();
    Step step = Recorder.step(StepStart.of(StenoApi.NAME, Kind.AGENT, new Object()), null);
    if (step == null) {
      return null;
    }
    step.leave(); // no method's end ends it
    step.endedBy(holder);
    Begun begun = new Begun(step, Recorder.held(step, holder));
    step.tell(Fact.NAME, given.label(0, "agent_name"));
    step.tell(Fact.INPUT, given.text(1));
    return begun;
  }

  /** This thread goes into it as well. */
  static @Nullable Opened enter(Object holder, @Nullable Object interaction) {
    if (!(interaction instanceof Begun begun)) {
      return null;
    }
    Runnable left = begun.isOpen() ? Recorder.held(begun.step, holder) : null;
    return left == null ? null : new Opened(null, left);
  }

  private boolean isOpen() {
    if (ended.get()) {
      Given.misused("interaction_has_ended");
    }
    return !ended.get();
  }

  @Nullable Object call(String operation, Given given) {
    switch (operation) {
      case "interaction.id" -> {
        return step.id();
      }
      case "interaction.input" -> tell(Fact.INPUT, given.text(0));
      case "interaction.output" -> tell(Fact.OUTPUT, given.text(0));
      case "interaction.property" -> tell(given.scalar(0, 1));
      case "interaction.properties" -> tell(given.scalars(0));
      case "interaction.nothing" -> Given.misused("task_missing");
      case "interaction.end" -> end(given);
      case "interaction.fail" -> fail(given.at(0));
      default -> {}
    }
    return null;
  }

  private void tell(Fact fact, @Nullable String text) {
    if (text == null) {
      Given.misused("text_missing");
    } else if (isOpen()) {
      step.tell(fact, text);
    }
  }

  private void tell(Map<String, @Nullable Object> more) {
    if (more.isEmpty() || !isOpen()) {
      return;
    }
    if (properties.addAndGet(more.size()) > Given.MOST_PROPERTIES) {
      Given.misused("too_many_properties");
    } else {
      step.tell(Fact.PROPERTIES, more);
    }
  }

  private void end(Given given) {
    if (!mayEnd()) {
      return;
    }
    step.tell(Fact.OUTPUT, given.text(0));
    Duration latency = given.duration(2);
    step.tell(Fact.LATENCY, latency == null ? null : latency.toNanos());
    finish(step, !Boolean.FALSE.equals(given.at(1)));
    left();
  }

  static void finish(Step step, boolean success) {
    if (success) {
      step.end();
    } else {
      step.failed("unsuccessful", null);
    }
  }

  private void fail(@Nullable Object thrown) {
    if (!mayEnd()) {
      return;
    }
    if (thrown instanceof Throwable known) {
      step.failed(known);
    }
    step.failed("error", null); // when nothing was thrown, or what was does not say what it is
    left();
  }

  private boolean mayEnd() {
    boolean first = ended.compareAndSet(false, true);
    if (!first) {
      Given.misused("interaction_ended_twice");
    }
    return first;
  }

  private void left() {
    if (leave != null) {
      leave.run();
    }
  }
}
