package dev.steno.agent.wire;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Picks the parameters of Gemini's requests that are no content, under snake_case names. */
final class GeminiParameters {
  private static final Set<String> KEPT =
      Set.of(
          "aspect_ratio",
          "auto_truncate",
          "cached_content",
          "candidate_count",
          "frequency_penalty",
          "labels",
          "max_output_tokens",
          "media_resolution",
          "output_dimensionality",
          "person_generation",
          "presence_penalty",
          "response_mime_type",
          "response_modalities",
          "sample_count",
          "seed",
          "stop_sequences",
          "task_type",
          "temperature",
          "top_k",
          "top_p");

  private GeminiParameters() {}

  static void collect(Map<String, @Nullable Object> tree, Map<String, @Nullable Object> into) {
    for (Map.Entry<String, @Nullable Object> entry : tree.entrySet()) {
      Object value = entry.getValue();
      if (value == null) {
        continue;
      }
      String name = GeminiParts.snake(entry.getKey());
      switch (name) {
        case "generation_config" -> collect(Tree.map(value), into);
        case "thinking_config" -> thinking(Tree.map(value), into);
        case "tool_config" -> {
          Map<String, @Nullable Object> calling =
              Tree.map(
                  GeminiParts.either(
                      Tree.map(value), "functionCallingConfig", "function_calling_config"));
          Parameters.put(into, "tool_config.mode", calling.get("mode"));
        }
        default -> {
          if (KEPT.contains(name)) {
            into.put(name, value);
          }
        }
      }
    }
  }

  private static void thinking(
      Map<String, @Nullable Object> tree, Map<String, @Nullable Object> into) {
    for (Map.Entry<String, @Nullable Object> entry : tree.entrySet()) {
      String name = GeminiParts.snake(entry.getKey());
      switch (name) {
        case "thinking_budget", "thinking_level", "include_thoughts" ->
            Parameters.put(into, "thinking_config." + name, entry.getValue());
        default -> {}
      }
    }
  }
}
