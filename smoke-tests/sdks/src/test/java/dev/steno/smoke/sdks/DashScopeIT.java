package dev.steno.smoke.sdks;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.steno.smoke.sdks.Answer.TEXT;
import static dev.steno.smoke.sdks.Answer.saying;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import dev.steno.smoke.FakeModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DashScope's native format, on OkHttp. */
class DashScopeIT {
  private static final String TOOL = "get_weather";

  private static final List<Expected> EXPECTED =
      List.of(
          text("call", DashScope.MODEL),
          text("stream", DashScope.MODEL).streamed(),
          text("stream-merged", DashScope.MODEL).streamed(),
          text("stream-cumulative", DashScope.OMNI_MODEL).streamed(),
          Expected.chat("tool")
              .asked(DashScope.MODEL)
              .offered(TOOL)
              .wished(TOOL, "call_1", "{\"city\":\"Paris\"}")
              .answered("", "tool_call")
              .used(64, 18),
          Expected.embeddings("embed").asked(DashScope.EMBEDDING_MODEL).used(9),
          Expected.chat("no-model").asked(DashScope.NO_MODEL).failed(400, "Model not exist."));

  @Test
  void recordsEachCall() {
    runs().assertRecorded("dashscope", "okhttp", EXPECTED);
  }

  @Test
  void goesUnnoticed() {
    runs().assertSame();
  }

  private static Runs runs() {
    return Runs.of("dashscope-2.22.13", DashScope.class, DashScopeIT::addAnswers);
  }

  private static Expected text(String name, String model) {
    return Expected.chat(name).asked(model).answered(TEXT, "stop").used(80, 25, 40);
  }

  private static void addAnswers(FakeModel model) {
    model.stub(generation().willReturn(Answer.of("dashscope/text.json")));
    model.stub(stream().willReturn(Answer.of("dashscope/cumulative.sse")));
    model.stub(
        stream()
            .withRequestBody(saying("$.parameters.incremental_output", "true"))
            .willReturn(Answer.of("dashscope/incremental.sse")));
    model.stub(
        generation()
            .withRequestBody(matchingJsonPath("$.parameters.tools"))
            .willReturn(Answer.of("dashscope/tool.json")));
    model.stub(
        generation()
            .withRequestBody(saying("$.model", DashScope.NO_MODEL))
            .willReturn(Answer.of("dashscope/no-model.json").withStatus(400)));
    model.stub(
        to("embeddings/text-embedding/text-embedding")
            .willReturn(Answer.of("dashscope/embedding.json")));
  }

  private static MappingBuilder stream() {
    return generation().withHeader("X-DashScope-SSE", equalTo("enable"));
  }

  private static MappingBuilder generation() {
    return to("aigc/text-generation/generation");
  }

  private static MappingBuilder to(String service) {
    return post(urlPathEqualTo("/api/v1/services/" + service));
  }
}
