package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cohere's chat in both versions, generate and embed. */
class CohereFormatTest {
  private static final Sample WHOLE =
      Sample.files("/v2/chat", "cohere-request.json", "cohere-response.json");
  private static final Sample STREAM =
      Sample.files("/v2/chat", "cohere-request.json", "cohere-response.sse");
  private static final Sample WHOLE_V1 =
      Sample.files("/v1/chat", "cohere-v1-request.json", "cohere-v1-response.json");
  private static final Sample STREAM_V1 =
      Sample.files("/v1/chat", "cohere-v1-request.json", "cohere-v1-response.sse");
  private static final Part TEXT = Part.text("On Friday – «soon» 😀.");

  @Test
  void readsAWholeAnswer() {
    Call call = WHOLE.play();

    assertThat(call.requestModel()).isEqualTo("command-a-03-2025");
    assertThat(call.responseId()).isEqualTo("c14c80c3-18eb");
    assertThat(call.usage()).isEqualTo(new Usage(11L, 25L, 5L, null, null));
    assertThat(call.finishReasons()).containsExactly("tool_call");
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(
            Part.reasoning("I will remind them."),
            Part.reasoning("The carrier knows."),
            TEXT,
            Part.toolCall("remind_y2", "remind", Map.of("day", "Friday")));
  }

