package dev.steno.agent.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses how the body of an answer is read, by its status and headers. */
final class Answers {
  private Answers() {}

  static Answer of(
      Endpoint endpoint,
      Format format,
      CallBuilder call,
      int status,
      @Nullable String contentType,
      @Nullable String contentEncoding) {
    String encoding = lower(contentEncoding);
    return switch (encoding) {
      case "", "identity" -> plain(endpoint, format, call, status, contentType);
      case "gzip", "x-gzip" ->
          new CompressedAnswer(plain(endpoint, format, call, status, contentType), true, call);
      case "deflate" ->
          new CompressedAnswer(plain(endpoint, format, call, status, contentType), false, call);
      default -> {
        call.truncated = true;
        yield new UnreadAnswer();
      }
    };
  }

  private static Answer plain(
      Endpoint endpoint,
      Format format,
      CallBuilder call,
      int status,
      @Nullable String contentType) {
    String type = mediaType(contentType);
    if (status < 400 && endpoint == Endpoint.STREAM_GENERATE_CONTENT) {
      return streamedContent(format, call, type);
    }
    if (status < 400 && NdjsonAnswer.TYPES.contains(type)) {
      return new NdjsonAnswer(format, call);
    }
    if (status < 400 && type.equals(EventStreamAnswer.TYPE)) {
      return new EventStreamAnswer(format, call);
    }
    // Alibaba tells of errors in the form that was asked for.
    boolean told = type.equals("text/event-stream") && "dashscope".equals(endpoint.provider());
    if (status >= 400 && told) {
      return new SniffedAnswer(format, call);
    }
    if (status >= 400 || type.equals("application/json") || type.endsWith("+json")) {
      return new JsonAnswer(format, call);
    }
    if (type.equals("text/event-stream")) {
      return new SseAnswer(format, call);
    }
    if (call.streamRequested && "ollama".equals(endpoint.provider())) {
      return new SniffedAnswer(format, call, () -> new NdjsonAnswer(format, call));
    }
    if (endpoint == Endpoint.SPEECH) {
      return PlainAnswer.binary(format, call, type.isEmpty() ? null : type);
    }
    boolean transcribes = endpoint == Endpoint.TRANSCRIPTIONS || endpoint == Endpoint.TRANSLATIONS;
    return transcribes && !type.isEmpty()
        ? PlainAnswer.text(format, call)
        : new SniffedAnswer(format, call);
  }

  /** Gemini's stream, which is one JSON array when nobody asked for server-sent events. */
  private static Answer streamedContent(Format format, CallBuilder call, String type) {
    return switch (type) {
      case "text/event-stream" -> new SseAnswer(format, call);
      case "application/json" -> new JsonArrayAnswer(format, call);
      default -> new SniffedAnswer(format, call, () -> new JsonArrayAnswer(format, call));
    };
  }

  /** The media type without its parameters; empty when there is none. */
  private static String mediaType(@Nullable String contentType) {
    String type = lower(contentType);
    int end = type.indexOf(';');
    return end < 0 ? type : type.substring(0, end).strip();
  }

  private static String lower(@Nullable String header) {
    return header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
  }
}
