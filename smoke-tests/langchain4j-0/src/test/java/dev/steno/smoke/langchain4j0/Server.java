package dev.steno.smoke.langchain4j0;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.steno.smoke.FakeModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What the providers answer to the program. */
final class Server {
  static final String TEXT = "Paris is the capital of France – voilà 🗼.";

  private Server() {}

  static void addTo(FakeModel model) {
    model.stub(to("/v1/messages").willReturn(file("anthropic.json")));
    model.stub(streamed(to("/v1/messages")).willReturn(file("anthropic.sse")));
    model.stub(to("/api/chat").willReturn(file("ollama.ndjson")));
    model.stub(
        to("/api/chat")
            .withRequestBody(matchingJsonPath("$.stream", equalTo("false")))
            .willReturn(file("ollama.json")));
    ResponseDefinitionBuilder failure = json("{\"error\":{\"message\":\"no\"}}").withStatus(500);
    inTurn(model, "retried", failure, text(TEXT));
    inTurn(model, "mood", text("GOOD"));
    inTurn(
        model,
        "turn",
        toolCall("call_1", "weather", "Paris"),
        toolCall("call_2", "time", "Paris"),
        text(TEXT));
    inTurn(model, "tool-throws", toolCall("call_1", "weather", "Atlantis"), text("No idea."));
    model.stub(
        streamed(to("/chat/completions"))
            .withRequestBody(matchingJsonPath("$.model", equalTo("mistral-large-latest")))
            .willReturn(file("mistral.sse")));
    inTurn(
        model,
        "stream-tools",
        file("stream-tool-call.sse"),
        sse(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Sunny.\"},"
                + "\"finish_reason\":\"stop\"}],\"model\":\"gpt-4o\"}\n\ndata: [DONE]\n\n"));
  }

  /** Requests for a model get these answers, one after the other, and then from the first again. */
  private static void inTurn(FakeModel server, String model, ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      server.stub(
          to("/chat/completions")
              .withRequestBody(matchingJsonPath("$.model", equalTo(model)))
              .inScenario(model)
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "after " + i)
              .willReturn(answers[i])
              .willSetStateTo(i == answers.length - 1 ? Scenario.STARTED : "after " + (i + 1)));
    }
  }

  private static ResponseDefinitionBuilder text(String text) {
    return chat("\"content\":\"" + text + "\"", "stop");
  }

  private static ResponseDefinitionBuilder toolCall(String id, String tool, String city) {
    String function =
        "{\"name\":\"" + tool + "\",\"arguments\":\"{\\\"city\\\":\\\"" + city + "\\\"}\"}";
    String call = "{\"id\":\"" + id + "\",\"type\":\"function\",\"function\":" + function + "}";
    return chat("\"content\":null,\"tool_calls\":[" + call + "]", "tool_calls");
  }

  private static ResponseDefinitionBuilder chat(String message, String reason) {
    return json(
        "{\"id\":\"chatcmpl-1\",\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\","
            + message
            + "},\"finish_reason\":\""
            + reason
            + "\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}");
  }

  private static MappingBuilder to(String path) {
    return post(urlPathMatching(".*" + path));
  }

  private static MappingBuilder streamed(MappingBuilder stub) {
    return stub.withRequestBody(matchingJsonPath("$.stream", equalTo("true")));
  }

  private static ResponseDefinitionBuilder json(String body) {
    return answer("application/json").withBody(body);
  }

  private static ResponseDefinitionBuilder sse(String body) {
    return answer("text/event-stream;charset=UTF-8").withBody(body);
  }

  private static ResponseDefinitionBuilder file(String name) {
    String type =
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "sse" -> "text/event-stream;charset=UTF-8";
          case "ndjson" -> "application/x-ndjson";
          default -> "application/json";
        };
    try (InputStream in = Server.class.getResourceAsStream("/answers/" + name)) {
      return answer(type).withBody(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ResponseDefinitionBuilder answer(String type) {
    return aResponse().withStatus(200).withHeader("Content-Type", type);
  }
}