  @Test
  void putsAStreamTogether() {
    Call call = STREAM.play();

    assertThat(call.streaming()).isTrue();
    assertThat(call.responseId()).isEqualTo("c14c80c3-18eb");
    assertThat(call.usage()).isEqualTo(new Usage(11L, 25L, 5L, null, null));
    assertThat(call.finishReasons()).containsExactly("tool_call");
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(
            Part.reasoning("I will remind them."),
            TEXT,
            Part.toolCall("remind_y2", "remind", Map.of("day", "Friday")));
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void readsTheRequest() {
    Call call = WHOLE.play();

    assertThat(call.request())
        .containsOnly(
            entry("temperature", 0.3),
            entry("p", 0.75),
            entry("k", 10),
            entry("max_tokens", 400),
            entry("stop_sequences", List.of("END")),
            entry("safety_mode", "STRICT"),
            entry("response_format", "json_object"),
            entry("thinking", Map.of("type", "enabled", "token_budget", 100)));
    assertThat(call.inputMessages())
        .extracting(Message::role)
        .containsExactly("system", "user", "assistant", "tool");
    Message user = call.inputMessages().get(1);
    assertThat(user.text()).isEqualTo("Where is my order? 😀");
    assertThat(user.parts()).hasSize(4);
    assertThat(user.parts().get(1).type()).isEqualTo("blob");
    assertThat(user.parts().subList(2, 4))
        .containsExactly(
            new Part(
                "document", Map.of("id", "doc1", "data", Map.of("text", "We ship on Fridays."))),
            Part.of("document", "content", "Plain text"));
    assertThat(call.inputMessages().get(2).parts())
        .containsExactly(
            Part.reasoning("I will look it up."),
            Part.toolCall("search_orders_x1", "search_orders", Map.of("customer", "ada")));
    assertThat(call.toolDefinitions()).hasSize(1);
  }

  @Test
  void readsTheFirstVersion() {
    Call call = WHOLE_V1.play();

    assertThat(call.operation()).isEqualTo("chat");
    assertThat(call.responseId()).isEqualTo("r-1");
    assertThat(call.request())
        .containsOnly(entry("conversation_id", "conv-7"), entry("temperature", 0.3));
    assertThat(call.systemInstructions())
        .containsExactly(Part.text("You are the support bot of a shop."));
    assertThat(call.inputMessages())
        .extracting(Message::role)
        .containsExactly("user", "assistant", "tool", "user");
    assertThat(call.inputMessages().get(1).parts())
        .containsExactly(
            Part.text("Hello!"), Part.toolCall(null, "search_orders", Map.of("customer", "ada")));
    assertThat(call.inputMessages().get(2).parts())
        .containsExactly(
            new Part(
                "tool_call_response",
                Map.of("response", List.of(Map.of("order", 4711)), "name", "search_orders")));
    assertThat(call.inputMessages().get(3).parts())
        .containsExactly(
            Part.text("Where is my order? 😀"),
            new Part("document", Map.of("title", "Shipping", "snippet", "On Fridays.")));
    assertThat(call.toolDefinitions())
        .containsExactly(
            Map.of(
                "type",
                "function",
                "name",
                "search_orders",
                "description",
                "Finds orders",
                "parameter_definitions",
                Map.of("customer", Map.of("type", "str", "required", true))),
            Map.of("type", "connector", "name", "web-search"));
  }

  @Test
  void bothVersionsOfTheFirstAnswerAreOne() {
    for (Call call : List.of(WHOLE_V1.play(), STREAM_V1.play())) {
      assertThat(call.usage()).isEqualTo(new Usage(11L, 25L, null, null, null));
      assertThat(call.responseId()).isEqualTo("r-1");
      assertThat(call.finishReasons()).containsExactly("tool_call");
      assertThat(call.outputMessages().get(0).parts())
          .containsExactly(TEXT, Part.toolCall(null, "remind", Map.of("day", "Friday")));
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
    }
    assertThat(STREAM_V1.play().streaming()).isTrue();
  }

  @Test
  void readsGenerations() {
    Sample sample =
        Sample.files(
            "/v1/generate", "cohere-generate-request.json", "cohere-generate-response.json");
    Call whole = sample.play();
    String events =
        """
        data: {"text":" a","index":0,"is_finished":false,"event_type":"text-generation"}

        data: {"text":" a hill","index":1,"is_finished":false,"event_type":"text-generation"}

        data: {"text":" time","index":0,"is_finished":false,"event_type":"text-generation"}

        data: {"is_finished":true,"event_type":"stream-end","finish_reason":"COMPLETE","response":{"id":"gen-1","generations":[{"index":0,"text":" a time","finish_reason":"COMPLETE"},{"index":1,"text":" a hill","finish_reason":"MAX_TOKENS"}]}}

        """;
    Call stream =
        Sample.text(
                "/v1/generate",
                new String(sample.request(), StandardCharsets.UTF_8),
                Sample.SSE,
                events)
            .play();

    assertThat(whole.operation()).isEqualTo("text_completion");
    assertThat(whole.inputMessages().get(0).text()).isEqualTo("Once upon");
    assertThat(whole.usage()).isEqualTo(new Usage(2L, 4L, null, null, null));
    for (Call call : List.of(whole, stream)) {
      assertThat(call.responseId()).isEqualTo("gen-1");
      assertThat(call.finishReasons()).containsExactly("stop", "length");
      assertThat(call.outputMessages())
          .extracting(Message::text)
          .containsExactly(" a time", " a hill");
    }
  }

  @Test
  void embeddingsAreOnlyCounted() {
    Call typed =
        Sample.files("/v2/embed", "cohere-embed-request.json", "cohere-embed-response.json").play();
    Call old = embed("{\"id\":\"e\",\"embeddings\":[[0.1,0.2,0.3]],\"texts\":[\"hello\"]}");
    Call bits = embed("{\"embeddings\":{\"ubinary\":[[1,2]]}}");

    assertThat(typed.operation()).isEqualTo("embeddings");
    assertThat(typed.inputMessages().get(0).text()).isEqualTo("hello\nworld");
    assertThat(typed.inputMessages().get(0).parts().get(2).type()).isEqualTo("blob");
    assertThat(typed.result()).containsExactly(entry("count", 2L), entry("dimensions", 16L));
    assertThat(typed.usage()).isEqualTo(new Usage(6L, null, null, null, null));
    assertThat(old.result()).containsExactly(entry("count", 1L), entry("dimensions", 3L));
    assertThat(bits.result()).containsExactly(entry("count", 1L), entry("dimensions", 16L));
  }

  private static Call embed(String response) {
    return Sample.text("/v1/embed", "{\"texts\":[\"hello\"]}", Sample.JSON, response).play();
  }

  @Test
  void readsErrors() {
    Sample refused =
        WHOLE.response(Sample.bytes("{\"id\":\"x\",\"message\":\"invalid api token\"}"));
    String broken =
        "data: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\",\"error\":\"out of memory\"}}\n\n";

    assertThat(refused.status(401).play().failure())
        .isEqualTo(new Failure("401", "invalid api token", 401));
    Call call = beginning(STREAM, "event: tool-call-start", broken).play();
    assertThat(call.failure()).isEqualTo(new Failure("error", "out of memory", 200));
    assertThat(call.outputMessages().get(0).text()).isEqualTo("On Friday – «soon» 😀.");
    assertThat(call.finishReasons()).containsExactly("error");
  }

  @Test
  void keepsWhatCameOfAStreamThatWasLeft() {
    for (Sample left :
        List.of(
            beginning(STREAM, "event: tool-call-start", "event: tool"),
            beginning(STREAM_V1, "data: {\"is_finished\":false,\"event_type\":\"cit", "data: {"))) {
      Call cut = left.play();

      assertThat(left.play(Ending.How.CLOSED).outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(cut.failure().type()).isEqualTo("incomplete_response");
      assertThat(cut.outputMessages().get(0).text()).isEqualTo("On Friday – «soon» 😀.");
      assertThat(cut.finishReasons()).isEmpty();
      assertThat(cut.usage()).isNull();
    }
  }

  private static Sample beginning(Sample sample, String end, String then) {
    String stream = new String(sample.response(), StandardCharsets.UTF_8);
    return sample.response(Sample.bytes(stream.substring(0, stream.indexOf(end)) + then));
  }
}
