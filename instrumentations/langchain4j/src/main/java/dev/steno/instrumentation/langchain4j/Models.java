package dev.steno.instrumentation.langchain4j;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import java.util.ArrayList;
import java.util.List;

/**
 * Records calls through LangChain4j's interfaces of models, 1.0 and newer. Signatures were checked
 * with javap in langchain4j-core 1.0.0, 1.3.0, 1.10.0, 1.11.0, 1.16.1, 1.17.2, 1.18.1 and 1.20.0.
 */
public final class Models implements Instrumentation {
  static final String NAME = "langchain4j";

  /** What there was before 1.0, which has an instrumentation of its own. */
  static final String BEFORE_1 = "dev.langchain4j.model.chat.ChatLanguageModel";

  private static final String MODEL = "dev.langchain4j.model.";
  private static final String CHAT = MODEL + "chat.ChatModel";
  private static final String STREAMING_CHAT = MODEL + "chat.StreamingChatModel";
  private static final String EMBEDDING = MODEL + "embedding.EmbeddingModel";
  private static final String IMAGE = MODEL + "image.ImageModel";
  private static final String MODERATION = MODEL + "moderation.ModerationModel";
  private static final String SCORING = MODEL + "scoring.ScoringModel";
  private static final String TRANSCRIPTION = MODEL + "audio.AudioTranscriptionModel";

  private static final String CHAT_REQUEST = MODEL + "chat.request.ChatRequest";
  private static final String CHAT_OPTIONS = MODEL + "chat.ChatRequestOptions";
  private static final String CHAT_HANDLER = MODEL + "chat.response.StreamingChatResponseHandler";
  private static final String PICTURE = "dev.langchain4j.data.image.Image";
  private static final String STRING = "java.lang.String";
  private static final String LIST = "java.util.List";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    List<Hook> hooks = new ArrayList<>();
    addChat(hooks);
    addEmbeddings(hooks);
    addOthers(hooks);
    hooks.replaceAll(hook -> hook.whereNot(BEFORE_1));
    return hooks;
  }

  private static void addChat(List<Hook> hooks) {
    String chats = "models of LangChain4j";
    hooks.add(hook(CHAT, "chat", ChatModels.Chat.class, CHAT_REQUEST).needed(chats));
    // From 1.13 on, the one above ends in this.
    hooks.add(hook(CHAT, "chat", ChatModels.Chat.class, CHAT_REQUEST, CHAT_OPTIONS));
    // From 1.20 on.
    hooks.add(hook(CHAT, "chatAsync", ChatModels.ChatAsync.class, CHAT_REQUEST));
    hooks.add(hook(CHAT, "chatAsync", ChatModels.ChatAsync.class, CHAT_REQUEST, CHAT_OPTIONS));
    hooks.add(
        streaming(ChatModels.ChatStreamed.class, CHAT_REQUEST, CHAT_HANDLER)
            .needed("streaming models of LangChain4j"));
    hooks.add(
        streaming(
            ChatModels.ChatStreamedWithOptions.class, CHAT_REQUEST, CHAT_OPTIONS, CHAT_HANDLER));
  }

  private static void addEmbeddings(List<Hook> hooks) {
    String request = MODEL + "embedding.request.EmbeddingRequest";
    hooks.add(
        hook(EMBEDDING, "embedAll", ModelEmbeddings.EmbedAll.class, LIST)
            .needed("embedding models of LangChain4j"));
    // From 1.18 on.
    hooks.add(hook(EMBEDDING, "embed", ModelEmbeddingRequests.Embed.class, request));
    // From 1.20 on.
    hooks.add(hook(EMBEDDING, "embedAsync", ModelEmbeddingRequests.EmbedAsync.class, request));
  }

  private static void addOthers(List<Hook> hooks) {
    hooks.add(hook(IMAGE, "generate", ModelImages.Generate.class, STRING));
    hooks.add(hook(IMAGE, "generate", ModelImages.Generate.class, STRING, "int"));
    hooks.add(hook(IMAGE, "edit", ModelImages.Edit.class, PICTURE, STRING));
    hooks.add(hook(IMAGE, "edit", ModelImages.Edit.class, PICTURE, PICTURE, STRING));
    hooks.add(hook(MODERATION, "moderate", ModelModerations.Moderate.class, STRING));
    hooks.add(hook(MODERATION, "moderate", ModelModerations.Moderate.class, LIST));
    // By 1.16.
    hooks.add(
        hook(
            MODERATION,
            "moderate",
            ModelModerationRequests.Moderate.class,
            MODEL + "moderation.ModerationRequest"));
    hooks.add(hook(SCORING, "scoreAll", ModelScores.ScoreAll.class, LIST, STRING));
    // From 1.20 on.
    hooks.add(
        hook(
            SCORING,
            "scoreAsync",
            ModelScoreRequests.ScoreAsync.class,
            MODEL + "scoring.request.ScoringRequest"));
    // By 1.10.
    hooks.add(
        hook(
            TRANSCRIPTION,
            "transcribe",
            ModelTranscriptions.Transcribe.class,
            MODEL + "audio.AudioTranscriptionRequest"));
  }

  private static Hook hook(
      String type, String method, Class<? extends Interceptor> by, String... parameters) {
    return Hook.of(type, method, List.of(parameters), by).inSubtypesToo();
  }

  private static Hook streaming(Class<? extends Interceptor> by, String... parameters) {
    return Hook.replacing(STREAMING_CHAT, "chat", List.of(parameters), by).inSubtypesToo();
  }
}
