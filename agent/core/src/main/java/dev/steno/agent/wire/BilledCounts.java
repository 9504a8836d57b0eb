package dev.steno.agent.wire;

import dev.steno.agent.model.Billed;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what providers count apart, where there is any of it. */
final class BilledCounts {
  final Map<Billed, Long> counts = new EnumMap<>(Billed.class);

  /** Adds a count, which may be missing. */
  BilledCounts add(Billed what, @Nullable Long count) {
    if (count != null && count > 0) {
      counts.merge(what, count, Long::sum);
    }
    return this;
  }

  /** What a usage of OpenAI's shape, or Perplexity's, counts apart. */
  static Map<Billed, Long> of(
      Map<String, @Nullable Object> usage,
      Map<String, @Nullable Object> input,
      Map<String, @Nullable Object> output) {
    Map<String, @Nullable Object> cached = Tree.map(input, "cached_tokens_details");
    return new BilledCounts()
        .add(Billed.AUDIO_INPUT_TOKENS, Tree.whole(input, "audio_tokens"))
        .add(Billed.IMAGE_INPUT_TOKENS, Tree.whole(input, "image_tokens"))
        .add(Billed.CACHE_READ_AUDIO_INPUT_TOKENS, Tree.whole(cached, "audio_tokens"))
        .add(Billed.CACHE_READ_IMAGE_INPUT_TOKENS, Tree.whole(cached, "image_tokens"))
        .add(Billed.AUDIO_OUTPUT_TOKENS, Tree.whole(output, "audio_tokens"))
        .add(Billed.IMAGE_OUTPUT_TOKENS, Tree.whole(output, "image_tokens"))
        .add(Billed.CITATION_TOKENS, Tree.whole(usage, "citation_tokens"))
        .add(Billed.WEB_SEARCHES, Tree.whole(usage, "num_search_queries"))
        .counts;
  }

  /** What a usage of Gemini's shape counts apart. */
  static Map<Billed, Long> ofGemini(Map<String, @Nullable Object> usage) {
    BilledCounts all = new BilledCounts();
    for (String details : List.of("promptTokensDetails", "toolUsePromptTokensDetails")) {
      all.modalities(
          Tree.maps(usage, details),
          Billed.AUDIO_INPUT_TOKENS,
          Billed.IMAGE_INPUT_TOKENS,
          Billed.VIDEO_INPUT_TOKENS);
    }
    all.modalities(
        Tree.maps(usage, "cacheTokensDetails"),
        Billed.CACHE_READ_AUDIO_INPUT_TOKENS,
        Billed.CACHE_READ_IMAGE_INPUT_TOKENS,
        null);
    all.modalities(
        Tree.maps(usage, "candidatesTokensDetails"),
        Billed.AUDIO_OUTPUT_TOKENS,
        Billed.IMAGE_OUTPUT_TOKENS,
        Billed.VIDEO_OUTPUT_TOKENS);
    return all.counts;
  }

  private void modalities(
      List<Map<String, @Nullable Object>> details,
      Billed audio,
      Billed image,
      @Nullable Billed video) {
    for (Map<String, @Nullable Object> detail : details) {
      String modality = Tree.string(detail, "modality");
      Billed what =
          switch (modality == null ? "" : modality) {
            case "AUDIO" -> audio;
            case "IMAGE", "DOCUMENT" -> image;
            case "VIDEO" -> video;
            default -> null;
          };
      if (what != null) {
        add(what, Tree.whole(detail, "tokenCount"));
      }
    }
  }
}
