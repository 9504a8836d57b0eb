package dev.steno.agent.wire;

import dev.steno.agent.model.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code usage} object of OpenAI's formats, and of those who speak them with an accent.
 */
final class Usages {
  private Usages() {}

  /** The usage that an object tells; null when it tells none. */
  static @Nullable Usage of(Map<String, @Nullable Object> usage) {
    if (usage.isEmpty()) {
      return null; // as in each event of a stream but the last
    }
    Map<String, @Nullable Object> input =
        either(usage, "prompt_tokens_details", "input_tokens_details", "input_token_details");
    Map<String, @Nullable Object> output =
        either(usage, "completion_tokens_details", "output_tokens_details");
    Long inputTokens = first(usage, "prompt_tokens", "input_tokens");
    Long outputTokens = first(usage, "completion_tokens", "output_tokens");
    Long cached = first(input, "cached_tokens");
    if (cached == null) {
      cached =
          first(
              usage,
              "prompt_cache_hit_tokens",
              "num_cached_tokens",
              "cached_tokens",
              "cache_read_input_tokens");
    }
    Long written = first(input, "cache_write_tokens", "cache_creation_tokens");
    if (written == null) {
      written = first(usage, "cache_creation_input_tokens");
    }
    Long reasoning = first(output, "reasoning_tokens");
    if (reasoning == null) {
      reasoning = first(usage, "reasoning_tokens");
    }
    if (inputTokens != null && outputTokens != null && reasoning != null) {
      // xAI counts its reasoning beside the output: the total tells.
      Long total = Tree.whole(usage, "total_tokens");
      boolean beside = total != null && total == inputTokens + outputTokens + reasoning;
      outputTokens = Long.valueOf(beside ? outputTokens + reasoning : outputTokens);
    }
    return inputTokens == null && outputTokens == null
        ? null
        : new Usage(
            inputTokens,
            outputTokens,
            cached,
            written,
            reasoning,
            BilledCounts.of(usage, input, output));
  }

  /** Two counts that have names of their own; null when neither is told. */
  static @Nullable Usage named(Map<String, @Nullable Object> tree, String input, String output) {
    Long inputTokens = Tree.whole(tree, input);
    Long outputTokens = Tree.whole(tree, output);
    return inputTokens == null && outputTokens == null
        ? null
        : new Usage(inputTokens, outputTokens, null, null, null);
  }

  private static Map<String, @Nullable Object> either(
      Map<String, @Nullable Object> tree, String... names) {
    for (String name : names) {
      if (Tree.has(tree, name)) {
        return Tree.map(tree, name);
      }
    }
    return Map.of();
  }

  private static @Nullable Long first(Map<String, @Nullable Object> tree, String... names) {
    for (String name : names) {
      Long value = Tree.whole(tree, name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
