package dev.steno.agent.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations that are known by the end of their path. */
enum Endpoint {
  // The first suffix that fits wins: the longer ones come first.
  CHAT("/chat/completions", "chat", null),
  AGENT_CHAT("/agents/completions", "chat", null),
  RESPONSES("/responses", "chat", null),
  OLLAMA_CHAT("/api/chat", "chat", "ollama"),
  OLLAMA_GENERATE("/api/generate", "text_completion", "ollama"),
  OLLAMA_EMBED("/api/embed", "embeddings", "ollama"),
  OLLAMA_EMBEDDINGS("/api/embeddings", "embeddings", "ollama"),
  EMBEDDINGS("/embeddings", "embeddings", null),
  COMPLETIONS("/completions", "text_completion", null),
  IMAGES("/images/generations", "image_generation", null),
  IMAGE_EDITS("/images/edits", "image_generation", null),
  IMAGE_VARIATIONS("/images/variations", "image_generation", null),
  MODERATIONS("/moderations", "moderation", null),
  TRANSCRIPTIONS("/audio/transcriptions", "transcription", null),
  TRANSLATIONS("/audio/translations", "transcription", null),
  SPEECH("/audio/speech", "speech", null),
  MESSAGES("/v1/messages", "chat", "anthropic"),
  RAW_PREDICT(":rawPredict", "chat", "gcp.vertex_ai"),
  STREAM_RAW_PREDICT(":streamRawPredict", "chat", "gcp.vertex_ai"),
  CHAT_PREDICT(":rawPredict", "chat", "gcp.vertex_ai"),
  STREAM_CHAT_PREDICT(":streamRawPredict", "chat", "gcp.vertex_ai"),
  GENERATE_CONTENT(":generateContent", "chat", "gcp.gemini"),
  STREAM_GENERATE_CONTENT(":streamGenerateContent", "chat", "gcp.gemini"),
  EMBED_CONTENT(":embedContent", "embeddings", "gcp.gemini"),
  BATCH_EMBED_CONTENTS(":batchEmbedContents", "embeddings", "gcp.gemini"),
  PREDICT(":predict", "embeddings", "gcp.vertex_ai"),
  COHERE_CHAT_V2("/v2/chat", "chat", "cohere"),
  COHERE_CHAT_V1("/v1/chat", "chat", "cohere"),
  COHERE_GENERATE("/v1/generate", "text_completion", "cohere"),
  COHERE_EMBED_V2("/v2/embed", "embeddings", "cohere"),
  COHERE_EMBED_V1("/v1/embed", "embeddings", "cohere"),
  RERANK("/rerank", "rerank", null),
  CONVERSE("/converse", "chat", "aws.bedrock"),
  CONVERSE_STREAM("/converse-stream", "chat", "aws.bedrock"),
  INVOKE("/invoke", "chat", "aws.bedrock"),
  INVOKE_STREAM("/invoke-with-response-stream", "chat", "aws.bedrock"),
  DASHSCOPE_TEXT("/aigc/text-generation/generation", "chat", "dashscope"),
  DASHSCOPE_MULTIMODAL("/aigc/multimodal-generation/generation", "chat", "dashscope"),
  DASHSCOPE_EMBEDDING("/text-embedding", "embeddings", "dashscope"),
  DASHSCOPE_MULTIMODAL_EMBEDDING("/multimodal-embedding", "embeddings", "dashscope"),
  DASHSCOPE_RERANK("/text-rerank", "rerank", "dashscope"),
  DASHSCOPE_APP("/completion", "chat", "dashscope");

  private static final Endpoint[][] BY_LAST_CHARACTER = byLastCharacter();
  private static final String DEPLOYMENTS = "/deployments/";
  private static final String MODEL = "/model/";
  private static final String MODELS = "/models/";

  private final String suffix;
  private final String operation;
  private final @Nullable String provider;

  Endpoint(String suffix, String operation, @Nullable String provider) {
    this.suffix = suffix;
    this.operation = operation;
    this.provider = provider;
  }

  private static Endpoint[][] byLastCharacter() {
    Endpoint[][] table = new Endpoint[128][0];
    for (Endpoint endpoint : values()) {
      char last = endpoint.suffix.charAt(endpoint.suffix.length() - 1);
      Endpoint[] row = table[last];
      table[last] = Arrays.copyOf(row, row.length + 1);
      table[last][row.length] = endpoint;
    }
    return table;
  }

  /** The endpoint that a path names, or null. */
  static @Nullable Endpoint of(String path) {
    char last = path.isEmpty() ? 0 : path.charAt(path.length() - 1);
    if (last >= BY_LAST_CHARACTER.length) {
      return null;
    }
    for (Endpoint endpoint : BY_LAST_CHARACTER[last]) {
      if (path.endsWith(endpoint.suffix) && endpoint.fits(path)) {
        return endpoint;
      }
    }
    return null;
  }

  /** The endpoint that a request must be meant for, by its shape alone. */
  static Endpoint ofShape(Map<String, @Nullable Object> request) {
    if (request.containsKey("contents")) {
      return GENERATE_CONTENT;
    }
    if (request.containsKey("messages")) {
      boolean anthropic = request.containsKey("anthropic_version") || request.containsKey("system");
      return anthropic ? MESSAGES : CHAT;
    }
    if (request.containsKey("input")) {
      String model = Tree.string(request, "model");
      return model != null && model.contains("embed") ? EMBEDDINGS : RESPONSES;
    }
    return request.containsKey("prompt") ? COMPLETIONS : CHAT;
  }

