package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.moderation.ModerationModel;

/** What the application's version of LangChain4j has, of what came after 1.0. */
final class ModelVersion {
  /** What a model thought; by 1.3. */
  static final boolean THINKING = has(AiMessage.class, "thinking");

  /** Images that a model made; by 1.11. */
  static final boolean IMAGES = has(AiMessage.class, "images");

  /** What a tool gave as a list of contents; by 1.16. */
  static final boolean TOOL_CONTENTS = has(ToolExecutionResultMessage.class, "contents");

  /** Embedding models that say what they are called; by 1.10. */
  static final boolean EMBEDDING_NAME = has(EmbeddingModel.class, "modelName");

  /** Embedding models that say who provides them; from 1.18 on. */
  static final boolean EMBEDDING_PROVIDER = has(EmbeddingModel.class, "provider");

  /** Moderation models that say who provides them, and what they are called; by 1.16. */
  static final boolean MODERATION_PROVIDER = has(ModerationModel.class, "provider");

  private ModelVersion() {}

  private static boolean has(Class<?> type, String method) {
    try {
      type.getMethod(method);
      return true;
    } catch (NoSuchMethodException older) {
      return false;
    }
  }
}
