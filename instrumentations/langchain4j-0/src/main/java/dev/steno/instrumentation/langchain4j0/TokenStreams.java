package dev.steno.instrumentation.langchain4j0;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.service.TokenStream;
import dev.steno.agent.capture.Handoff;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** The turns of AI services that go on, as a stream, when the service's method returned. */
final class TokenStreams {
  private static final String STREAM_HANDLER =
      "dev.langchain4j.service.AiServiceStreamingResponseHandler";

  /**
   * The turn that will go on when these messages are sent: in 0.31, what starts a stream is made
   * for that only, and cannot be known by an object before.
   */
  private static final Handoff<Step> STARTS = new Handoff<>();

  private TokenStreams() {}

  /** The turn goes on with that stream, or nobody will ever start it. */
  static void goOn(Step turn, Object stream) {
    Turn.of(turn).streams = true;
    turn.handOff(stream);
    turn.holdBy(stream);
  }

  /** These messages are what the turn will send, if that method's answers are streamed. */
  static void willSend(Step turn, Object messages, @Nullable Object method) {
    if (method instanceof Method of && of.getReturnType() == TokenStream.class) {
      STARTS.put(messages, turn);
    }
  }

  /**
   * This thread goes on with the turn that begins to send these messages, if there is one.
   *
   * @param carrier an object that is in use as long as the answer is streamed
   */
  static @Nullable Runnable inside(Object messages, Object carrier) {
    Step turn = STARTS.take(messages);
    if (turn == null) {
      return null;
    }
    turn.handOff(carrier);
    return Recorder.inside(carrier);
  }

  /** The turn lives with what its answer is streamed to: the stream itself is often let go. */
  static void hold(Object handler, Object tapped) {
    Step turn = handler.getClass().getName().equals(STREAM_HANDLER) ? Turn.innermost() : null;
    if (turn != null && Turn.of(turn).streams) {
      turn.holdBy(tapped);
    }
  }

  /** The application gets the stream as something else. */
  static final class Adapted implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Step turn = Turn.innermost();
      if (turn != null && arguments[0] != null) {
        goOn(turn, arguments[0]);
      }
      return null;
    }
  }

  /** The start of a stream, maybe on another thread than that of the service's method. */
  static final class Started implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self == null ? null : Recorder.inside(self);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Runnable out) {
        // Without its first request, there is nothing that would end the turn.
        Step turn = thrown == null ? null : Turn.innermost();
        out.run();
        if (turn != null && thrown != null) {
          turn.failed(thrown);
        }
      }
      return returned;
    }
  }

  /** An answer of the model is complete: the last one, or one that asked for tools. */
  static final class Completed implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Step turn = Turn.enclosing();
      if (turn == null || !Turn.of(turn).streams || !(arguments[0] instanceof Response<?> answer)) {
        return null;
      }
      boolean isLast =
          !(answer.content() instanceof AiMessage message) || !message.hasToolExecutionRequests();
      return new Completion(turn, answer, isLast);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Completion completion) {
        completion.over(thrown);
      }
      return returned;
    }
  }

  private record Completion(Step turn, Response<?> answer, boolean isLast) {
    /** Not whether the turn is busy: a moderation may still go on, which nothing waits for. */
    void over(@Nullable Throwable thrown) {
      if (thrown != null) {
        turn.failed(thrown);
      } else if (isLast) {
        turn.tell(
            Fact.OUTPUT, answer.content() instanceof AiMessage message ? message.text() : null);
        turn.end();
      }
    }
  }

  /** The model, or what was made of its answer, failed. */
  static final class Failed implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Step turn = Turn.enclosing();
      return turn != null && Turn.of(turn).streams && arguments[0] instanceof Throwable thrown
          ? new Failure(turn, thrown)
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Failure failure) {
        failure.turn().failed(failure.reason());
      }
      return returned;
    }
  }

  private record Failure(Step turn, Throwable reason) {}
}
