package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.ModelProvider;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names who provides a model, in the words of the GenAI semantic conventions. */
final class ModelProviders {
  private static final List<String> SUFFIXES =
      List.of(
          "StreamingChatModel",
          "ChatModel",
          "StreamingLanguageModel",
          "LanguageModel",
          "EmbeddingModel",
          "ImageModel",
          "ModerationModel",
          "ScoringModel",
          "AudioTranscriptionModel",
          "Model");

  private ModelProviders() {}

  /** By what the model says, else by what its class is called. */
  static String of(Object model, @Nullable ModelProvider provider) {
    // Names, and not constants: most of those are missing in older versions.
    String name = provider == null ? "OTHER" : provider.name();
    return switch (name) {
      case "OTHER" -> byClass(model.getClass());
      case "OPEN_AI" -> "openai";
      case "AZURE_OPEN_AI", "MICROSOFT_FOUNDRY" -> "azure.ai.openai";
      case "GITHUB_MODELS" -> "github";
      case "AMAZON_BEDROCK" -> "aws.bedrock";
      case "GOOGLE_AI_GEMINI", "GOOGLE_GENAI" -> "gcp.gemini";
      case "GOOGLE_VERTEX_AI_GEMINI", "GOOGLE_VERTEX_AI_ANTHROPIC" -> "gcp.vertex_ai";
      case "WATSONX" -> "ibm.watsonx.ai";
      case "JINA" -> "jina_ai";
      default -> name.toLowerCase(Locale.ROOT);
    };
  }

  /** {@code jlama} of {@code JlamaChatModel}. */
  static String byClass(Class<?> type) {
    String name = type.getSimpleName();
    int generated = name.indexOf('$');
    name = generated < 0 ? name : name.substring(0, generated);
    for (String suffix : SUFFIXES) {
      if (name.endsWith(suffix)) {
        name = name.substring(0, name.length() - suffix.length());
        break;
      }
    }
    return name.isEmpty() ? "custom" : known(snakeCase(name));
  }

  /** Models of LangChain4j's own that do not say who provides them. */
  private static String known(String name) {
    return switch (name) {
      case "open_ai", "open_ai_official" -> "openai";
      case "azure_open_ai" -> "azure.ai.openai";
      case "git_hub_models" -> "github";
      case "google_ai", "google_ai_gemini", "google_gen_ai" -> "gcp.gemini";
      case "vertex_ai", "vertex_ai_gemini", "vertex_ai_imagen" -> "gcp.vertex_ai";
      case "bedrock", "bedrock_titan", "bedrock_cohere" -> "aws.bedrock";
      case "watsonx" -> "ibm.watsonx.ai";
      case "jina" -> "jina_ai";
      case "hugging_face" -> "huggingface";
      case "qwen" -> "dashscope";
      default -> name;
    };
  }

  private static String snakeCase(String name) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean afterLower = i > 0 && !Character.isUpperCase(name.charAt(i - 1));
      boolean beforeLower = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
      if (i > 0 && Character.isUpperCase(c) && (afterLower || beforeLower)) {
        snake.append('_');
      }
      snake.append(Character.toLowerCase(c));
    }
    return snake.toString();
  }
}
