package dev.steno.agent.wire;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Picks the parameters of a request that are no content: those that it knows, and no other. */
final class Parameters {
  private static final Set<String> KEPT =
      Set.of(
          "background",
          "best_of",
          "conversation",
          "conversation_id",
          "dimensions",
          "echo",
          "embedding_types",
          "encoding_format",
          "frequency_penalty",
          "input_fidelity",
          "input_type",
          "k",
          "language",
          "max_completion_tokens",
          "max_output_tokens",
          "max_tokens",
          "max_tool_calls",
          "metadata",
          "min_p",
          "modalities",
          "moderation",
          "n",
          "num_generations",
          "output_dimension",
          "output_compression",
          "output_format",
          "p",
          "parallel_tool_calls",
          "presence_penalty",
          "previous_response_id",
          "prompt_cache_key",
          "prompt_cache_retention",
          "quality",
          "reasoning_effort",
          "safety_identifier",
          "safety_mode",
          "seed",
          "service_tier",
          "size",
          "speed",
          "stop",
          "stop_sequences",
          "store",
          "stream_format",
          "style",
          "temperature",
          "thinking",
          "timestamp_granularities",
          "tool_choice",
          "top_k",
          "top_logprobs",
          "top_p",
          "truncate",
          "truncation",
          "user",
          "verbosity",
          "voice");

  private Parameters() {}

  static void collect(Map<String, @Nullable Object> tree, Map<String, @Nullable Object> into) {
    for (Map.Entry<String, @Nullable Object> entry : tree.entrySet()) {
      Object value = entry.getValue();
      if (value == null) {
        continue;
      }
      switch (entry.getKey()) {
        case "response_format" -> put(into, "response_format", typeOf(value));
        case "reasoning" -> put(into, "reasoning.effort", Tree.map(value).get("effort"));
        case "output_config" -> put(into, "output_config.effort", Tree.map(value).get("effort"));
        case "text" -> {
          put(into, "text.format", typeOf(Tree.map(value).get("format")));
          put(into, "text.verbosity", Tree.map(value).get("verbosity"));
        }
        case "prompt" -> {
          put(into, "prompt.id", Tree.map(value).get("id"));
          put(into, "prompt.version", Tree.map(value).get("version"));
        }
        default -> {
          if (KEPT.contains(entry.getKey())) {
            into.put(entry.getKey(), value);
          }
        }
      }
    }
  }

  /** Picks the named ones of a nested object. */
  static void pick(
      Map<String, @Nullable Object> tree, Map<String, @Nullable Object> into, String... names) {
    for (String name : names) {
      put(into, name, tree.get(name));
    }
  }

  /**
   * Picks what is at each path, as {@code name} or {@code name.name}, unless it is there already.
   */
  static void pickPaths(
      Map<String, @Nullable Object> tree, Map<String, @Nullable Object> into, Set<String> paths) {
    for (String path : paths) {
      int dot = path.indexOf('.');
      String outer = dot < 0 ? path : path.substring(0, dot);
      if (!into.containsKey(outer) && tree.containsKey(outer)) {
        Object value =
            dot < 0 ? tree.get(path) : Tree.map(tree, outer).get(path.substring(dot + 1));
        put(into, path, value);
      }
    }
  }

  /** A format's name, without the schema that it may carry. */
  private static @Nullable Object typeOf(@Nullable Object format) {
    return format instanceof String ? format : Tree.map(format).get("type");
  }

  static void put(Map<String, @Nullable Object> into, String name, @Nullable Object value) {
    if (value != null) {
      into.put(name, value);
    }
  }
}
