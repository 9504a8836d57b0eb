package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.TokenStream;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A turn whose answer is streamed: its method returns a stream, which the application starts, and
 * the model's callbacks end it. The models' instrumentation runs these inside of the turn.
 */
final class AiServicesStream {
  private AiServicesStream() {}

  /** The answer is complete: what the application does with it is no part of the turn. */
  static void answered() {
    Step turn = turn();
    if (turn != null) {
      turn.closed();
    }
  }

  /** The stream becomes something else that the application gets: a Flux, a future. */
  static final class Adapted implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      AiServicesTurn turn = AiServicesTurn.of(Recorder.innermost());
      if (turn != null && arguments[0] instanceof TokenStream stream) {
        turn.streams(stream);
      }
      return null;
    }
  }

  private record Start(Step turn, Runnable out) {}

  /** The application starts it, on whatever thread. */
  static final class Started implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Runnable out = self == null ? null : Recorder.inside(self);
      if (out == null) {
        return null;
      }
      Step turn = Recorder.innermost();
      if (turn == null) {
        return out;
      }
      // Nobody needs the stream any longer. The model's call tells when its answer is given up.
      Object key = turn.key();
      if (key != null) {
        turn.holdBy(key);
      }
      return new Start(turn, out);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Start start) {
        start.out().run();
        if (thrown != null) {
          start.turn().failed(thrown);
        }
      } else if (state instanceof Runnable out) {
        out.run();
      }
      return returned;
    }
  }

  /**
   * @param last whether the model wants no tools run
   * @param modelsBegun in the turn, before what follows from this answer
   */
  private record Completion(Step turn, boolean last, int modelsBegun) {
    /**
     * Whether the model is not asked again. That it is not being asked now does not tell: what was
     * asked since may be answered already, by another thread, and the next question is to come.
     */
    boolean isFinal() {
      return last || (turn.modelsBegun() == modelsBegun && !turn.isBusy());
    }
  }

  /** One answer of the model is complete: the last, or one that wants tools run. */
  static final class Completed implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Step turn = turn();
      if (turn == null || !(arguments[0] instanceof ChatResponse response)) {
        return null;
      }
      boolean last = !response.aiMessage().hasToolExecutionRequests();
      if (last && !AiServicesVersion.TELLS_COMPLETION) {
        turn.closed();
      }
      return new Completion(turn, last, turn.modelsBegun());
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Completion completion) {
        if (thrown != null) {
          completion.turn().failed(thrown);
        } else if (completion.isFinal()) {
          completion.turn().end();
        }
      }
      return returned;
    }
  }

  /** The model's answer failed, and the application is told. */
  static final class Failed implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Step turn = turn();
      if (turn != null && arguments[0] instanceof Throwable failure) {
        turn.failed(failure);
      }
      return null;
    }
  }

  private static @Nullable Step turn() {
    Step agent = Recorder.enclosing(Kind.AGENT);
    return AiServicesTurn.of(agent) == null ? null : agent;
  }
}
