package dev.steno.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * Tokens that a provider counted for a call; null is "not told", which is not 0.
 *
 * <p>As in the GenAI semantic conventions, the parts are inside the totals.
 *
 * @param inputTokens all input tokens, cached ones included
 * @param outputTokens all output tokens, reasoning included
 * @param cacheReadInputTokens input tokens that were read from the provider's cache
 * @param cacheWriteInputTokens input tokens that were written to the provider's cache
 * @param reasoningOutputTokens output tokens that were spent on reasoning
 */
public record Usage(
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Long cacheReadInputTokens,
    @Nullable Long cacheWriteInputTokens,
    @Nullable Long reasoningOutputTokens) {

  /** Adds what both tell; a number that only one tells is kept as it is. */
  public Usage plus(Usage other) {
    return new Usage(
        sum(inputTokens, other.inputTokens),
        sum(outputTokens, other.outputTokens),
        sum(cacheReadInputTokens, other.cacheReadInputTokens),
        sum(cacheWriteInputTokens, other.cacheWriteInputTokens),
        sum(reasoningOutputTokens, other.reasoningOutputTokens));
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : Long.valueOf(one + other);
  }
}
