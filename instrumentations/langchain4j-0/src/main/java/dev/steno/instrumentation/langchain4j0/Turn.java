package dev.steno.instrumentation.langchain4j0;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of an AI service's method, the key of its step: what its hooks tell each other. */
final class Turn {
  /** Whether it goes on when the method returned, as a stream. */
  volatile boolean streams;

  /** Whether its conversation is known. */
  volatile boolean inConversation;

  /** The step of the turn that this thread is directly in, or null. */
  static @Nullable Step innermost() {
    return ofTurn(Recorder.innermost());
  }

  /** The step of the turn that this thread is in, or null. */
  static @Nullable Step enclosing() {
    return ofTurn(Recorder.enclosing(Kind.AGENT));
  }

  private static @Nullable Step ofTurn(@Nullable Step step) {
    return step != null && step.key() instanceof Turn ? step : null;
  }

  static Turn of(Step step) {
    return (Turn) Objects.requireNonNull(step.key());
  }
}
