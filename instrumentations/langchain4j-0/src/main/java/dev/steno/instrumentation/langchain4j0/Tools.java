package dev.steno.instrumentation.langchain4j0;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.steno.agent.capture.Handoff;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an AI service runs for its model. */
final class Tools {
  /** What tools threw: their executor makes a text of it, for the model. */
  private static final Handoff<Throwable> THROWN = new Handoff<>();

  private Tools() {}

  /** A tool is executed. */
  static final class Execute implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (!(arguments[0] instanceof ToolExecutionRequest request)) {
        return null;
      }
      Step step = Recorder.step(StepStart.of(LangChain4j0.NAME, Kind.TOOL, request), null);
      if (step != null) {
        step.tell(Fact.NAME, request.name());
        step.tell(Fact.CALL_ID, request.id());
        step.tell(Fact.ARGUMENTS, request.arguments());
      }
      return step;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (!(state instanceof Step step)) {
        return returned;
      }
      step.leave();
      Throwable made = THROWN.take(Objects.requireNonNull(step.key()));
      step.tell(Fact.RESULT, returned);
      if (thrown != null) {
        step.failed(thrown);
      } else if (made != null) {
        step.failed(made);
      } else {
        step.end();
      }
      return returned;
    }
  }

  /** The method that is the tool runs; once more, if it was not accessible at first. */
  static final class Run implements Interceptor {
    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      Step step = Recorder.innermost();
      if (step == null
          || !(Objects.requireNonNull(step.key()) instanceof ToolExecutionRequest request)) {
        return returned;
      }
      if (thrown == null) {
        THROWN.take(request);
      } else {
        Throwable cause = thrown instanceof InvocationTargetException ? thrown.getCause() : null;
        THROWN.put(request, cause == null ? thrown : cause);
      }
      return returned;
    }
  }
}
