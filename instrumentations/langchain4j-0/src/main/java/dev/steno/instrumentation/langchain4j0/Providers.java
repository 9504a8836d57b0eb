package dev.steno.instrumentation.langchain4j0;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a model's provider from the name of its class, in the words of the GenAI conventions. */
final class Providers {
  private static final String[] SUFFIXES = {
    "StreamingChatLanguageModel",
    "ChatLanguageModel",
    "StreamingChatModel",
    "ChatModel",
    "StreamingLanguageModel",
    "LanguageModel",
    "EmbeddingModel",
    "ImageModel",
    "ModerationModel",
    "ScoringModel",
    "Model"
  };

  private static final Map<String, String> KNOWN =
      Map.of(
          "OpenAi", "openai",
          "GoogleAiGemini", "gcp.gemini",
          "AzureOpenAi", "azure.ai.openai",
          "VertexAiGemini", "gcp.vertex_ai",
          "VertexAi", "gcp.vertex_ai",
          "Watsonx", "ibm.watsonx.ai",
          "LocalAi", "localai",
          "HuggingFace", "huggingface");

  private Providers() {}

  /** Null for a class that says nothing. */
  static @Nullable String of(Object model) {
    String name = model.getClass().getSimpleName();
    for (String suffix : SUFFIXES) {
      if (name.endsWith(suffix)) {
        name = name.substring(0, name.length() - suffix.length());
        break;
      }
    }
    if (name.startsWith("Bedrock")) {
      return "aws.bedrock";
    }
    String known = KNOWN.get(name);
    return known != null ? known : name.isEmpty() ? null : snakeCase(name);
  }

  private static String snakeCase(String name) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (i > 0 && Character.isUpperCase(letter) && !Character.isUpperCase(name.charAt(i - 1))) {
        snake.append('_');
      }
      snake.append(letter);
    }
    return snake.toString().toLowerCase(Locale.ROOT);
  }
}
