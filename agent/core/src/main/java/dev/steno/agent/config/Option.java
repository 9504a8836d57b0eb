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
  static final Option CONFIG = new Option(Settings.CONFIG, "");
  static final Option FILE_DIR = new Option(Settings.FILE_DIR, Settings.USUAL_FILE_DIR);
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
  static final Option USER_FROM =
      new Option("steno.user.from", "api,request,principal,header,mdc,baggage");
  static final Option USER_HEADER = new Option("steno.user.header", "");
  static final Option DEVICE_HEADER = new Option("steno.device.header", "");
  static final Option SESSION_HEADER = new Option("steno.session.header", "");
  static final Option CONVERSATION_HEADER = new Option("steno.conversation.header", "");
  static final Option MDC_USER = new Option("steno.mdc.user", "userId,user,username");
  static final Option MDC_SESSION = new Option("steno.mdc.session", "sessionId");
  static final Option MDC_CONVERSATION =
      new Option("steno.mdc.conversation", "conversationId,chatId");
  static final Option BAGGAGE_USER = new Option("steno.baggage.user", "user.id,enduser.id");
  static final Option BAGGAGE_SESSION = new Option("steno.baggage.session", "session.id");
  static final Option BAGGAGE_CONVERSATION =
      new Option("steno.baggage.conversation", "gen_ai.conversation.id");
  static final Option TRUSTED_PROXIES = new Option("steno.client.trusted-proxies", "private");
  static final Option ENGAGEMENT_PATHS = new Option("steno.engagement.paths", "");
  static final Option OUTBOX_MAX_SIZE = new Option("steno.outbox.max-size", "16MiB");
  static final Option AGNOST_ORG_ID = new Option("steno.agnost.org-id", "");
  static final Option AGNOST_ENDPOINT =
      new Option("steno.agnost.endpoint", "https://api.agnost.ai");
  static final Option AGNOST_INSECURE = new Option("steno.agnost.insecure", "false");
  static final Option AGENTSIGHT_API_KEY = new Option("steno.agentsight.api-key", "");
  static final Option AGENTSIGHT_ENDPOINT =
      new Option("steno.agentsight.endpoint", "https://api.agentsight.io");
  static final Option AGENTSIGHT_PROTOCOL = new Option("steno.agentsight.protocol", "ingest");
  static final Option AGENTSIGHT_ENVIRONMENT =
      new Option("steno.agentsight.environment", "production");
  static final Option AGENTSIGHT_ATTACHMENTS = new Option("steno.agentsight.attachments", "true");
  static final Option AGENTSIGHT_INSECURE = new Option("steno.agentsight.insecure", "false");
  static final Option MINDLYTICS_API_KEY = new Option("steno.mindlytics.api-key", "");
  static final Option MINDLYTICS_PROJECT_ID = new Option("steno.mindlytics.project-id", "");
  static final Option MINDLYTICS_ENDPOINT =
      new Option("steno.mindlytics.endpoint", "https://app.mindlytics.ai");
  static final Option MINDLYTICS_IDLE_TIMEOUT = new Option("steno.mindlytics.idle-timeout", "30m");
  static final Option MINDLYTICS_INSECURE = new Option("steno.mindlytics.insecure", "false");
  static final Option OTLP_ENDPOINT = new Option("steno.otlp.endpoint", "http://localhost:4318");
  static final Option OTLP_PROTOCOL = new Option("steno.otlp.protocol", "http/protobuf");
  static final Option OTLP_HEADERS = new Option("steno.otlp.headers", "");
  static final Option OTLP_SIGNALS = new Option("steno.otlp.signals", "traces,metrics,logs");
  static final Option OTLP_SEMCONV = new Option("steno.otlp.semconv", "latest");
  static final Option OTLP_INSECURE = new Option("steno.otlp.insecure", "false");
  static final Option DIR = new Option(Settings.DIR, Settings.USUAL_DIR);
  static final Option SPOOL_MAX_SIZE = new Option("steno.spool.max-size", "256MiB");
  static final Option SHUTDOWN_TIMEOUT = new Option("steno.shutdown.timeout", "2s");
  static final Option CONTENT = new Option("steno.content", "redacted");
  static final Option CONTENT_INPUT = new Option("steno.content.input", "");
  static final Option CONTENT_OUTPUT = new Option("steno.content.output", "");
  static final Option CONTENT_SYSTEM = new Option("steno.content.system", "");
  static final Option CONTENT_TOOLS = new Option("steno.content.tools", "");
  static final Option CONTENT_ARGUMENTS = new Option("steno.content.arguments", "");
  static final Option CONTENT_RESULTS = new Option("steno.content.results", "");
  static final Option CONTENT_ATTACHMENTS = new Option("steno.content.attachments", "");
  static final Option FILE_CONTENT = new Option("steno.file.content", "");
  static final Option CONSOLE_CONTENT = new Option("steno.console.content", "");
  static final Option AGNOST_CONTENT = new Option("steno.agnost.content", "");
  static final Option AGENTSIGHT_CONTENT = new Option("steno.agentsight.content", "");
  static final Option MINDLYTICS_CONTENT = new Option("steno.mindlytics.content", "");
  static final Option OTLP_CONTENT = new Option("steno.otlp.content", "");
  static final Option REDACT = new Option("steno.redact", "secrets");
  static final Option REDACT_PATTERNS = new Option("steno.redact.patterns", "");
  static final Option REDACT_MODE = new Option("steno.redact.mode", "label");
  static final Option REDACT_KEY = new Option("steno.redact.key", "");
  static final Option SAMPLE = new Option("steno.sample", "1");
  static final Option SAMPLE_KEEP_ERRORS = new Option("steno.sample.keep-errors", "true");
  static final Option DROP_PATHS = new Option("steno.drop.paths", "");
  static final Option DROP_MODELS = new Option("steno.drop.models", "");
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
    CONVERSATION_HEADER,
    USER_FROM,
    USER_HEADER,
    DEVICE_HEADER,
    SESSION_HEADER,
    MDC_USER,
    MDC_SESSION,
    MDC_CONVERSATION,
    BAGGAGE_USER,
    BAGGAGE_SESSION,
    BAGGAGE_CONVERSATION,
    TRUSTED_PROXIES,
    ENGAGEMENT_PATHS,
    OUTBOX_MAX_SIZE,
    DIR,
    SPOOL_MAX_SIZE,
    SHUTDOWN_TIMEOUT,
    CONTENT,
    CONTENT_INPUT,
    CONTENT_OUTPUT,
    CONTENT_SYSTEM,
    CONTENT_TOOLS,
    CONTENT_ARGUMENTS,
    CONTENT_RESULTS,
    CONTENT_ATTACHMENTS,
    FILE_CONTENT,
    CONSOLE_CONTENT,
    AGNOST_CONTENT,
    AGENTSIGHT_CONTENT,
    MINDLYTICS_CONTENT,
    OTLP_CONTENT,
    REDACT,
    REDACT_PATTERNS,
    REDACT_MODE,
    REDACT_KEY,
    SAMPLE,
    SAMPLE_KEEP_ERRORS,
    DROP_PATHS,
    DROP_MODELS,
    PRICES_FILE,
    AGNOST_ORG_ID,
    AGNOST_ENDPOINT,
    AGNOST_INSECURE,
    AGENTSIGHT_API_KEY,
    AGENTSIGHT_ENDPOINT,
    AGENTSIGHT_PROTOCOL,
    AGENTSIGHT_ENVIRONMENT,
    AGENTSIGHT_ATTACHMENTS,
    AGENTSIGHT_INSECURE,
    MINDLYTICS_API_KEY,
    MINDLYTICS_PROJECT_ID,
    MINDLYTICS_ENDPOINT,
    MINDLYTICS_IDLE_TIMEOUT,
    MINDLYTICS_INSECURE,
    OTLP_ENDPOINT,
    OTLP_PROTOCOL,
    OTLP_HEADERS,
    OTLP_SIGNALS,
    OTLP_SEMCONV,
    OTLP_INSECURE,
    STREAM_TIMEOUT
  };
}
