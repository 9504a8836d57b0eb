package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.steno.agent.capture.Handoff;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The run of a tool, whose step has the model's request for it as its key. */
final class ToolsCall {
  /**
   * What leads from a request to its turn on another thread. Not the request itself, which stays in
   * the chat memory.
   */
  private static final Handoff<Object> CARRIERS = new Handoff<>();

  /** What tools threw, until it is told with the text that the library made of it. */
  private static final Handoff<Throwable> THROWN = new Handoff<>();

  private final Step step;
  private final boolean isRead;

  /**
   * @param isRead whether the library will make a text of the tool's result anyway
   */
  private ToolsCall(Step step, boolean isRead) {
    this.step = step;
    this.isRead = isRead;
  }

  /** Lets the tool be run inside of this turn, wherever that is. */
  static void handOff(ToolExecutionRequest request) {
    Step around = Recorder.innermost();
    if (around != null) {
      Object carrier = new Object();
      around.handOff(carrier);
      CARRIERS.put(request, carrier);
    }
  }

  /** Null when this thread is in that run already. */
  static @Nullable ToolsCall begin(@Nullable Object of, boolean isRead) {
    if (!(of instanceof ToolExecutionRequest request)) {
      return null;
    }
    Object carrier = CARRIERS.take(request);
    Step step = Recorder.step(StepStart.of(AiServices.NAME, Kind.TOOL, request), carrier);
    if (step == null) {
      return null;
    }
    step.tell(Fact.NAME, request.name());
    step.tell(Fact.CALL_ID, blankless(request.id()));
    step.tell(Fact.ARGUMENTS, blankless(request.arguments()));
    return new ToolsCall(step, isRead);
  }

  private static @Nullable String blankless(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  /** The same of a tool that a server runs; null when this thread is in that run already. */
  static @Nullable ToolsCall beginMcp(@Nullable Object of) {
    Step around = Recorder.innermost();
    boolean known = around != null && isSame(around.key(), of);
    ToolsCall call = known ? null : begin(of, true);
    Step step = call == null ? (known ? around : null) : call.step;
    if (step != null) {
      step.tell(Fact.TYPE, "mcp");
    }
    return call;
  }

  /** The library's client of a server asks for a tool by the server's name for it. */
  private static boolean isSame(@Nullable Object key, @Nullable Object request) {
    return key instanceof ToolExecutionRequest known
        && request instanceof ToolExecutionRequest other
        && Objects.equals(known.id(), other.id())
        && Objects.equals(known.arguments(), other.arguments());
  }

  /** What the tool's own method threw, or null when it did not. */
  static void threw(@Nullable Throwable thrown) {
    Step step = Recorder.innermost();
    if (step == null || !(step.key() instanceof ToolExecutionRequest request)) {
      return;
    }
    if (thrown == null) {
      THROWN.take(request);
    } else {
      THROWN.put(request, own(thrown));
    }
  }

  /** The run is over. */
  static void end(@Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    if (state instanceof ToolsCall call) {
      Object request = call.step.key();
      Throwable failure = request == null ? null : THROWN.take(request);
      call.step.leave();
      call.over(returned, thrown != null ? own(thrown) : failure);
    }
  }

  private void over(@Nullable Object returned, @Nullable Throwable failure) {
    Throwable told = failure;
    if (returned instanceof String text) {
      step.tell(Fact.RESULT, text);
    } else if (returned != null) {
      step.tell(Fact.RESULT, Recorder.guarded(() -> ToolsResult.text(returned, isRead)));
      if (told == null) {
        told = Recorder.guarded(() -> ToolsResult.error(returned, isRead));
      }
    }
    if (told == null) {
      step.end();
    } else {
      step.failed(told);
    }
  }

  /** What the tool threw, without what the library wraps around it. */
  private static Throwable own(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean isWrapper =
        thrown instanceof InvocationTargetException
            || thrown.getClass().getName().startsWith("dev.langchain4j.exception.Tool");
    return isWrapper && cause != null ? cause : thrown;
  }
}
