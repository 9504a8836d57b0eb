package dev.steno.smoke.langchain4j0;

import static dev.langchain4j.data.message.SystemMessage.systemMessage;
import static dev.langchain4j.data.message.UserMessage.userMessage;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.chat.ChatLanguageModel;
import dev.langchain4j.model.chat.StreamingChatLanguageModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.service.AiServices;
import java.util.ArrayList;
import java.util.List;

/** Calls of models that nothing is sent to. */
final class LocalCalls {
  private static final TokenUsage USAGE = new TokenUsage(80, 25);

  private LocalCalls() {}

  static void run(Calls calls) {
    calls.call("local", new EchoChatModel()::generate);
    calls.call(
        "local-tools",
        prompt ->
            new EchoChatModel()
                .generate(
                    List.of(
                        systemMessage("You are brief."),
                        userMessage(prompt),
                        AiMessage.from(request()),
                        ToolExecutionResultMessage.from(request(), "sunny")),
                    ToolSpecifications.toolSpecificationsFrom(new Weather())));
    calls.call("local-failing", prompt -> new BrokenChatModel().generate(prompt));
    calls.call(
        "local-service",
        prompt ->
            AiServices.builder(Assistant.class)
                .chatLanguageModel(new EchoChatModel())
                .build()
                .chat(prompt));
    calls.call(
        "local-lambda",
        prompt ->
            AiServices.builder(Assistant.class)
                .chatLanguageModel(
                    messages -> Response.from(AiMessage.from("I am a lambda."), USAGE))
                .build()
                .chat(prompt));
    calls.call(
        "local-moderated",
        prompt ->
            AiServices.builder(Assistant.Moderated.class)
                .chatLanguageModel(new EchoChatModel())
                .moderationModel(new LenientModerationModel())
                .build()
                .chat(prompt));
    calls.call(
        "local-stream",
        prompt -> {
          Streamed answer = new Streamed();
          new EchoStreamingChatModel(true).generate(prompt, answer);
          return answer.await();
        });
    calls.call(
        "local-stream-failing",
        prompt -> {
          Streamed answer = new Streamed();
          new EchoStreamingChatModel(false).generate(prompt, answer);
          return answer.await();
        });
    calls.call(
        "local-stream-service",
        prompt ->
            StreamCalls.read(
                StreamCalls.of(new EchoStreamingChatModel(true)).build().stream(prompt), true));
    StreamingChatLanguageModel lambda =
        (messages, handler) -> new EchoStreamingChatModel(true).answer(handler);
    calls.call(
        "local-stream-lambda",
        prompt -> StreamCalls.read(StreamCalls.of(lambda).build().stream(prompt), true));
    calls.call("local-embedding", prompt -> new FlatEmbeddingModel().embed(prompt));
    calls.call("local-image", prompt -> new BlankImageModel().generate(prompt));
    calls.call("local-moderation", prompt -> new LenientModerationModel().moderate(prompt));
    calls.call("local-scoring", prompt -> new FlatScoringModel().score("Paris", prompt));
  }

  private static ToolExecutionRequest request() {
    return ToolExecutionRequest.builder()
        .id("call_1")
        .name("weather")
        .arguments("{\"city\":\"Paris\"}")
        .build();
  }

  private static final class EchoChatModel implements ChatLanguageModel {
    @Override
    public Response<AiMessage> generate(List<ChatMessage> messages) {
      return Response.from(AiMessage.from("Here I am."), USAGE, FinishReason.STOP);
    }

    @Override
    public Response<AiMessage> generate(List<ChatMessage> messages, List<ToolSpecification> tools) {
      return generate(messages);
    }
  }

  private static final class BrokenChatModel implements ChatLanguageModel {
    @Override
    public Response<AiMessage> generate(List<ChatMessage> messages) {
      throw new UnsupportedOperationException("broken");
    }
  }

  /** Answers on the thread that asks. */
  private static final class EchoStreamingChatModel implements StreamingChatLanguageModel {
    private final boolean works;

    EchoStreamingChatModel(boolean works) {
      this.works = works;
    }

    @Override
    public void generate(List<ChatMessage> messages, StreamingResponseHandler<AiMessage> handler) {
      answer(handler);
    }

    void answer(StreamingResponseHandler<AiMessage> handler) {
      handler.onNext("Here ");
      handler.onNext("I am.");
      if (works) {
        handler.onComplete(Response.from(AiMessage.from("Here I am."), USAGE, FinishReason.STOP));
      } else {
        handler.onError(new IllegalStateException("tired"));
      }
    }
  }

  private static final class FlatEmbeddingModel implements EmbeddingModel {
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      List<Embedding> vectors = new ArrayList<>();
      segments.forEach(segment -> vectors.add(Embedding.from(new float[] {1, 2})));
      return Response.from(vectors, new TokenUsage(9));
    }
  }

  private static final class BlankImageModel implements ImageModel {
    @Override
    public Response<Image> generate(String prompt) {
      return Response.from(Image.builder().base64Data("AAAA").revisedPrompt("blank").build());
    }
  }

  private static final class LenientModerationModel implements ModerationModel {
    @Override
    public Response<Moderation> moderate(String text) {
      return Response.from(Moderation.notFlagged());
    }

    @Override
    public Response<Moderation> moderate(List<ChatMessage> messages) {
      return Response.from(Moderation.notFlagged());
    }
  }

  private static final class FlatScoringModel implements ScoringModel {
    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
      List<Double> scores = new ArrayList<>();
      segments.forEach(segment -> scores.add(0.5));
      return Response.from(scores);
    }
  }
}
