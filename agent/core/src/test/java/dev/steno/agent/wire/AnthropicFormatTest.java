package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.steno.agent.model.Billed;
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

/** Anthropic's messages, whole and streamed. */
class AnthropicFormatTest {
  private static final Sample WHOLE =
      Sample.files(Sample.ANTHROPIC, "anthropic-request.json", "anthropic-response.json");
  private static final Sample STREAM =
      Sample.files(Sample.ANTHROPIC, "anthropic-request.json", "anthropic-response.sse");
  private static final String PNG_SHA =
      "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6";
  private static final Map<String, Object> PNG =
      Map.of("modality", "image", "mime_type", "image/png", "size", 8L, "sha256", PNG_SHA);
  private static final List<Part> ANSWER =
      List.of(
          Part.reasoning("The carrier knows."),
          new Part(
              "server_tool_call",
              Map.of(
                  "id",
                  "srvtoolu_01",
                  "name",
                  "web_search",
                  "server_tool_call",
                  Map.of("type", "server_tool_use", "input", Map.of("query", "carrier times")))),
          new Part(
              "server_tool_call_response",
              Map.of(
                  "id",
                  "srvtoolu_01",
                  "server_tool_call_response",
                  Map.of(
                      "type",
                      "web_search_tool_result",
                      "content",
                      List.of(
                          Map.of(
                              "type",
                              "web_search_result",
                              "title",
                              "Times",
                              "url",
                              "https://carrier.example",
                              "page_age",
                              "1 day"))))),
          Part.text("It comes on Friday – «soon» 😀."),
          Part.toolCall("toolu_03", "remind", Map.of("day", "Friday", "hours", List.of(9, 17))));

  @Test
  void readsAWholeAnswer() {
    Call call = WHOLE.play();

    assertThat(call.operation()).isEqualTo("chat");
    assertThat(call.requestModel()).isEqualTo("claude-sonnet-4-5");
    assertThat(call.responseModel()).isEqualTo("claude-sonnet-4-5-20250929");
    assertThat(call.responseId()).isEqualTo("msg_01Ab");
    assertThat(call.finishReasons()).containsExactly("tool_call");
    assertThat(call.outputMessages().get(0).parts()).containsExactlyElementsOf(ANSWER);
  }

  @Test
  void inputTokensHoldTheCachedOnes() {
    assertThat(WHOLE.play().usage())
        .isEqualTo(new Usage(142L, 57L, 100L, 30L, null, Map.of(Billed.WEB_SEARCHES, 1L)));
  }

  @Test
  void theLastCountsOfAStreamWin() {
    assertThat(STREAM.play().usage()).isEqualTo(new Usage(144L, 57L, 100L, 30L, 20L));
  }

