package dev.steno.smoke.sdks;

import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.steno.smoke.sdks.Answer.TEXT;
import static dev.steno.smoke.sdks.Answer.saying;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import dev.steno.smoke.FakeModel;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Anthropic's SDK, on OkHttp. */
class AnthropicJavaIT {
  private static final String TOOL = "get_weather";
  private static final String PARIS = "{\"city\":\"Paris\"}";
  private static final long[] CACHED = {80, 25, 40, 20};
  private static final long[] REASONED = {44, 60, 0, 0, 31};

  private static final List<Expected> EXPECTED =
      List.of(
          chat("create").answered(TEXT, "stop").used(CACHED),
          chat("stream").streamed().answered(TEXT, "stop").used(CACHED),
          chat("async").answered(TEXT, "stop").used(CACHED),
          chat("async-stream").streamed().answered(TEXT, "stop").used(CACHED),
          tool("tool"),
          tool("tool-stream").streamed(),
          thinking("thinking"),
          thinking("thinking-stream").streamed(),
          // The SDK asks again above OkHttp, where nothing says that both are one question, and
          // does not read why it was refused before.
          refused(""),
          refused("Number of request tokens has exceeded your per-minute rate limit"));

  static List<String> versions() {
    return List.of("1.0.0", "2.0.0", "3.11.0");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void recordsEachRequest(String version) {
    runs(version).assertRecorded("anthropic", "okhttp", EXPECTED);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void goesUnnoticed(String version) {
    runs(version).assertSame();
  }

  private static Runs runs(String version) {
    return Runs.of("anthropic-java-" + version, AnthropicJava.class, AnthropicJavaIT::addAnswers);
  }

  private static Expected chat(String name) {
    return Expected.chat(name)
        .asked(AnthropicJava.MODEL, "claude-sonnet-4-5-20250929")
        .told(AnthropicJava.SYSTEM);
  }

  private static Expected tool(String name) {
    return chat(name)
        .offered(TOOL)
        .wished(TOOL, "toolu_01A", PARIS)
        .answered("I will look.", "tool_call")
        .used(380, 54, 0, 0);
  }

  private static Expected thinking(String name) {
    return chat(name).thought("France, so Paris.").answered(TEXT, "stop").used(REASONED);
  }

  private static Expected refused(String message) {
    return Expected.chat(Calls.RATE_LIMITED).asked(Calls.RATE_LIMITED).failed(429, message);
  }

  private static void addAnswers(FakeModel model) {
    addAnswers(model, "text", matchingJsonPath("$.model"));
    addAnswers(model, "tool", matchingJsonPath("$.tools"));
    addAnswers(model, "thinking", matchingJsonPath("$.thinking"));
    model.stub(
        messages(saying("$.model", Calls.RATE_LIMITED))
            .willReturn(
                Answer.of("anthropic-java/rate-limited.json")
                    .withStatus(429)
                    .withHeader("retry-after-ms", "5")));
  }

  private static void addAnswers(FakeModel model, String name, StringValuePattern request) {
    model.stub(messages(request).willReturn(Answer.of("anthropic-java/" + name + ".json")));
    model.stub(
        messages(request)
            .withRequestBody(saying("$.stream", "true"))
            .willReturn(Answer.of("anthropic-java/" + name + ".sse")));
  }

  private static MappingBuilder messages(StringValuePattern request) {
    return post(urlPathEqualTo("/v1/messages")).withRequestBody(request);
  }
}
