package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.concurrent.atomic.AtomicBoolean;

/** Calls models in ways that came after 1.0: with a handle to cancel, thinking, … */
final class NewerLocals {
  private NewerLocals() {}

  public static void main(String[] args) {
    Calls calls = new Calls(args[0]);
    calls.call("cancelled", prompt -> ask(new Endless(), prompt, new Cancelling()));
    calls.call("thinking", prompt -> ask(new Thinking(), prompt, new Answering()));
    calls.call(
        "cancelled-on-the-wire",
        prompt ->
            ask(
                OpenAiStreamingChatModel.builder()
                    .baseUrl(args[1])
                    .apiKey("sk-canary")
                    .modelName("endless")
                    .build(),
                prompt,
                new Cancelling()));
    calls.call("moderation", prompt -> new Strict().moderate(prompt).content());
    calls.end();
  }

  static String ask(StreamingChatModel model, String prompt, Answering handler)
      throws InterruptedException {
    model.chat(Asking.request(prompt), handler);
    return handler.await();
  }

  /** Has enough after three pieces. */
  private static final class Cancelling extends Answering {
    private int pieces;
    private StreamingHandle first;

    @Override
    public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
      StreamingHandle handle = context.streamingHandle();
      if (handle.isCancelled()) {
        return;
      }
      first = first == null ? handle : first;
      event("partial " + partialResponse.text() + ", the same handle: " + (handle == first));
      if (++pieces == 3) {
        handle.cancel();
        event("cancelled " + handle.isCancelled());
        over();
      }
    }
  }

  /** Streams until it is told to stop. */
  private static final class Endless implements StreamingChatModel {
    private static final int FAR_TOO_MANY = 100;

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      Handle handle = new Handle(new AtomicBoolean());
      for (int i = 0; i < FAR_TOO_MANY && !handle.isCancelled(); i++) {
        handler.onPartialResponse(new PartialResponse("Paris"), new PartialResponseContext(handle));
      }
    }
  }

  private record Handle(AtomicBoolean cancelled) implements StreamingHandle {
    @Override
    public void cancel() {
      cancelled.set(true);
    }

    @Override
    public boolean isCancelled() {
      return cancelled.get();
    }
  }

  private static final class Thinking implements StreamingChatModel {
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      handler.onPartialThinking(new PartialThinking("Hm."));
      handler.onPartialResponse(LocalChatModels.ANSWER);
      AiMessage message = AiMessage.builder().text(LocalChatModels.ANSWER).thinking("Hm.").build();
      handler.onCompleteResponse(LocalChatModels.response(message, FinishReason.STOP));
    }
  }

  private static final class Strict implements ModerationModel {
    @Override
    public ModerationResponse doModerate(ModerationRequest request) {
      return ModerationResponse.builder()
          .moderation(Moderation.flagged(request.texts().get(0)))
          .build();
    }

    @Override
    public String modelName() {
      return "strict-1";
    }
  }
}
