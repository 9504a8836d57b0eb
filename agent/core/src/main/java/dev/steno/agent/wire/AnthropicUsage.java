package dev.steno.agent.wire;

import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects Anthropic's token counts: the last one told wins, each for itself. */
final class AnthropicUsage {
  private @Nullable Long input;
  private @Nullable Long cacheRead;
  private @Nullable Long cacheWrite;
  private @Nullable Long output;
  private @Nullable Long reasoning;
  private @Nullable Long cacheWriteForAnHour;
  private @Nullable Long webSearches;

  void read(Map<String, @Nullable Object> usage) {
    Map<String, @Nullable Object> details = Tree.map(usage, "output_tokens_details");
    input = last(Tree.whole(usage, "input_tokens"), input);
    cacheRead = last(Tree.whole(usage, "cache_read_input_tokens"), cacheRead);
    cacheWrite = last(written(usage), cacheWrite);
    output = last(Tree.whole(usage, "output_tokens"), output);
    reasoning = last(Tree.whole(details, "reasoning_tokens"), reasoning);
    reasoning = last(Tree.whole(details, "thinking_tokens"), reasoning);
    Map<String, @Nullable Object> byAge = Tree.map(usage, "cache_creation");
    cacheWriteForAnHour = last(Tree.whole(byAge, "ephemeral_1h_input_tokens"), cacheWriteForAnHour);
    Map<String, @Nullable Object> tools = Tree.map(usage, "server_tool_use");
    webSearches = last(Tree.whole(tools, "web_search_requests"), webSearches);
  }

  private static @Nullable Long written(Map<String, @Nullable Object> usage) {
    Long all = Tree.whole(usage, "cache_creation_input_tokens");
    Map<String, @Nullable Object> byAge = Tree.map(usage, "cache_creation");
    return all != null
        ? all
        : sum(
            Tree.whole(byAge, "ephemeral_5m_input_tokens"),
            Tree.whole(byAge, "ephemeral_1h_input_tokens"));
  }

  /** What was told so far; null when nothing was. The input is told without what was cached. */
  @Nullable Usage usage() {
    if (input == null && output == null) {
      return null;
    }
    Long total = input == null ? null : sum(sum(input, cacheRead), cacheWrite);
    BilledCounts billed =
        new BilledCounts()
            .add(Billed.CACHE_WRITE_1H_INPUT_TOKENS, cacheWriteForAnHour)
            .add(Billed.WEB_SEARCHES, webSearches);
    return new Usage(total, output, cacheRead, cacheWrite, reasoning, billed.counts);
  }

  private static @Nullable Long last(@Nullable Long told, @Nullable Long before) {
    return told != null ? told : before;
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : Long.valueOf(one + other);
  }
}
