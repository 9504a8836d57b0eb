package dev.steno.instrumentation.langchain4j0;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of a model's method. */
final class ModelCall {
  private final Step step;
  private final Object model;
  private final @Nullable Object[] arguments;

  private ModelCall(Step step, Object model, @Nullable Object[] arguments) {
    this.step = step;
    this.model = model;
    this.arguments = arguments;
  }

  /** Begins it; null when it is recorded already, or not to be. */
  static @Nullable ModelCall begin(@Nullable Object model, @Nullable Object[] arguments) {
    Object key = arguments[0];
    if (model == null || key == null) {
      return null;
    }
    Step step = Recorder.step(start(key), null);
    return step == null ? null : new ModelCall(step, model, arguments);
  }

  static StepStart start(Object key) {
    return StepStart.of(LangChain4j0.NAME, Kind.MODEL, key);
  }

  /** Leaves the method, and ends the call with it. */
  static void over(
      @Nullable Object state,
      @Nullable Object returned,
      @Nullable Throwable thrown,
      BareFacts facts) {
    if (!(state instanceof ModelCall call)) {
      return;
    }
    call.step.leave();
    try {
      if (call.step.isBare()) {
        call.tell(facts, returned);
      }
    } finally {
      if (thrown == null) {
        call.step.end();
      } else {
        call.step.failed(thrown);
      }
    }
  }

  private void tell(BareFacts facts, @Nullable Object returned) {
    step.tell(Fact.ENDPOINT, facts.endpoint());
    step.tell(Fact.PROVIDER, Providers.of(model));
    step.tell(Fact.REQUEST, facts.request(arguments));
    if (returned != null) {
      step.tell(Fact.RESPONSE, facts.response(returned));
    }
  }

  /** Reads a call that nothing was sent for, in the shapes of OpenAI's API. */
  interface BareFacts {
    String endpoint();

    Map<String, Object> request(@Nullable Object[] arguments);

    Map<String, Object> response(Object returned);
  }
}
