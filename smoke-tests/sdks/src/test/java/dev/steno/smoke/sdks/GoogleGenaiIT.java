package dev.steno.smoke.sdks;

import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.steno.smoke.sdks.Answer.TEXT;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import dev.steno.smoke.FakeModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Google's SDK for Gemini, on OkHttp. */
class GoogleGenaiIT {
  private static final String TOOL = "get_weather";

  private static final List<Expected> EXPECTED =
      List.of(
          text("generate"),
          text("stream").streamed(),
          text("async"),
          tool("tool"),
          tool("tool-stream").streamed(),
          Expected.embeddings("embed").asked(GoogleGenai.EMBEDDING_MODEL).used(),
          // The SDK asks again below the hook, as a part of the one call.
          Expected.chat(Calls.RATE_LIMITED)
              .asked(Calls.RATE_LIMITED)
              .failed(429, "Resource has been exhausted (e.g. check quota)."));

  @Test
  void recordsEachCall() {
    runs().assertRecorded("gcp.gemini", "okhttp", EXPECTED);
  }

  @Test
  void goesUnnoticed() {
    runs().assertSame();
  }

  private static Runs runs() {
    return Runs.of("google-genai-1.70.0", GoogleGenai.class, GoogleGenaiIT::addAnswers);
  }

  private static Expected text(String name) {
    return chat(name).told(GoogleGenai.SYSTEM).answered(TEXT, "stop").used(80, 25, 40, -1, 5);
  }

  private static Expected tool(String name) {
    return chat(name)
        .offered(TOOL)
        .wished(TOOL, "", "{\"city\":\"Paris\"}")
        .answered("", "tool_call")
        .used(64, 18);
  }

  private static Expected chat(String name) {
    return Expected.chat(name).asked(GoogleGenai.MODEL, "gemini-2.5-flash-002");
  }

  private static void addAnswers(FakeModel model) {
    model.stub(to("generateContent").willReturn(Answer.of("google-genai/text.json")));
    model.stub(to("streamGenerateContent").willReturn(Answer.of("google-genai/text.sse")));
    model.stub(
        to("generateContent")
            .withRequestBody(matchingJsonPath("$.tools"))
            .willReturn(Answer.of("google-genai/tool.json")));
    model.stub(
        to("streamGenerateContent")
            .withRequestBody(matchingJsonPath("$.tools"))
            .willReturn(Answer.of("google-genai/tool.sse")));
    model.stub(
        to("(embedContent|batchEmbedContents)")
            .willReturn(Answer.of("google-genai/embedding.json")));
    model.stub(
        post(urlPathMatching(".*/" + Calls.RATE_LIMITED + ":generateContent"))
            .willReturn(Answer.of("google-genai/rate-limited.json").withStatus(429)));
  }

  private static MappingBuilder to(String method) {
    return post(urlPathMatching("/v1beta/models/[^/]+:" + method));
  }
}
