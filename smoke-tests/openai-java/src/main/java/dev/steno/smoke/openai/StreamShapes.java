package dev.steno.smoke.openai;

import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.steno.smoke.contract.Transcript;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Streams, and the ways to read them: to the end, not to the end, and not at all. */
@SuppressWarnings("MustBeClosedChecker") // Streams that are left open are among the shapes.
final class StreamShapes {
  private StreamShapes() {}

  static void addTo(Map<String, Shape> shapes) {
    shapes.put("stream-unclosed", StreamShapes::unclosed);
    shapes.put("stream-closed", StreamShapes::closed);
    shapes.put("stream-slow", StreamShapes::slow);
    shapes.put("stream-closed-early", StreamShapes::closedEarly);
    shapes.put("stream-endless", StreamShapes::endless);
    shapes.put("stream-abandoned", StreamShapes::abandoned);
    shapes.put("stream-unread", StreamShapes::unread);
    shapes.put("stream-error-event", (sdk, out) -> whole(sdk, out, "stream-error-event"));
    shapes.put("stream-consumer-throws", StreamShapes::consumerThrows);
    shapes.put("stream-raw", StreamShapes::raw);
    shapes.put("stream-gzip", (sdk, out) -> whole(sdk, out, "stream-gzip"));
    shapes.put("stream-cut", (sdk, out) -> broken(sdk, out, "stream-cut"));
    shapes.put("stream-reset", (sdk, out) -> broken(sdk, out, "stream-reset"));
    shapes.put("responses-stream", StreamShapes::responses);
  }

  private static void unclosed(Sdk sdk, Transcript out) {
    StreamResponse<ChatCompletionChunk> stream = open(sdk, Sdk.stream("stream-unclosed"));
    out.type("class", stream);
    out.type("class of stream", stream.stream());
    read(stream, Integer.MAX_VALUE, out);
  }

  private static void closed(Sdk sdk, Transcript out) {
    whole(sdk, out, "stream-closed");
  }

  private static void whole(Sdk sdk, Transcript out, String shape) {
    String model =
        switch (shape) {
          case "stream-error-event" -> "mid-error";
          case "stream-gzip" -> "gzip";
          default -> Sdk.MODEL;
        };
    try (StreamResponse<ChatCompletionChunk> stream = open(sdk, Sdk.stream(shape, model))) {
      read(stream, Integer.MAX_VALUE, out);
    }
  }

  private static void slow(Sdk sdk, Transcript out) {
    try (StreamResponse<ChatCompletionChunk> stream =
        openRaw(sdk, Sdk.stream("stream-slow", "slow"))) {
      read(stream, Integer.MAX_VALUE, out);
    }
  }

  private static void broken(Sdk sdk, Transcript out, String shape) {
    try (StreamResponse<ChatCompletionChunk> stream =
        openRaw(sdk, Sdk.stream(shape, shape.substring("stream-".length())))) {
      read(stream, Integer.MAX_VALUE, out);
    }
  }

  private static void closedEarly(Sdk sdk, Transcript out) {
    StreamResponse<ChatCompletionChunk> stream =
        openRaw(sdk, Sdk.stream("stream-closed-early", "slow"));
    Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
    for (int i = 0; i < 3; i++) {
      out.fact("chunk", text(chunks.next()));
    }
    stream.close();
    stream.close();
    try {
      out.fact("more when closed", chunks.hasNext());
    } catch (RuntimeException e) {
      out.thrown(e);
    }
  }

  private static void endless(Sdk sdk, Transcript out) {
    try (StreamResponse<ChatCompletionChunk> stream =
        openRaw(sdk, Sdk.stream("stream-endless", "endless"))) {
      out.fact("chunks", stream.stream().limit(Integer.getInteger("endless.chunks", 500)).count());
    }
  }

  private static void abandoned(Sdk sdk, Transcript out) throws InterruptedException {
    WeakReference<?> reference = readTwoAndForget(sdk, out);
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (reference.get() != null && System.nanoTime() < giveUp) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(10);
    }
    out.fact("collected", reference.get() == null);
  }

  private static WeakReference<?> readTwoAndForget(Sdk sdk, Transcript out) {
    StreamResponse<ChatCompletionChunk> stream =
        openRaw(sdk, Sdk.stream("stream-abandoned", "endless"));
    read(stream, 2, out);
    return new WeakReference<>(stream);
  }

  private static void unread(Sdk sdk, Transcript out) {
    open(sdk, Sdk.stream("stream-unread")).close();
    out.fact("closed", true);
  }

  private static void consumerThrows(Sdk sdk, Transcript out) {
    try (StreamResponse<ChatCompletionChunk> stream =
        openRaw(sdk, Sdk.stream("stream-consumer-throws", "slow"))) {
      stream.stream()
          .forEach(
              chunk -> {
                out.fact("chunk", text(chunk));
                throw new IllegalStateException("thrown by the application");
              });
    }
  }

  private static void raw(Sdk sdk, Transcript out) {
    try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
        sdk.client()
            .chat()
            .completions()
            .withRawResponse()
            .createStreaming(Sdk.stream("stream-raw"))) {
      out.type("class", response);
      out.fact("status", response.statusCode());
      read(response.parse(), Integer.MAX_VALUE, out);
    }
  }

  private static void responses(Sdk sdk, Transcript out) {
    ResponseCreateParams params =
        ResponseCreateParams.builder()
            .model(Sdk.MODEL)
            .input(Sdk.prompt("responses-stream"))
            .build();
    try (StreamResponse<ResponseStreamEvent> stream =
        sdk.client().responses().createStreaming(params)) {
      stream.stream().forEach(event -> out.fact("event", event));
    }
  }

  private static StreamResponse<ChatCompletionChunk> open(
      Sdk sdk, ChatCompletionCreateParams params) {
    return sdk.client().chat().completions().createStreaming(params);
  }

  private static StreamResponse<ChatCompletionChunk> openRaw(
      Sdk sdk, ChatCompletionCreateParams params) {
    return sdk.rawClient().chat().completions().createStreaming(params);
  }

  private static void read(StreamResponse<ChatCompletionChunk> stream, int most, Transcript out) {
    Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
    int count = 0;
    while (count < most && chunks.hasNext()) {
      ChatCompletionChunk chunk = chunks.next();
      out.fact("chunk", count++ == 0 ? chunk : text(chunk));
    }
    out.fact("chunks", count);
  }

  static String text(ChatCompletionChunk chunk) {
    return chunk.choices().isEmpty()
        ? "usage " + chunk.usage()
        : chunk.choices().get(0).delta().content() + " " + chunk.choices().get(0).finishReason();
  }
}
