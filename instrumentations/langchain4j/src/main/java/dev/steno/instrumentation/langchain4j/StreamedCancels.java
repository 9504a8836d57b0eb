package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Unseen;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Sees an application cancel a streamed answer: puts a handle of ours into the contexts that its
 * handler gets. Contexts are there from 1.8 on, so that nothing of this runs before.
 */
final class StreamedCancels {
  private final StreamedChat chat;

  /** The handle of the last context, and ours for it: an application may compare them. */
  private volatile @Nullable Handles last;

  StreamedCancels(StreamedChat chat) {
    this.chat = chat;
  }

  private record Handles(StreamingHandle original, StreamingHandle ours) {}

  /** In a class of its own: it is made when the first context comes. */
  private static final class OfVersion {
    static final Unseen<StreamingHandle> HANDLES =
        Unseen.of(MethodHandles.lookup(), StreamingHandle.class, StreamedChatHandle.class);

    private OfVersion() {}
  }

  /** The same context, or one like it with our handle. */
  @Nullable PartialResponseContext of(@Nullable PartialResponseContext context) {
    PartialResponseContext ours =
        Recorder.guarded(
            () ->
                context != null && context.getClass() == PartialResponseContext.class
                    ? new PartialResponseContext(wrapped(context.streamingHandle()))
                    : null);
    return ours == null ? context : ours;
  }

  @Nullable PartialThinkingContext of(@Nullable PartialThinkingContext context) {
    PartialThinkingContext ours =
        Recorder.guarded(
            () ->
                context != null && context.getClass() == PartialThinkingContext.class
                    ? new PartialThinkingContext(wrapped(context.streamingHandle()))
                    : null);
    return ours == null ? context : ours;
  }

  @Nullable PartialToolCallContext of(@Nullable PartialToolCallContext context) {
    PartialToolCallContext ours =
        Recorder.guarded(
            () ->
                context != null && context.getClass() == PartialToolCallContext.class
                    ? new PartialToolCallContext(wrapped(context.streamingHandle()))
                    : null);
    return ours == null ? context : ours;
  }

  private StreamingHandle wrapped(StreamingHandle original) {
    Handles known = last;
    if (known == null || known.original() != original) {
      known = new Handles(original, OfVersion.HANDLES.make(original, chat));
      last = known;
    }
    return known.ours();
  }
}
