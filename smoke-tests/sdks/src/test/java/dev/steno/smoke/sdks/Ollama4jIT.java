package dev.steno.smoke.sdks;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.steno.smoke.sdks.Answer.TEXT;
import static dev.steno.smoke.sdks.Answer.saying;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import dev.steno.smoke.FakeModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ollama's native format, on the JDK's HTTP client. */
class Ollama4jIT {
  private static final List<Expected> EXPECTED =
      List.of(
          text(Expected.chat("chat")),
          text(Expected.chat("chat-stream")).streamed(),
          text(Expected.textCompletion("generate")),
          text(Expected.textCompletion("generate-stream")).streamed(),
          Expected.embeddings("embed")
              .asked(Ollama4j.EMBEDDING_MODEL, Ollama4j.EMBEDDING_MODEL)
              .used(9),
          Expected.chat("tool")
              .asked(Ollama4j.TOOL_MODEL, Ollama4j.MODEL)
              .wished("get_weather", "", "{\"city\":\"Paris\"}")
              .answered("", "tool_call")
              .used(80, 25),
          Expected.chat("no-model")
              .asked(Ollama4j.NO_MODEL)
              .failed(404, "model 'no-such-model' not found"));

  @Test
  void recordsEachCall() {
    runs().assertRecorded("ollama", "java-http-client", EXPECTED);
  }

  @Test
  void goesUnnoticed() {
    runs().assertSame();
  }

  private static Runs runs() {
    return Runs.of("ollama4j-1.1.6", Ollama4j.class, Ollama4jIT::addAnswers);
  }

  private static Expected text(Expected call) {
    return call.asked(Ollama4j.MODEL, Ollama4j.MODEL).answered(TEXT, "stop").used(80, 25);
  }

  private static void addAnswers(FakeModel model) {
    for (String method : List.of("chat", "generate")) {
      model.stub(to(method).willReturn(Answer.of("ollama4j/" + method + ".ndjson")));
      model.stub(
          to(method)
              .withRequestBody(saying("$.stream", "false"))
              .willReturn(Answer.of("ollama4j/" + method + ".json")));
    }
    model.stub(to("embed").willReturn(Answer.of("ollama4j/embed.json")));
    model.stub(
        to("chat")
            .withRequestBody(saying("$.model", Ollama4j.TOOL_MODEL))
            .willReturn(Answer.of("ollama4j/tool.json")));
    model.stub(
        to("chat")
            .withRequestBody(saying("$.model", Ollama4j.NO_MODEL))
            .willReturn(Answer.of("ollama4j/no-model.json").withStatus(404)));
  }

  private static MappingBuilder to(String method) {
    return post(urlPathEqualTo("/api/" + method));
  }
}
