package dev.steno.smoke.sdks;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.steno.smoke.sdks.Answer.TEXT;
import static dev.steno.smoke.sdks.Answer.saying;

import dev.steno.smoke.FakeModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** OpenAI's formats, on the JDK's HTTP client. */
class SimpleOpenAiIT {
  private static final String ANSWERED_BY = "gpt-4o-2024-08-06";

  private static final List<Expected> EXPECTED =
      List.of(
          chat("chat").used(80, 25, 40, -1, 5),
          chat("stream").streamed().used(80, 25, 40, -1, 5),
          Expected.chat("tool")
              .asked(SimpleOpenAi.TOOL_MODEL, ANSWERED_BY)
              .wished("search_orders", "call_orders1", "{\"customer\":\"c-17\",\"limit\":3}")
              .answered("", "tool_call")
              .used(64, 18, 0, -1, 0),
          chat("responses").used(80, 25, 40, 0, 5),
          chat("responses-stream").streamed().used(80, 25, 40, 0, 5),
          Expected.embeddings("embed")
              .asked(SimpleOpenAi.EMBEDDING_MODEL, SimpleOpenAi.EMBEDDING_MODEL)
              .used(9),
          Expected.chat("rejected")
              .asked(SimpleOpenAi.REJECTED_MODEL)
              .failed(400, "The model `gpt-rejected` is not available to you."));

  @Test
  void recordsEachCall() {
    // Many speak this format: only a host that is known says who.
    runs().assertRecorded("127.0.0.1", "java-http-client", EXPECTED);
  }

  @Test
  void goesUnnoticed() {
    runs().assertSame();
  }

  private static Runs runs() {
    return Runs.of("simple-openai-3.22.2", SimpleOpenAi.class, SimpleOpenAiIT::addAnswers);
  }

  private static Expected chat(String name) {
    return Expected.chat(name).asked(SimpleOpenAi.MODEL, ANSWERED_BY).answered(TEXT, "stop");
  }

  private static void addAnswers(FakeModel model) {
    model.stub(
        post(urlPathEqualTo("/v1/chat/completions"))
            .withRequestBody(saying("$.model", SimpleOpenAi.REJECTED_MODEL))
            .willReturn(Answer.of("simple-openai/rejected.json").withStatus(400)));
  }
}
