package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bedrock's Converse, whole and streamed. */
class ConverseFormatTest {
  private static final String MODEL = "/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/";
  private static final Sample WHOLE =
      Sample.files(MODEL + "converse", "converse-request.json", "converse-response.json");
  private static final Sample STREAM =
      Sample.files(MODEL + "converse-stream", "converse-request.json", "converse-response.events");

  @Test
  void readsWholeAndStreamedAnswersAlike() {
    for (Sample sample : List.of(WHOLE, STREAM)) {
      Call call = sample.play();

      assertThat(call.operation()).isEqualTo("chat");
      assertThat(call.requestModel()).isEqualTo("us.anthropic.claude-sonnet-4-5-20250929-v1:0");
      assertThat(call.responseModel()).isNull();
      assertThat(call.streaming()).isEqualTo(sample == STREAM);
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
      assertThat(call.truncated()).isFalse();
      assertThat(call.usage()).isEqualTo(new Usage(1230L, 628L, 1000L, 200L, null));
      assertThat(call.result()).containsOnly(entry("latency_ms", 1275L));
      assertThat(call.outputMessages())
          .containsExactly(
              new Message(
                  "assistant",
                  List.of(
                      Part.reasoning("Hmm."),
                      Part.text("It is «warm» 😀."),
                      Part.toolCall("tooluse_9", "get_weather", Map.of("city", "Köln"))),
                  null,
                  "tool_call"));
    }
  }

  @Test
  void readsTheRequest() {
    Call call = WHOLE.play();

    assertThat(call.request())
        .containsOnly(
            entry("maxTokens", 500),
            entry("temperature", 0.5),
            entry("topP", 0.9),
            entry("stopSequences", List.of("END")),
            entry("requestMetadata", Map.of("tenant", "acme")),
            entry("guardrailIdentifier", "gr-1"),
            entry("guardrailVersion", "2"),
            entry("toolChoice", Map.of("auto", Map.of())));
    assertThat(call.systemInstructions()).containsExactly(Part.text("Be brief."));
    assertThat(call.toolDefinitions())
        .containsExactly(
            Map.of(
                "type",
                "function",
                "name",
                "get_weather",
                "description",
                "The weather",
                "parameters",
                Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string")))));
    assertThat(call.inputMessages())
        .extracting(Message::role)
        .containsExactly("user", "assistant", "tool");
    assertThat(call.inputMessages().get(1).parts())
        .startsWith(
            Part.reasoning("I need the weather."),
            Part.text("One moment."),
            Part.toolCall("tooluse_1", "get_weather", Map.of("city", "Paris")));
    assertThat(call.inputMessages().get(2).parts())
        .containsExactly(
            Part.toolCallResponse("tooluse_1", Map.of("degrees", 11)),
            Part.toolCallResponse("tooluse_2", "12:\n30"),
            Part.toolCallResponse(
                "tooluse_3", List.of(Map.of("type", "text", "content", "a"), Map.of("b", 1))));
  }

  @Test
  void keepsNoBinaryContent() {
    List<Part> parts = WHOLE.play().inputMessages().get(0).parts();

    assertThat(parts).hasSize(5);
    assertThat(parts.get(0)).isEqualTo(Part.text("Look: ü😀"));
    assertThat(parts.get(1).fields())
        .containsOnly(
            entry("modality", "image"),
            entry("mime_type", "image/png"),
            entry("size", 8L),
            entry("sha256", "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6"));
    assertThat(parts.get(2).type()).isEqualTo("blob");
    assertThat(parts.get(2).fields())
        .containsEntry("modality", "document")
        .containsEntry("mime_type", "application/pdf")
        .containsEntry("filename", "bill")
        .containsEntry("size", 5L);
    assertThat(parts.get(3))
        .isEqualTo(
            new Part(
                "uri",
                Map.of(
                    "modality", "video", "mime_type", "video/mp4", "uri", "s3://bucket/film.mp4")));
    assertThat(parts.get(4)).isEqualTo(Part.text("guarded"));
    String big = "QUJD".repeat(100_000);
    Call call =
        WHOLE
            .request(
                "{\"messages\":[{\"content\":[{\"image\":{\"source\":{\"bytes\":\""
                    + big
                    + "\"}}}]}]}")
            .play();
    assertThat(call.truncated()).isFalse();
    assertThat(call.inputMessages().get(0).parts().get(0).fields()).containsEntry("size", 300_000L);
  }

  @Test
  void toolResultsAndTextOfOneTurnAreTwoMessages() {
    Call call =
        WHOLE
            .request(
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"t\",\"content\":[{\"text\":\"1\"}]}},{\"text\":\"And now?\"}]}]}")
            .play();

    assertThat(call.inputMessages())
        .containsExactly(
            new Message("tool", List.of(Part.toolCallResponse("t", "1")), null, null),
            new Message("user", List.of(Part.text("And now?")), null, null));
  }

  @Test
  void tellsWhyItEnded() {
    Map.of(
            "end_turn", "stop",
            "stop_sequence", "stop",
            "max_tokens", "length",
            "tool_use", "tool_call",
            "guardrail_intervened", "content_filter",
            "content_filtered", "content_filter",
            "model_context_window_exceeded", "model_context_window_exceeded")
        .forEach(
            (told, word) ->
                assertThat(
                        Sample.text(
                                MODEL + "converse",
                                "{}",
                                Sample.JSON,
                                "{\"output\":{},\"stopReason\":\"" + told + "\"}")
                            .play()
                            .finishReasons())
                    .containsExactly(word));
  }

  @Test
  void usageWithoutACacheIsWhatItSays() {
    Call call =
        Sample.text(
                MODEL + "converse",
                "{}",
                Sample.JSON,
                "{\"usage\":{\"inputTokens\":30,\"outputTokens\":6,\"totalTokens\":36}}")
            .play();

    assertThat(call.usage()).isEqualTo(new Usage(30L, 6L, null, null, null));
  }

  @Test
  void readsErrors() {
    Sample refused =
        Sample.text(MODEL + "converse", "{}", Sample.JSON, "{\"message\":\"Input is too long\"}")
            .status(400);
    assertThat(refused.play().failure()).isEqualTo(new Failure("400", "Input is too long", 400));
    Sample typed =
        refused.response(
            Sample.bytes(
                "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"No\"}"));
    assertThat(typed.play().failure()).isEqualTo(new Failure("AccessDeniedException", "No", 400));
  }

  @Test
  void cutStreamsKeepWhatTheySaid() {
    byte[] whole = STREAM.response();
    int stop = EventStreams.wholeAt(whole);
    Sample cut = STREAM.response(Arrays.copyOf(whole, stop - 1));

    Call cancelled = cut.play(Ending.How.CLOSED);
    assertThat(cancelled.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(cancelled.outputMessages().get(0).text()).isEqualTo("It is «warm» 😀.");
    assertThat(cancelled.finishReasons()).isEmpty();
    assertThat(cut.play().failure())
        .isEqualTo(
            new Failure("incomplete_response", "the stream ended before its last event", 200));
    Call unmeasured = STREAM.response(Arrays.copyOf(whole, stop)).play();
    assertThat(unmeasured.outcome()).isEqualTo(Outcome.OK);
    assertThat(unmeasured.usage()).isNull();
  }
}
