package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Unseen;
import java.lang.invoke.MethodHandles;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call of a streaming chat model, as the callbacks of its handler tell it. Nothing that it does
 * fails where a callback would notice.
 */
final class StreamedChat {
  private static final Unseen<StreamingChatResponseHandler> HANDLERS =
      Unseen.of(
          MethodHandles.lookup(), StreamingChatResponseHandler.class, StreamedChatHandler.class);

  private static final int MOST_KEPT = 1 << 20;

  private final ModelCall call;
  private final Object outside;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private @Nullable StreamingChatResponseHandler handler;

  private StreamedChat(ModelCall call, Object outside) {
    this.call = call;
    this.outside = outside;
  }

  /** Null when this thread is in that call already. */
  static @Nullable StreamedChat begin(
      StreamingChatModel model,
      ChatRequest request,
      StreamingChatResponseHandler original,
      ModelCall.Facts facts) {
    // What the handler does belongs to what the model is called in, and not to the model.
    Object outside = new Object();
    Recorder.handOff(outside);
    ModelCall call = ModelCall.begin(model, request, facts);
    if (call == null) {
      return null;
    }
    StreamedChat chat = new StreamedChat(call, outside);
    StreamingChatResponseHandler handler = Recorder.guarded(() -> HANDLERS.make(original, chat));
    chat.handler = handler == null ? original : handler;
    if (handler == null) {
      // Nobody will tell how it ends.
      call.step().end();
    } else {
      call.step().holdBy(handler);
    }
    return chat;
  }

  /** What the model is to call back. */
  @Nullable StreamingChatResponseHandler handler() {
    return handler;
  }

  /** The model's method is left. */
  void left(@Nullable Throwable thrown) {
    handler = null;
    call.step().leave();
    if (thrown != null) {
      call.overWith(this::soFar, thrown);
    }
  }

  /** The application gets this piece of the answer. */
  void text(@Nullable String piece) {
    quietly(() -> keep(piece, text));
  }

  /** The application gets this piece of what the model thinks. */
  void thinking(@Nullable String piece) {
    quietly(() -> keep(piece, thinking));
  }

  /** The application gets a piece of something else. */
  void chunk() {
    quietly(call.step()::chunk);
  }

  private void keep(@Nullable String piece, StringBuilder into) {
    call.step().chunk();
    if (piece != null && call.step().isBare()) {
      synchronized (this) {
        into.append(piece, 0, Math.min(piece.length(), MOST_KEPT - into.length()));
      }
    }
  }

  private synchronized @Nullable Object soFar() {
    return ModelChats.partial(text.toString(), thinking.toString());
  }

  /** The application gets the whole answer. */
  void complete(@Nullable Object response) {
    quietly(() -> call.over(response, null));
  }

  /** The application is told that it failed. */
  void failed(@Nullable Throwable thrown) {
    quietly(() -> call.overWith(this::soFar, thrown));
  }

  /** The application has cancelled it. */
  void cancelled() {
    quietly(() -> call.cancelled(this::soFar));
  }

  /**
   * This thread goes to where the model was called, until what this returns is run; null when that
   * was nowhere.
   */
  @Nullable Runnable outside() {
    return Recorder.guarded(() -> Recorder.inside(outside));
  }

  /** The same when the call is over: nothing belongs to it any longer. */
  @Nullable Runnable outsideAfter() {
    Runnable back = outside();
    if (back == null) {
      quietly(
          () -> {
            Step step = call.step();
            if (Recorder.innermost() == step) {
              step.leave();
            }
          });
    }
    return back;
  }

  /** This thread goes back. */
  static void back(@Nullable Runnable back) {
    if (back != null) {
      quietly(back);
    }
  }

  private static void quietly(Runnable work) {
    Supplier<@Nullable Object> supplier =
        () -> {
          work.run();
          return null;
        };
    Recorder.guarded(supplier);
  }
}