  /** Whether the path says by itself, at any host, that a model is called. */
  boolean isDistinct(String path) {
    return switch (this) {
      case TRANSCRIPTIONS, TRANSLATIONS, IMAGE_EDITS, IMAGE_VARIATIONS -> true;
      case RAW_PREDICT,
          STREAM_RAW_PREDICT,
          GENERATE_CONTENT,
          STREAM_GENERATE_CONTENT,
          EMBED_CONTENT,
          BATCH_EMBED_CONTENTS ->
          path.contains(MODELS);
      default -> path.contains("/openai" + DEPLOYMENTS);
    };
  }

  /** Whether hardly anything but a model is called so. */
  boolean isLikely() {
    return switch (this) {
      case CHAT, MESSAGES, IMAGES, SPEECH, DASHSCOPE_TEXT, DASHSCOPE_MULTIMODAL -> true;
      default -> false;
    };
  }

  private boolean fits(String path) {
    return switch (this) {
      case CONVERSE, CONVERSE_STREAM, INVOKE, INVOKE_STREAM -> path.contains(MODEL);
      // Any model of anybody's own may be served there: only Google's have a known shape.
      case PREDICT, CHAT_PREDICT, STREAM_CHAT_PREDICT -> path.contains(MODELS);
      // All others whose models Vertex serves raw speak OpenAI's format.
      case RAW_PREDICT, STREAM_RAW_PREDICT ->
          path.contains(MODELS)
              && (path.contains("/publishers/anthropic/") || !path.contains("/publishers/"));
      case DASHSCOPE_EMBEDDING, DASHSCOPE_MULTIMODAL_EMBEDDING, DASHSCOPE_RERANK ->
          path.contains("/api/v1/services/");
      case DASHSCOPE_APP -> path.contains("/api/v1/apps/");
      default -> true;
    };
  }

  String suffix() {
    return suffix;
  }

  String operation() {
    return operation;
  }

  /** Who is known to answer in this format, whatever the host; null when many do. */
  @Nullable String provider() {
    return provider;
  }

  /** Whether the path alone asks for a stream. */
  boolean streams() {
    return switch (this) {
      case STREAM_RAW_PREDICT,
          STREAM_CHAT_PREDICT,
          STREAM_GENERATE_CONTENT,
          CONVERSE_STREAM,
          INVOKE_STREAM ->
          true;
      default -> false;
    };
  }

  /** A reader for one call. No constructor's reference, each of which is a class at run time. */
  Format newFormat() {
    return switch (this) {
      case CHAT, AGENT_CHAT, CHAT_PREDICT, STREAM_CHAT_PREDICT -> new ChatFormat();
      case RESPONSES -> new ResponsesFormat();
      case OLLAMA_CHAT, OLLAMA_GENERATE -> new OllamaFormat();
      case OLLAMA_EMBED, OLLAMA_EMBEDDINGS -> new OllamaEmbeddingsFormat();
      case EMBEDDINGS -> new EmbeddingsFormat();
      case COMPLETIONS -> new CompletionsFormat();
      case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS -> new ImagesFormat();
      case MODERATIONS -> new ModerationFormat();
      case TRANSCRIPTIONS, TRANSLATIONS -> new TranscriptionFormat();
      case SPEECH -> new SpeechFormat();
      case MESSAGES, RAW_PREDICT, STREAM_RAW_PREDICT -> new AnthropicFormat();
      case GENERATE_CONTENT, STREAM_GENERATE_CONTENT -> new GeminiFormat();
      case EMBED_CONTENT, BATCH_EMBED_CONTENTS -> new GeminiEmbeddingsFormat();
      case PREDICT -> new PredictFormat();
      case COHERE_CHAT_V2 -> new CohereFormat();
      case COHERE_CHAT_V1, COHERE_GENERATE -> new CohereV1Format();
      case COHERE_EMBED_V2, COHERE_EMBED_V1 -> new CohereEmbedFormat();
      case RERANK -> new RerankFormat();
      case CONVERSE, CONVERSE_STREAM -> new ConverseFormat();
      case INVOKE, INVOKE_STREAM -> new InvokeFormat();
      case DASHSCOPE_TEXT,
          DASHSCOPE_MULTIMODAL,
          DASHSCOPE_EMBEDDING,
          DASHSCOPE_MULTIMODAL_EMBEDDING,
          DASHSCOPE_RERANK,
          DASHSCOPE_APP ->
          new DashScopeFormat();
    };
  }

  /** The model, or what stands for it, that a path names; null when it names none. */
  static @Nullable String modelIn(String path) {
    String deployment = between(path, DEPLOYMENTS, '/');
    if (deployment != null) {
      return deployment;
    }
    String model = between(path, MODELS, ':');
    return model != null ? model : between(path, MODEL, '/');
  }

  private static @Nullable String between(String path, String before, char after) {
    int start = path.lastIndexOf(before);
    int from = start + before.length();
    int end = start < 0 ? -1 : path.indexOf(after, from);
    return end <= from ? null : decoded(path.substring(from, end));
  }

  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return segment;
    }
  }
}
