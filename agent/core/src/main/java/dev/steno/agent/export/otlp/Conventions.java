package dev.steno.agent.export.otlp;

/** The versions of the GenAI semantic conventions that can be spoken, and where they differ. */
enum Conventions {
  /** What the conventions' own repository has. */
  LATEST("https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev"),
  /** What was the last to be published with OpenTelemetry's conventions. */
  V1_41("https://opentelemetry.io/schemas/1.41.0");

  private final String schemaUrl;

  Conventions(String schemaUrl) {
    this.schemaUrl = schemaUrl;
  }

  static Conventions of(String setting) {
    return setting.equals("1.41") ? V1_41 : LATEST;
  }

  String schemaUrl() {
    return schemaUrl;
  }

  /** The attribute that counts what was written to the provider's cache. */
  String cacheWriteKey() {
    return this == LATEST
        ? "gen_ai.usage.cache_write.input_tokens"
        : "gen_ai.usage.cache_creation.input_tokens";
  }
}
