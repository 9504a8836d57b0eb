package dev.steno.agent.config;

/**
 * One row of the README's table of settings.
 *
 * @param key the property's name: {@code steno.file.dir}
 * @param fallback its default, as it would be written
 */
record Option(String key, String fallback) {
  static final Option ENABLED = new Option("steno.enabled", "true");
  static final Option EXPORTERS = new Option("steno.exporters", "file");
  static final Option AGENT_NAME = new Option("steno.agent-name", "");
  static final Option LOG = new Option("steno.log", "warn");
  static final Option CONFIG = new Option("steno.config", "");
  static final Option FILE_DIR = new Option("steno.file.dir", "~/.steno/interactions");
  static final Option FILE_MAX_SIZE = new Option("steno.file.max-size", "64MiB");
  static final Option FILE_KEEP_DAYS = new Option("steno.file.keep-days", "14");
  static final Option FILE_KEEP_SIZE = new Option("steno.file.keep-size", "1GiB");
  static final Option HTTP_INCLUDE = new Option("steno.http.include", "");
  static final Option HTTP_EXCLUDE = new Option("steno.http.exclude", "");
  static final Option INTERACTION_MAX_SIZE = new Option("steno.interaction.max-size", "1MiB");
  static final Option INTERACTION_TIMEOUT = new Option("steno.interaction.timeout", "5m");
  static final Option CONVERSATION_INFER = new Option("steno.conversation.infer", "true");
  static final Option CONVERSATION_FIELDS =
      new Option(
          "steno.conversation.request-fields",
          "conversation,conversation_id,metadata.conversation_id,metadata.session_id,metadata.thread_id");
  static final Option OUTBOX_MAX_SIZE = new Option("steno.outbox.max-size", "16MiB");
  static final Option PRICES_FILE = new Option("steno.prices.file", "");
  static final Option STREAM_TIMEOUT = new Option("steno.stream.timeout", "10m");

  /** All of them, in the README's order. */
  static final Option[] ALL = {
    ENABLED,
    EXPORTERS,
    AGENT_NAME,
    LOG,
    CONFIG,
    FILE_DIR,
    FILE_MAX_SIZE,
    FILE_KEEP_DAYS,
    FILE_KEEP_SIZE,
    HTTP_INCLUDE,
    HTTP_EXCLUDE,
    INTERACTION_MAX_SIZE,
    INTERACTION_TIMEOUT,
    CONVERSATION_INFER,
    CONVERSATION_FIELDS,
    OUTBOX_MAX_SIZE,
    PRICES_FILE,
    STREAM_TIMEOUT
  };
}