  @Test
  void putsAStreamTogether() {
    Call call = STREAM.play();

    assertThat(call.streaming()).isTrue();
    assertThat(call.responseModel()).isEqualTo("claude-sonnet-4-5-20250929");
    assertThat(call.responseId()).isEqualTo("msg_01Ab");
    assertThat(call.finishReasons()).containsExactly("tool_call");
    assertThat(call.outputMessages().get(0).parts()).containsExactlyElementsOf(ANSWER);
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void readsTheRequest() {
    Call call = WHOLE.play();

    assertThat(call.request())
        .containsOnly(
            entry("max_tokens", 1024),
            entry("temperature", 0.3),
            entry("top_k", 40),
            entry("stop_sequences", List.of("END")),
            entry("metadata", Map.of("user_id", "u-17")),
            entry("thinking", Map.of("type", "enabled", "budget_tokens", 2048)),
            entry("tool_choice", Map.of("type", "auto")),
            entry("output_config.effort", "high"));
    assertThat(call.toString()).doesNotContain("s3cret");
    assertThat(call.systemInstructions())
        .containsExactly(Part.text("You are the support bot of a shop."), Part.text("Be kind."));
    assertThat(call.toolDefinitions())
        .containsExactly(
            Map.of(
                "type",
                "function",
                "name",
                "search_orders",
                "description",
                "Finds orders",
                "parameters",
                Map.of(
                    "type", "object", "properties", Map.of("customer", Map.of("type", "string")))),
            Map.of("type", "web_search_20250305", "name", "web_search", "max_uses", 3));
  }

  @Test
  void readsTheMessages() {
    List<Message> messages = WHOLE.play().inputMessages();

    assertThat(messages)
        .extracting(Message::role)
        .containsExactly("user", "assistant", "tool", "user");
    assertThat(messages.get(0).text()).isEqualTo("Where is my order? 😀");
    assertThat(messages.get(0).parts().subList(1, 4))
        .containsExactly(
            new Part("blob", PNG),
            new Part("uri", Map.of("modality", "image", "uri", "https://shop.example/box.png")),
            new Part(
                "blob",
                Map.of(
                    "modality",
                    "document",
                    "mime_type",
                    "application/pdf",
                    "size",
                    5L,
                    "sha256",
                    "38523c087796e5d5dd1cf9bad1fb026781a838dd9dd2cf8af58b9f6502a46778",
                    "title",
                    "Bill")));
    assertThat(messages.get(0).parts().subList(4, 6))
        .containsExactly(
            new Part("file", Map.of("modality", "document", "file_id", "file_011")),
            Part.of("document", "content", "Terms of sale"));
    assertThat(messages.get(1).parts())
        .containsExactly(
            Part.reasoning("I must look it up."),
            new Part("redacted_thinking", Map.of()),
            Part.text("One moment."),
            Part.toolCall("toolu_01", "search_orders", Map.of("customer", "ada")),
            Part.toolCall("toolu_02", "photo", Map.of()));
    assertThat(messages.get(2).parts().get(0))
        .isEqualTo(Part.toolCallResponse("toolu_01", "order 4711\nsent"));
    assertThat(messages.get(2).parts().get(1).fields())
        .containsEntry("is_error", true)
        .extractingByKey("response")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsAllEntriesOf(PNG);
    assertThat(messages.get(3).text()).isEqualTo("And when does it come?");
  }

  @Test
  void vertexNamesTheModelInThePath() {
    String path = "/v1/projects/p/locations/eu/publishers/anthropic/models/claude-x:";
    String request = "{\"anthropic_version\":\"vertex-2023-10-16\",\"messages\":[]}";
    String answer = new String(WHOLE.response(), StandardCharsets.UTF_8);
    String events = new String(STREAM.response(), StandardCharsets.UTF_8);
    Call whole = Sample.text(path + "rawPredict", request, Sample.JSON, answer).play();
    Call stream = Sample.text(path + "streamRawPredict", request, Sample.SSE, events).play();

    assertThat(whole.requestModel()).isEqualTo("claude-x");
    assertThat(whole.outputMessages()).isEqualTo(WHOLE.play().outputMessages());
    assertThat(stream.outputMessages()).isEqualTo(STREAM.play().outputMessages());
  }

  @Test
  void tellsWhyItEnded() {
    for (String[] reason :
        new String[][] {
          {"end_turn", "stop"},
          {"stop_sequence", "stop"},
          {"max_tokens", "length"},
          {"refusal", "content_filter"},
          {"pause_turn", "pause_turn"}
        }) {
      Sample sample =
          WHOLE.response(
              Sample.bytes("{\"content\":[],\"stop_reason\":\"%s\"}".formatted(reason[0])));
      assertThat(sample.play().finishReasons()).containsExactly(reason[1]);
    }
  }

  @Test
  void readsErrors() {
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"},\"request_id\":\"req_011\"}";
    Sample refused = WHOLE.response(Sample.bytes(error)).status(529);
    ExchangeReader reader = refused.reader(Sample.BUDGET);
    reader.response(529, Sample.JSON, null, null);
    reader.body(refused.response(), 0, refused.response().length);

    assertThat(refused.play().failure())
        .isEqualTo(new Failure("overloaded_error", "Overloaded", 529));
    assertThat(reader.finish(Sample.ending(Ending.How.END_OF_BODY)).requestId())
        .isEqualTo("req_011");
    Call broken = beginning("\"on Friday", "event: error\ndata: " + error + "\n\n").play();
    assertThat(broken.failure()).isEqualTo(new Failure("overloaded_error", "Overloaded", 200));
    assertThat(broken.outputMessages().get(0).text()).isEqualTo("It comes ");
  }

  @Test
  void keepsWhatCameOfAStreamThatWasLeft() {
    Sample left = beginning("\"on Friday", "");
    Call cut = left.play();

    assertThat(left.play(Ending.How.CLOSED).outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(cut.failure().type()).isEqualTo("incomplete_response");
    assertThat(cut.outputMessages().get(0).parts())
        .containsExactlyElementsOf(
            List.of(ANSWER.get(0), ANSWER.get(1), ANSWER.get(2), Part.text("It comes ")));
    assertThat(cut.finishReasons()).isEmpty();
    assertThat(cut.usage()).isEqualTo(new Usage(142L, 1L, 100L, 30L, null));
  }

  /** The stream up to a word, and what comes then instead. */
  private static Sample beginning(String end, String then) {
    String stream = new String(STREAM.response(), StandardCharsets.UTF_8);
    int line = stream.lastIndexOf("\n\n", stream.indexOf(end)) + 2;
    return STREAM.response(Sample.bytes(stream.substring(0, line) + then));
  }

  @Test
  void vertexServesOthersInTheChatFormat() {
    String path = "/v1/projects/p/locations/eu/publishers/mistralai/models/mistral-x:";
    String answer = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";
    Call call = Sample.text(path + "rawPredict", "{}", Sample.JSON, answer).play();

    assertThat(call.requestModel()).isEqualTo("mistral-x");
    assertThat(call.outputMessages().get(0).text()).isEqualTo("Hi");
    assertThat(Endpoint.of("/v1/projects/p/locations/eu/endpoints/1:rawPredict")).isNull();
  }

  @Test
  void endlessBlocksAreBounded() {
    int kept = 64 * 1024;
    ExchangeReader reader = STREAM.reader(kept);
    reader.response(200, Sample.SSE, null, null);
    for (int i = 0; i < 20_000; i++) {
      byte[] block =
          Sample.bytes(
              """
              data: {"type":"content_block_start","index":%d,"content_block":{"type":"tool_use","name":"f"}}

              data: {"type":"content_block_delta","index":%d,"delta":{"type":"input_json_delta","partial_json":"{}"}}

              """
                  .formatted(i, i));
      reader.body(block, 0, block.length);
    }
    Call call = reader.finish(Sample.ending(Ending.How.CLOSED));

    assertThat(call.truncated()).isTrue();
    assertThat(call.outputMessages().get(0).parts()).hasSizeLessThan(kept / 64);
    assertThat(Sample.textOf(call)).isLessThanOrEqualTo(kept);
  }

  @Test
  void toleratesBlocksThatNeverBegan() {
    String stream =
        """
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hi"}}

        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":"}}

        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}

        """;

    Call call = STREAM.response(Sample.bytes(stream)).play();
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(Part.text("Hi"), Part.toolCall(null, "", "{\"a\":"));
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.usage()).isNull();
  }
}
