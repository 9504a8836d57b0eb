package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Calls models that are written in the program. */
final class Locals {
  private final Calls calls;
  private final LocalChatModels.EchoChatModel echo;

  private Locals(Calls calls) {
    this.calls = calls;
    this.echo = new LocalChatModels.EchoChatModel(calls);
  }

  public static void main(String[] args) {
    Calls calls = new Calls(args[0]);
    Locals locals = new Locals(calls);
    locals.chat();
    locals.stream();
    locals.others();
    calls.end();
  }

  private void chat() {
    calls.call("whole", prompt -> echo.chat(Asking.request(prompt)));
    calls.call("text", echo::chat);
    calls.call("full", prompt -> echo.chat(full(prompt)));
    calls.call("tool", prompt -> echo.chat(Asking.request(prompt)));
    calls.call("throws", prompt -> echo.chat(Asking.request(prompt)));
    calls.call(
        "overridden", prompt -> new LocalChatModels.ParrotChatModel().chat(Asking.request(prompt)));
    calls.call(
        "inherited",
        prompt -> new LocalChatModels.GreyParrotChatModel().chat(Asking.request(prompt)));
    calls.call(
        "passed-on",
        prompt -> new LocalChatModels.PoliteChatModel(echo).chat(Asking.request(prompt)));
  }

  /** A request with all that a request can have. */
  private static ChatRequest full(String prompt) {
    ToolExecutionRequest wish =
        ToolExecutionRequest.builder()
            .id("call_1")
            .name("get_weather")
            .arguments("{\"city\":\"Paris\"}")
            .build();
    return ChatRequest.builder()
        .messages(
            SystemMessage.from("Be brief."),
            UserMessage.from("And the weather?"),
            AiMessage.from("Let me see.", List.of(wish)),
            ToolExecutionResultMessage.from(wish, "18 degrees"),
            UserMessage.from(
                TextContent.from(prompt),
                ImageContent.from("iVBORw0KGgo=", "image/png"),
                ImageContent.from("https://example.com/tower.png")))
        .temperature(0.25)
        .topP(0.5)
        .maxOutputTokens(500)
        .stopSequences(List.of("END"))
        .toolSpecifications(
            ToolSpecification.builder()
                .name("get_weather")
                .description("Tells the weather")
                .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
                .build())
        .build();
  }

  private void stream() {
    for (boolean onOwnThread : List.of(true, false)) {
      StreamingChatModel river = new LocalChatModels.RiverStreamingChatModel(calls, onOwnThread);
      String more = onOwnThread ? "" : "-here";
      Asking.streamed(calls, "stream" + more, river);
      Asking.streamed(calls, "stream-error" + more, river);
      Asking.streamed(calls, "stream-throws" + more, river);
      calls.call("handler-throws" + more, prompt -> ask(river, prompt, new Throwing()));
      calls.call(
          "then-another" + more, prompt -> ask(river, prompt, new CallingAgain("another" + more)));
    }
  }

  private static String ask(StreamingChatModel model, String prompt, Answering handler)
      throws InterruptedException {
    model.chat(Asking.request(prompt), handler);
    return handler.await();
  }

  private static final class Throwing extends Answering {
    @Override
    public void onPartialResponse(String partialResponse) {
      super.onPartialResponse(partialResponse);
      throw new IllegalArgumentException("thrown by the handler");
    }
  }

  /** Asks another model when it has the answer. */
  private final class CallingAgain extends Answering {
    private final String name;

    CallingAgain(String name) {
      this.name = name;
    }

    @Override
    public void onCompleteResponse(ChatResponse completeResponse) {
      // Longer than clocks differ.
      LockSupport.parkNanos(20_000_000);
      event("another: " + echo.chat(Asking.request(Calls.prompt(name))));
      super.onCompleteResponse(completeResponse);
    }
  }

  private void others() {
    LocalModels.HashEmbeddingModel embedding = new LocalModels.HashEmbeddingModel();
    calls.call(
        "embeddings",
        prompt -> embedding.embedAll(List.of(TextSegment.from(prompt), TextSegment.from("two"))));
    calls.call("embedding", prompt -> embedding.embed(prompt).content().dimension());
    calls.call("embedding-throws", embedding::embed);
    LocalModels.StrictModerationModel moderation = new LocalModels.StrictModerationModel();
    calls.call("moderation", moderation::moderate);
    calls.call(
        "moderation-of-messages", prompt -> moderation.moderate(List.of(UserMessage.from(prompt))));
    LocalModels.LengthScoringModel scoring = new LocalModels.LengthScoringModel();
    calls.call(
        "scores",
        prompt ->
            scoring.scoreAll(
                List.of(TextSegment.from("four"), TextSegment.from("eleven")), prompt));
    calls.call("score", prompt -> scoring.score("four", prompt));
    LocalModels.PixelImageModel image = new LocalModels.PixelImageModel();
    calls.call("image", image::generate);
    calls.call(
        "image-edit",
        prompt ->
            image.edit(
                Image.builder().base64Data("iVBORw0KGgo=").mimeType("image/png").build(), prompt));
  }
}
