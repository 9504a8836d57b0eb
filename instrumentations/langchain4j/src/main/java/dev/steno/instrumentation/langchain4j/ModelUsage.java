package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.output.TokenUsage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells token usage in the shape of OpenAI's API, with what a provider's own type adds to it. */
final class ModelUsage {
  private static final String LANGCHAIN4J = "dev.langchain4j.";

  private ModelUsage() {}

  /** Null when there is none. */
  static @Nullable Map<String, Object> of(@Nullable TokenUsage usage) {
    if (usage == null) {
      return null;
    }
    Integer input = usage.inputTokenCount();
    Integer output = usage.outputTokenCount();
    Number read = number(usage, "cacheReadInputTokens");
    Number written = number(usage, "cacheCreationInputTokens");
    if (written == null) {
      written = number(usage, "cacheWriteInputTokens");
    }
    if (input != null && (read != null || written != null)) {
      // Who counts these counts them beside the input.
      input = input + orZero(read) + orZero(written);
    }
    if (read == null) {
      read = number(usage, "cachedContentTokenCount");
    }
    if (read == null) {
      read = number(value(usage, "inputTokensDetails"), "cachedTokens");
    }
    Number thoughts = number(usage, "thoughtsTokenCount");
    if (thoughts == null) {
      thoughts = number(value(usage, "outputTokensDetails"), "reasoningTokens");
    }
    ModelTree tree =
        ModelTree.of("prompt_tokens", input)
            .with("completion_tokens", output)
            .with("total_tokens", usage.totalTokenCount());
    if (read != null || written != null) {
      tree.with(
          "prompt_tokens_details",
          ModelTree.of("cached_tokens", read).with("cache_write_tokens", written));
    }
    if (thoughts != null) {
      tree.with("completion_tokens_details", ModelTree.of("reasoning_tokens", thoughts));
    }
    return tree.fields();
  }

  private static int orZero(@Nullable Number number) {
    return number == null ? 0 : number.intValue();
  }

  private static @Nullable Number number(@Nullable Object usage, String getter) {
    return value(usage, getter) instanceof Number number ? number : null;
  }

  /** By name: these types are in artifacts of their own, which an application may not have. */
  private static @Nullable Object value(@Nullable Object usage, String getter) {
    if (usage == null
        || usage.getClass() == TokenUsage.class
        || !usage.getClass().getName().startsWith(LANGCHAIN4J)) {
      return null;
    }
    try {
      return usage.getClass().getMethod(getter).invoke(usage);
    } catch (ReflectiveOperationException not) {
      return null;
    }
  }
}
