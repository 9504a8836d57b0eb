package dev.steno.smoke;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

/** Whole answers of every endpoint, and the failures that are whole answers too. */
final class ModelStubs {
  private static final String JSON = "application/json";
  private static final String SSE = "text/event-stream; charset=utf-8";

  /** Long enough for a caller to put its callbacks on the future before the answer comes. */
  private static final int LATE_MILLIS = 400;

  private ModelStubs() {}

  static void addTo(WireMockServer server) {
    // WireMock takes the stub that was added last: the general ones come first.
    chat(server);
    toolLoop(server);
    chatFailures(server);
    badInput(server);
    otherEndpoints(server);
    noModelCalls(server);
  }

  private static void chat(WireMockServer server) {
    server.stubFor(to("/chat/completions").willReturn(json("chat.json")));
    server.stubFor(stream(to("/chat/completions")).willReturn(sse("chat.sse")));
    server.stubFor(asking("gpt-4o-tools").willReturn(json("chat-tool-call.json")));
    server.stubFor(asking("late").willReturn(json("chat.json").withFixedDelay(LATE_MILLIS)));
    String echo = "{{jsonPath request.body '$.messages[0].content'}}";
    server.stubFor(
        asking("echo")
            .willReturn(
                answer(JSON)
                    .withTransformers("response-template")
                    .withBody(
                        Answers.text("chat.json")
                            .replace("Paris is the capital of France – voilà 🗼.", echo))));
  }

  /** Asks for a tool, and once more when its result is there, and answers after that. */
  private static void toolLoop(WireMockServer server) {
    String once = Answers.text("chat-tool-call.json");
    String again = once.replace("call_orders1", "call_orders2").replace("c-17", "c-18");
    server.stubFor(asking("tool-loop").willReturn(answer(JSON).withBody(once)));
    server.stubFor(
        asking("tool-loop")
            .withRequestBody(matchingJsonPath("$.messages[2]"))
            .willReturn(answer(JSON).withBody(again)));
    server.stubFor(
        asking("tool-loop")
            .withRequestBody(matchingJsonPath("$.messages[4]"))
            .willReturn(json("chat.json")));
    // And one that asks for a tool in each turn, with an id that it never gave before.
    String anew = once.replace("call_orders1", "{{randomValue type='UUID'}}");
    server.stubFor(
        asking("tool-turns")
            .willReturn(answer(JSON).withTransformers("response-template").withBody(anew)));
    server.stubFor(
        asking("tool-turns")
            .withRequestBody(matchingJsonPath("$.messages[-1:].role", containing("tool")))
            .willReturn(json("chat.json")));
  }

  private static void chatFailures(WireMockServer server) {
    server.stubFor(asking("rate-limited").willReturn(rateLimited()));
    server.stubFor(
        asking("rate-limited-late").willReturn(rateLimited().withFixedDelay(LATE_MILLIS)));
    server.stubFor(asking("mid-error").willReturn(sse("chat-mid-error.sse")));
    // Long beyond any client's patience here, short enough for a server to be stopped.
    server.stubFor(asking("silent").willReturn(json("chat.json").withFixedDelay(5_000)));
    ResponseDefinitionBuilder failure = json("server-error.json").withStatus(500);
    server.stubFor(asking("server-error").willReturn(failure));
    failingOnce(server, "failing-once", failure.but().withHeader("retry-after-ms", "5"));
    failingOnce(server, "failing-once-async", failure.but().withHeader("retry-after-ms", "5"));
    failingOnce(
        server, "unavailable-once", failure.but().withStatus(503).withHeader("Retry-After", "0"));
  }

  private static ResponseDefinitionBuilder rateLimited() {
    return json("rate-limited.json").withStatus(429).withHeader("retry-after", "1");
  }

  private static void failingOnce(
      WireMockServer server, String model, ResponseDefinitionBuilder failure) {
    server.stubFor(
        asking(model)
            .inScenario(model)
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(failure)
            .willSetStateTo("failed"));
    server.stubFor(
        asking(model)
            .inScenario(model)
            .whenScenarioStateIs("failed")
            .willReturn(json("chat.json"))
            .willSetStateTo(Scenario.STARTED));
  }

  private static void badInput(WireMockServer server) {
    server.stubFor(
        asking("gzip")
            .willReturn(
                answer(JSON)
                    .withHeader("Content-Encoding", "gzip")
                    .withBody(Answers.gzip(Answers.bytes("chat.json")))));
    server.stubFor(
        stream(asking("gzip"))
            .willReturn(
                answer(SSE)
                    .withHeader("Content-Encoding", "gzip")
                    .withBody(Answers.gzip(Answers.bytes("chat.sse")))));
    server.stubFor(asking("malformed").willReturn(answer(JSON).withBody(Answers.malformed())));
    server.stubFor(asking("invalid-utf8").willReturn(answer(JSON).withBody(Answers.invalidUtf8())));
    server.stubFor(asking("nested").willReturn(answer(JSON).withBody(Answers.nested(100_000))));
  }

  private static void otherEndpoints(WireMockServer server) {
    server.stubFor(post(urlPathMatching("/v1/completions")).willReturn(json("completion.json")));
    server.stubFor(to("/responses").willReturn(json("response.json")));
    server.stubFor(stream(to("/responses")).willReturn(sse("response.sse")));
    server.stubFor(to("/embeddings").willReturn(json("embeddings.json")));
    server.stubFor(
        to("/embeddings")
            .withRequestBody(matchingJsonPath("$.encoding_format", WireMock.equalTo("base64")))
            .willReturn(json("embeddings-base64.json")));
    server.stubFor(to("/images/generations").willReturn(json("images.json")));
    server.stubFor(to("/moderations").willReturn(json("moderations.json")));
    server.stubFor(to("/audio/transcriptions").willReturn(json("transcription.json")));
    server.stubFor(to("/audio/speech").willReturn(answer("audio/mpeg").withBody(Answers.speech())));
  }

  private static void noModelCalls(WireMockServer server) {
    ResponseDefinitionBuilder thanks = answer(JSON).withBody("{\"thanks\":true}");
    server.stubFor(post(urlPathMatching("/v1/orders")).willReturn(thanks));
    server.stubFor(post(urlPathMatching("/survey/.*")).willReturn(thanks));
    server.stubFor(
        get(urlPathMatching("/v1/chat/completions"))
            .willReturn(answer(JSON).withBody("{\"object\":\"list\",\"data\":[]}")));
    server.stubFor(
        post(urlPathMatching("/moved/v1/.*"))
            .willReturn(
                answer(JSON).withStatus(307).withHeader("Location", "/v1/chat/completions")));
  }

  private static MappingBuilder to(String path) {
    return post(urlPathMatching(".*" + path));
  }

  private static MappingBuilder asking(String model) {
    return to("/chat/completions")
        .withRequestBody(matchingJsonPath("$.model", WireMock.equalTo(model)));
  }

  private static MappingBuilder stream(MappingBuilder stub) {
    return stub.withRequestBody(matchingJsonPath("$.stream", WireMock.equalTo("true")));
  }

  private static ResponseDefinitionBuilder json(String name) {
    return answer(JSON).withBody(Answers.bytes(name));
  }

  private static ResponseDefinitionBuilder sse(String name) {
    return answer(SSE).withBody(Answers.bytes(name));
  }

  private static ResponseDefinitionBuilder answer(String type) {
    return aResponse()
        .withStatus(200)
        .withHeader("Content-Type", type)
        .withHeader("x-request-id", "req_0123456789")
        .withHeader("openai-processing-ms", "42");
  }
}
