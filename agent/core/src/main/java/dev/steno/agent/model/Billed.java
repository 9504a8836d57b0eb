package dev.steno.agent.model;

import java.util.Locale;

/** What a provider counts apart since it may have a price of its own. */
public enum Billed {
  AUDIO_INPUT_TOKENS,
  IMAGE_INPUT_TOKENS,
  VIDEO_INPUT_TOKENS,
  CACHE_READ_AUDIO_INPUT_TOKENS,
  CACHE_READ_IMAGE_INPUT_TOKENS,
  /** Those of the tokens written to the cache that are kept for an hour. */
  CACHE_WRITE_1H_INPUT_TOKENS,
  AUDIO_OUTPUT_TOKENS,
  IMAGE_OUTPUT_TOKENS,
  VIDEO_OUTPUT_TOKENS,
  /** Of Perplexity; in no other count. */
  CITATION_TOKENS,
  /** Made by the provider, for the model. */
  WEB_SEARCHES;

  private final String json = name().toLowerCase(Locale.ROOT);

  /** Its name in records. */
  public String json() {
    return json;
  }
}
