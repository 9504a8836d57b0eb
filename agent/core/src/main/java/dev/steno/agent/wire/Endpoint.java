package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/** The operations that are known by the end of their path. */
enum Endpoint {
  // The first suffix that fits wins: the longer ones come first.
  CHAT("/chat/completions", "chat"),
  AGENT_CHAT("/agents/completions", "chat"),
  RESPONSES("/responses", "chat"),
  EMBEDDINGS("/embeddings", "embeddings"),
  COMPLETIONS("/completions", "text_completion"),
  IMAGES("/images/generations", "image_generation"),
  IMAGE_EDITS("/images/edits", "image_generation"),
  IMAGE_VARIATIONS("/images/variations", "image_generation"),
  MODERATIONS("/moderations", "moderation"),
  TRANSCRIPTIONS("/audio/transcriptions", "transcription"),
  TRANSLATIONS("/audio/translations", "transcription"),
  SPEECH("/audio/speech", "speech");

  private static final Endpoint[] ALL = values();
  private static final String DEPLOYMENTS = "/deployments/";

  private final String suffix;
  private final String operation;

  Endpoint(String suffix, String operation) {
    this.suffix = suffix;
    this.operation = operation;
  }

  /** The endpoint that a path names, or null. */
  static @Nullable Endpoint of(String path) {
    for (Endpoint endpoint : ALL) {
      if (path.endsWith(endpoint.suffix)) {
        return endpoint;
      }
    }
    return null;
  }

  String operation() {
    return operation;
  }

  /** A reader for one call. */
  Format newFormat() {
    return switch (this) {
      case CHAT, AGENT_CHAT -> new ChatFormat();
      case RESPONSES -> new ResponsesFormat();
      case EMBEDDINGS -> new EmbeddingsFormat();
      case COMPLETIONS -> new CompletionsFormat();
      case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS -> new ImagesFormat();
      case MODERATIONS -> new ModerationFormat();
      case TRANSCRIPTIONS, TRANSLATIONS -> new TranscriptionFormat();
      case SPEECH -> new SpeechFormat();
    };
  }

  /** The deployment in an Azure path, which stands for the model; null in any other. */
  static @Nullable String deployment(String path) {
    int start = path.indexOf(DEPLOYMENTS);
    if (start < 0) {
      return null;
    }
    int from = start + DEPLOYMENTS.length();
    int end = path.indexOf('/', from);
    return end <= from ? null : path.substring(from, end);
  }
}
