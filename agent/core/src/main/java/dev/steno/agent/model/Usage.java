package dev.steno.agent.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
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
 * @param billed what else was counted apart, where there was any of it
 */
public record Usage(
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Long cacheReadInputTokens,
    @Nullable Long cacheWriteInputTokens,
    @Nullable Long reasoningOutputTokens,
    Map<Billed, Long> billed) {

  /** Keeps a copy of what was counted apart, in the order of {@link Billed}. */
  public Usage {
    billed = billed.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(billed));
  }

  /** A usage of which nothing else was counted apart. */
  public Usage(
      @Nullable Long inputTokens,
      @Nullable Long outputTokens,
      @Nullable Long cacheReadInputTokens,
      @Nullable Long cacheWriteInputTokens,
      @Nullable Long reasoningOutputTokens) {
    this(
        inputTokens,
        outputTokens,
        cacheReadInputTokens,
        cacheWriteInputTokens,
        reasoningOutputTokens,
        Map.of());
  }

  /** Adds what both tell; a number that only one tells is kept as it is. */
  public Usage plus(Usage other) {
    return new Usage(
        sum(inputTokens, other.inputTokens),
        sum(outputTokens, other.outputTokens),
        sum(cacheReadInputTokens, other.cacheReadInputTokens),
        sum(cacheWriteInputTokens, other.cacheWriteInputTokens),
        sum(reasoningOutputTokens, other.reasoningOutputTokens),
        sum(billed, other.billed));
  }

  private static Map<Billed, Long> sum(Map<Billed, Long> one, Map<Billed, Long> other) {
    Map<Billed, Long> sum = new EnumMap<>(Billed.class);
    sum.putAll(one);
    other.forEach((what, count) -> sum.merge(what, count, Long::sum));
    return sum;
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : Long.valueOf(one + other);
  }
}
