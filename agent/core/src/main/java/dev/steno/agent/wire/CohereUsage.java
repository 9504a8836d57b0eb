package dev.steno.agent.wire;

import dev.steno.agent.model.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Cohere's token counts: what is billed, and where that is not told, what was used. */
final class CohereUsage {
  private CohereUsage() {}

  static @Nullable Usage of(Map<String, @Nullable Object> usage) {
    Map<String, @Nullable Object> billed = Tree.map(usage, "billed_units");
    Map<String, @Nullable Object> used = Tree.map(usage, "tokens");
    Long input = either(billed, used, "input_tokens");
    Long output = either(billed, used, "output_tokens");
    return input == null && output == null
        ? null
        : new Usage(input, output, Tree.whole(usage, "cached_tokens"), null, null);
  }

  private static @Nullable Long either(
      Map<String, @Nullable Object> one, Map<String, @Nullable Object> other, String name) {
    Long value = Tree.whole(one, name);
    return value != null ? value : Tree.whole(other, name);
  }
}
