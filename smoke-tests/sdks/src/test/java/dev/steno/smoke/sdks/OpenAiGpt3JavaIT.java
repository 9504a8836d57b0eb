package dev.steno.smoke.sdks;

import static dev.steno.smoke.sdks.Answer.TEXT;

import java.util.List;
import org.junit.jupiter.api.Test;

/** OpenAI's format, on Retrofit and an OkHttp that was not yet written in Kotlin. */
class OpenAiGpt3JavaIT {
  private static final String ANSWERED_BY = "gpt-4o-2024-08-06";

  private static final List<Expected> EXPECTED =
      List.of(
          text("chat"),
          text("stream").streamed(),
          Expected.chat("tool")
              .asked(OpenAiGpt3Java.TOOL_MODEL, ANSWERED_BY)
              .wished("search_orders", "call_orders1", "{\"customer\":\"c-17\",\"limit\":3}")
              .answered("", "tool_call")
              .used(64, 18, 0, -1, 0),
          Expected.embeddings("embed")
              .asked(OpenAiGpt3Java.EMBEDDING_MODEL, OpenAiGpt3Java.EMBEDDING_MODEL)
              .used(9),
          Expected.chat(Calls.RATE_LIMITED)
              .asked(Calls.RATE_LIMITED)
              .failed(429, "Rate limit reached for gpt-4o in organization on tokens per min."));

  @Test
  void recordsEachCall() {
    // Many speak this format: only a host that is known says who.
    runs().assertRecorded("127.0.0.1", "okhttp", EXPECTED);
  }

  @Test
  void goesUnnoticed() {
    runs().assertSame();
  }

  private static Runs runs() {
    return Runs.of("openai-gpt3-java-0.18.2", OpenAiGpt3Java.class, model -> {});
  }

  private static Expected text(String name) {
    return Expected.chat(name)
        .asked(OpenAiGpt3Java.MODEL, ANSWERED_BY)
        .answered(TEXT, "stop")
        .used(80, 25, 40, -1, 5);
  }
}
