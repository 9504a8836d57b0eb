package dev.steno.instrumentation.langchain4j0;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * Where LangChain4j before 1.0 is hooked: the turns of its AI services, its interfaces of models,
 * its tools and its retrievers.
 *
 * <p>All that is named here was read with javap in 0.31.0 and 0.36.2. Some of it is in 1.0 too, by
 * the same names: that has an instrumentation of its own.
 */
public final class LangChain4j0 implements Instrumentation {
  static final String NAME = "langchain4j";

  private static final String OBJECT = "java.lang.Object";
  private static final String OBJECTS = "[L" + OBJECT + ";";
  private static final String STRING = "java.lang.String";
  private static final String LIST = "java.util.List";
  private static final String METHOD = "java.lang.reflect.Method";
  private static final String SERVICE = "dev.langchain4j.service.";
  private static final String SERVICES = SERVICE + "DefaultAiServices";
  private static final String CONTEXT = SERVICE + "AiServiceContext";
  private static final String TOKEN_STREAM = SERVICE + "AiServiceTokenStream";
  private static final String STREAM_HANDLER = SERVICE + "AiServiceStreamingResponseHandler";
  private static final String MODEL = "dev.langchain4j.model.";
  private static final String CHAT = MODEL + "chat.ChatLanguageModel";
  private static final String STREAMING_CHAT = MODEL + "chat.StreamingChatLanguageModel";
  private static final String HANDLER = MODEL + "StreamingResponseHandler";
  private static final String IMAGES = MODEL + "image.ImageModel";
  private static final String IMAGE = "dev.langchain4j.data.image.Image";
  private static final String TOOL = "dev.langchain4j.agent.tool.ToolSpecification";
  private static final String RAG = "dev.langchain4j.rag.";
  private static final String AUGMENTOR = RAG + "RetrievalAugmentor";
  private static final String QUERY = RAG + "query.Query";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    List<Hook> hooks = new ArrayList<>();
    turns(hooks);
    chats(hooks);
    otherModels(hooks);
    tools(hooks, "dev.langchain4j.agent.tool."); // 0.31
    tools(hooks, SERVICE + "tool.");
    retrieval(hooks);
    hooks.replaceAll(hook -> hook.where(CHAT));
    return hooks;
  }

  private static void turns(List<Hook> hooks) {
    List<String> call = List.of(OBJECT, METHOD, OBJECTS);
    hooks.add(Hook.of(SERVICES + "$1", "invoke", call, Turns.Invoke.class));
    List<String> prepare = List.of(METHOD, OBJECTS);
    hooks.add(Hook.of(SERVICES, "prepareUserMessage", prepare, Turns.Said.class));
    hooks.add(Hook.of(CONTEXT, "chatMemory", List.of(OBJECT), Turns.Memory.class));
    List<String> moderated = List.of(METHOD, LIST);
    hooks.add(
        Hook.of(SERVICES + "$1", "triggerModerationIfNeeded", moderated, Turns.Prepared.class));
    String moderation = "lambda$triggerModerationIfNeeded$0";
    hooks.add(Hook.of(SERVICES + "$1", moderation, List.of(LIST), Turns.Inside.class));
    List<String> adapt = List.of(SERVICE + "TokenStream", "java.lang.reflect.Type");
    hooks.add(Hook.of(SERVICES + "$1", "adapt", adapt, TokenStreams.Adapted.class));
    hooks.add(Hook.of(TOKEN_STREAM, "start", List.of(), TokenStreams.Started.class));
    List<String> response = List.of(MODEL + "output.Response");
    hooks.add(Hook.of(STREAM_HANDLER, "onComplete", response, TokenStreams.Completed.class));
    List<String> thrown = List.of("java.lang.Throwable");
    hooks.add(Hook.of(STREAM_HANDLER, "onError", thrown, TokenStreams.Failed.class));
  }

  private static void chats(List<Hook> hooks) {
    String feature = "chat models of LangChain4j";
    for (List<String> parameters :
        List.of(List.of(LIST), List.of(LIST, LIST), List.of(LIST, TOOL))) {
      hooks.add(
          Hook.of(CHAT, "generate", parameters, Models.Generate.class)
              .inSubtypesToo()
              .needed(feature));
    }
    List<String> request = List.of(MODEL + "chat.request.ChatRequest"); // since 0.36
    hooks.add(Hook.of(CHAT, "chat", request, ChatRequests.class).inSubtypesToo());
    for (List<String> parameters :
        List.of(
            List.of(LIST, HANDLER), List.of(LIST, LIST, HANDLER), List.of(LIST, TOOL, HANDLER))) {
      hooks.add(
          Hook.replacing(STREAMING_CHAT, "generate", parameters, Streaming.class)
              .inSubtypesToo()
              .needed(feature));
    }
  }

  private static void otherModels(List<Hook> hooks) {
    List<String> one = List.of(STRING);
    List<String> several = List.of(LIST);
    String language = MODEL + "language.LanguageModel";
    hooks.add(Hook.of(language, "generate", one, Models.Complete.class).inSubtypesToo());
    String embedding = MODEL + "embedding.EmbeddingModel";
    hooks.add(Hook.of(embedding, "embedAll", several, Models.Embed.class).inSubtypesToo());
    hooks.add(Hook.of(IMAGES, "generate", one, Models.Draw.class).inSubtypesToo());
    hooks.add(
        Hook.of(IMAGES, "generate", List.of(STRING, "int"), Models.Draw.class).inSubtypesToo());
    hooks.add(Hook.of(IMAGES, "edit", List.of(IMAGE, STRING), Models.Edit.class).inSubtypesToo());
    hooks.add(
        Hook.of(IMAGES, "edit", List.of(IMAGE, IMAGE, STRING), Models.Edit.class).inSubtypesToo());
    String moderation = MODEL + "moderation.ModerationModel";
    hooks.add(Hook.of(moderation, "moderate", one, Models.Moderate.class).inSubtypesToo());
    hooks.add(Hook.of(moderation, "moderate", several, Models.Moderate.class).inSubtypesToo());
    String scoring = MODEL + "scoring.ScoringModel";
    hooks.add(
        Hook.of(scoring, "scoreAll", List.of(LIST, STRING), Models.Score.class).inSubtypesToo());
  }

  private static void tools(List<Hook> hooks, String in) {
    List<String> request = List.of("dev.langchain4j.agent.tool.ToolExecutionRequest", OBJECT);
    hooks.add(
        Hook.of(in + "ToolExecutor", "execute", request, Tools.Execute.class).inSubtypesToo());
    List<String> arguments = List.of(OBJECTS);
    hooks.add(Hook.of(in + "DefaultToolExecutor", "execute", arguments, Tools.Run.class));
  }

  private static void retrieval(List<Hook> hooks) {
    List<String> query = List.of(QUERY);
    String retriever = RAG + "content.retriever.ContentRetriever";
    hooks.add(Hook.of(retriever, "retrieve", query, Retrieval.Retrieve.class).inSubtypesToo());
    String router = RAG + "query.router.QueryRouter";
    hooks.add(Hook.of(router, "route", query, Retrieval.Route.class).inSubtypesToo());
    List<String> request = List.of(RAG + "AugmentationRequest");
    hooks.add(Hook.of(AUGMENTOR, "augment", request, Retrieval.Augment.class).inSubtypesToo());
    List<String> message =
        List.of("dev.langchain4j.data.message.UserMessage", RAG + "query.Metadata");
    hooks.add(
        Hook.of(AUGMENTOR, "augment", message, Retrieval.AugmentMessage.class).inSubtypesToo());
  }
}
