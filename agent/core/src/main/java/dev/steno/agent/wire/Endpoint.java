package dev.steno.agent.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations that are known by the end of their path. */
@SuppressWarnings("ImmutableEnumChecker") // a constructor's reference holds no state
enum Endpoint {
  // The first suffix that fits wins: the longer ones come first.
  CHAT("/chat/completions", "chat", null, ChatFormat::new),
  AGENT_CHAT("/agents/completions", "chat", null, ChatFormat::new),
  RESPONSES("/responses", "chat", null, ResponsesFormat::new),
  OLLAMA_CHAT("/api/chat", "chat", "ollama", OllamaFormat::new),
  OLLAMA_GENERATE("/api/generate", "text_completion", "ollama", OllamaFormat::new),
  OLLAMA_EMBED("/api/embed", "embeddings", "ollama", OllamaFormat::new),
  OLLAMA_EMBEDDINGS("/api/embeddings", "embeddings", "ollama", OllamaFormat::new),
  EMBEDDINGS("/embeddings", "embeddings", null, EmbeddingsFormat::new),
  COMPLETIONS("/completions", "text_completion", null, CompletionsFormat::new),
  IMAGES("/images/generations", "image_generation", null, ImagesFormat::new),
  IMAGE_EDITS("/images/edits", "image_generation", null, ImagesFormat::new),
  IMAGE_VARIATIONS("/images/variations", "image_generation", null, ImagesFormat::new),
  MODERATIONS("/moderations", "moderation", null, ModerationFormat::new),
  TRANSCRIPTIONS("/audio/transcriptions", "transcription", null, TranscriptionFormat::new),
  TRANSLATIONS("/audio/translations", "transcription", null, TranscriptionFormat::new),
  SPEECH("/audio/speech", "speech", null, SpeechFormat::new),
  MESSAGES("/v1/messages", "chat", "anthropic", AnthropicFormat::new),
  RAW_PREDICT(":rawPredict", "chat", "gcp.vertex_ai", AnthropicFormat::new),
  STREAM_RAW_PREDICT(":streamRawPredict", "chat", "gcp.vertex_ai", AnthropicFormat::new),
  GENERATE_CONTENT(":generateContent", "chat", "gcp.gemini", GeminiFormat::new),
  STREAM_GENERATE_CONTENT(":streamGenerateContent", "chat", "gcp.gemini", GeminiFormat::new),
  EMBED_CONTENT(":embedContent", "embeddings", "gcp.gemini", GeminiEmbeddingsFormat::new),
  BATCH_EMBED_CONTENTS(
      ":batchEmbedContents", "embeddings", "gcp.gemini", GeminiEmbeddingsFormat::new),
  COHERE_CHAT_V2("/v2/chat", "chat", "cohere", CohereFormat::new),
  COHERE_CHAT_V1("/v1/chat", "chat", "cohere", CohereFormat::new),
  COHERE_GENERATE("/v1/generate", "text_completion", "cohere", CohereFormat::new),
  COHERE_EMBED_V2("/v2/embed", "embeddings", "cohere", CohereFormat::new),
  COHERE_EMBED_V1("/v1/embed", "embeddings", "cohere", CohereFormat::new),
  RERANK("/rerank", "rerank", null, RerankFormat::new),
  CONVERSE("/converse", "chat", "aws.bedrock", ConverseFormat::new),
  CONVERSE_STREAM("/converse-stream", "chat", "aws.bedrock", ConverseFormat::new),
  INVOKE("/invoke", "chat", "aws.bedrock", InvokeFormat::new),
  INVOKE_STREAM("/invoke-with-response-stream", "chat", "aws.bedrock", InvokeFormat::new),
  DASHSCOPE_TEXT("/aigc/text-generation/generation", "chat", "dashscope", DashScopeFormat::new),
  DASHSCOPE_MULTIMODAL(
      "/aigc/multimodal-generation/generation", "chat", "dashscope", DashScopeFormat::new),
  DASHSCOPE_EMBEDDING("/text-embedding", "embeddings", "dashscope", DashScopeFormat::new),
  DASHSCOPE_RERANK("/text-rerank", "rerank", "dashscope", DashScopeFormat::new),
  DASHSCOPE_APP("/completion", "chat", "dashscope", DashScopeFormat::new);

  private static final Endpoint[] ALL = values();
  private static final String DEPLOYMENTS = "/deployments/";
  private static final String MODEL = "/model/";
  private static final String MODELS = "/models/";

  private final String suffix;
  private final String operation;
  private final @Nullable String provider;
  private final Supplier<Format> format;

  Endpoint(String suffix, String operation, @Nullable String provider, Supplier<Format> newFormat) {
    this.suffix = suffix;
    this.operation = operation;
    this.provider = provider;
    this.format = newFormat;
  }

  /** The endpoint that a path names, or null. */
  static @Nullable Endpoint of(String path) {
    for (Endpoint endpoint : ALL) {
      if (path.endsWith(endpoint.suffix) && endpoint.fits(path)) {
        return endpoint;
      }
    }
    return null;
  }

  private boolean fits(String path) {
    return switch (this) {
      case CONVERSE, CONVERSE_STREAM, INVOKE, INVOKE_STREAM -> path.contains(MODEL);
      case DASHSCOPE_EMBEDDING, DASHSCOPE_RERANK -> path.contains("/api/v1/services/");
      case DASHSCOPE_APP -> path.contains("/api/v1/apps/");
      default -> true;
    };
  }

  String operation() {
    return operation;
  }

  /** Who is known to answer in this format, whatever the host; null when many do. */
  @Nullable String provider() {
    return provider;
  }

  /** A reader for one call. */
  Format newFormat() {
    return format.get();
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
