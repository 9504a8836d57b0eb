package dev.steno.instrumentation.langchain4j0;

import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.output.Response;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Unseen;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** The calls of chat models that stream their answers to a handler, the last argument. */
final class Streaming implements Interceptor {
  @SuppressWarnings("rawtypes")
  private static final Unseen<StreamingResponseHandler> TAPPED =
      Unseen.of(MethodHandles.lookup(), StreamingResponseHandler.class, TappedHandler.class);

  /**
   * A call while the thread is in its method.
   *
   * @param out leaves the turn that the call is the start of, if it is one's
   */
  private record Begun(StreamedCall call, @Nullable Runnable out) {}

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    Object messages = arguments[0];
    int last = arguments.length - 1;
    Step around = Recorder.innermost();
    if (self == null
        || messages == null
        || !(arguments[last] instanceof StreamingResponseHandler<?> handler)
        || (around != null && around.key() == messages)) {
      return null;
    }
    StreamedCall call = new StreamedCall(self, arguments.clone());
    StreamingResponseHandler<?> tapped = TAPPED.make(handler, call);
    Runnable out = TokenStreams.inside(messages, tapped);
    Recorder.handOff(tapped); // to what encloses the call, not to the call
    TokenStreams.hold(handler, tapped);
    Step step = Recorder.step(ModelCall.start(messages), null);
    if (step == null) {
      if (out != null) {
        out.run();
      }
      return null;
    }
    step.holdBy(tapped);
    call.begun(step);
    arguments[last] = tapped;
    return new Begun(call, out);
  }

  @Override
  public @Nullable Object exit(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    if (state instanceof Begun begun) {
      begun.call.left(thrown);
      if (begun.out != null) {
        Step turn = thrown == null ? null : Turn.innermost();
        begun.out.run();
        if (turn != null && thrown != null) {
          turn.failed(thrown); // a stream that did not start
        }
      }
    }
    return returned;
  }

  /** The application's handler, told what was recorded first; a hidden class. */
  static final class TappedHandler<T> implements StreamingResponseHandler<T> {
    private final StreamingResponseHandler<T> handler;
    private final StreamedCall call;

    TappedHandler(StreamingResponseHandler<T> handler, StreamedCall call) {
      this.handler = handler;
      this.call = call;
    }

    @Override
    public void onNext(String token) {
      Runnable out = call.next(this, token);
      try {
        handler.onNext(token);
      } finally {
        StreamedCall.out(out);
      }
    }

    @Override
    public void onComplete(Response<T> response) {
      Runnable out = call.completed(this, response);
      try {
        handler.onComplete(response);
      } finally {
        StreamedCall.out(out);
        // The turn is held by this until its next call, or its end.
        Reference.reachabilityFence(this);
      }
    }

    @Override
    public void onError(Throwable error) {
      Runnable out = call.failed(this, error);
      try {
        handler.onError(error);
      } finally {
        StreamedCall.out(out);
        Reference.reachabilityFence(this);
      }
    }
  }
}
