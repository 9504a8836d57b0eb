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

/** Gemini's generateContent: whole, as server-sent events, and as one array. */
class GeminiFormatTest {
  private static final Sample WHOLE =
      Sample.files(
          Sample.GEMINI + "generateContent", "gemini-request.json", "gemini-response.json");
  private static final Sample SSE =
      Sample.files(Sample.GEMINI_STREAM, "gemini-request.json", "gemini-response.sse");
  private static final Sample ARRAY =
      Sample.files(Sample.GEMINI_STREAM, "gemini-request.json", "gemini-stream-response.json");
  private static final Usage USAGE = new Usage(83L, 30L, 40L, null, 5L);
  private static final Part PNG =
      blob(
          "image",
          "image/png",
          8,
          "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6");

  private static Part blob(String modality, String mimeType, long size, String sha256) {
    return new Part(
        "blob",
        Map.of("modality", modality, "mime_type", mimeType, "size", size, "sha256", sha256));
  }

  private static List<Message> answer(String text) {
    return List.of(
        new Message(
            "assistant",
            List.of(
                Part.reasoning("The carrier knows."),
                new Part("executable_code", Map.of("language", "PYTHON", "code", "print(5)")),
                new Part("code_execution_result", Map.of("outcome", "OUTCOME_OK", "output", "5\n")),
                Part.text(text)),
            null,
            "stop"),
        new Message(
            "assistant",
            List.of(
                Part.toolCall("fc_1", "remind", Map.of("day", "Friday", "hours", List.of(9, 17))),
                PNG),
            null,
            "tool_call"));
  }

  @Test
  void readsAWholeAnswer() {
    Call call = WHOLE.play();

    assertThat(call.operation()).isEqualTo("chat");
    assertThat(call.requestModel()).isEqualTo("gemini-2.5-flash");
    assertThat(call.responseModel()).isEqualTo("gemini-2.5-flash-002");
    assertThat(call.responseId()).isEqualTo("resp-9x");
    assertThat(call.usage()).isEqualTo(USAGE);
    assertThat(call.finishReasons()).containsExactly("stop", "tool_call");
    assertThat(call.outputMessages()).isEqualTo(answer("It comes on Friday – «soon» 😀."));
  }

  @Test
  void putsBothKindsOfStreamsTogether() {
    for (Sample sample : List.of(SSE, ARRAY)) {
      Call call = sample.play();

      assertThat(call.streaming()).isTrue();
      assertThat(call.timeToFirstChunkNanos()).isEqualTo(500);
      assertThat(call.responseModel()).isEqualTo("gemini-2.5-flash-002");
      assertThat(call.responseId()).isEqualTo("resp-9x");
      assertThat(call.usage()).isEqualTo(USAGE);
      assertThat(call.outputMessages()).isEqualTo(answer("It comes \"{[on Friday – «soon» 😀."));
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
    }
  }

  @Test
  void readsTheRequest() {
    Call call = WHOLE.play();

    assertThat(call.request())
        .containsOnly(
            entry("temperature", 0.3),
            entry("top_p", 0.9),
            entry("top_k", 40),
            entry("candidate_count", 2),
            entry("max_output_tokens", 1024),
            entry("stop_sequences", List.of("END")),
            entry("response_mime_type", "application/json"),
            entry("thinking_config.thinking_budget", 512),
            entry("thinking_config.include_thoughts", true),
            entry("tool_config.mode", "AUTO"),
            entry("labels", Map.of("tenant", "acme")));
    assertThat(call.systemInstructions())
        .containsExactly(Part.text("You are the support bot of a shop."));
    assertThat(call.toolDefinitions()).hasSize(2);
    assertThat(call.toolDefinitions().get(0))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("type", "function")
        .containsEntry("name", "search_orders")
        .containsKey("parameters");
    assertThat(call.toolDefinitions().get(1))
        .isEqualTo(Map.of("type", "google_search", "name", "google_search"));
  }

  @Test
  void readsTheContents() {
    List<Message> messages = WHOLE.play().inputMessages();

    assertThat(messages)
        .extracting(Message::role)
        .containsExactly("user", "assistant", "tool", "user");
    assertThat(messages.get(0).parts())
        .containsExactly(
            Part.text("Where is my order? 😀"),
            PNG,
            blob(
                "audio",
                "audio/wav",
                4,
                "a40ff3d5900fb7698b8c865041347cb49eccedc8f93945f89629ad104aaecce4"),
            new Part(
                "uri",
                Map.of(
                    "modality",
                    "document",
                    "mime_type",
                    "application/pdf",
                    "uri",
                    "gs://shop/bill.pdf")));
    assertThat(messages.get(1).parts())
        .containsExactly(Part.toolCall(null, "search_orders", Map.of("customer", "ada")));
    assertThat(messages.get(2).parts())
        .containsExactly(
            new Part(
                "tool_call_response",
                Map.of(
                    "response", Map.of("order", 4711, "state", "sent"), "name", "search_orders")));
    assertThat(messages.get(3).text()).isEqualTo("And when does it come?");
  }

  @Test
  void aBlockedPromptHasNoCandidates() {
    String blocked =
        "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":4}}";
    for (Sample sample :
        List.of(
            WHOLE.response(Sample.bytes(blocked)),
            SSE.response(Sample.bytes("data: " + blocked + "\n\n")),
            ARRAY.response(Sample.bytes("[" + blocked + "]")))) {
      Call call = sample.play();
      assertThat(call.finishReasons()).containsExactly("content_filter");
      assertThat(call.outputMessages().get(0).parts()).isEmpty();
      assertThat(call.usage()).isEqualTo(new Usage(4L, null, null, null, null));
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
    }
  }

  @Test
  void readsErrors() {
    String error =
        "{\"error\":{\"code\":429,\"message\":\"Quota exceeded\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[]}}";
    Failure told = new Failure("RESOURCE_EXHAUSTED", "Quota exceeded", 429);

    assertThat(WHOLE.response(Sample.bytes(error)).status(429).play().failure()).isEqualTo(told);
    assertThat(ARRAY.response(Sample.bytes("[" + error + "\n]")).status(429).play().failure())
        .isEqualTo(told);
    Failure late = new Failure("RESOURCE_EXHAUSTED", "Quota exceeded", 200);
    Call array = beginning(ARRAY, "\n,\r\n", "\n,\r\n" + error + "\n]").play();
    assertThat(array.failure()).isEqualTo(late);
    assertThat(array.outputMessages().get(0).parts())
        .containsExactly(Part.reasoning("The carrier"));
    assertThat(beginning(SSE, "\r\n\r\n", "\r\n\r\ndata: " + error + "\n\n").play().failure())
        .isEqualTo(late);
    assertThat(ARRAY.response(Sample.bytes(error)).play().failure()).isEqualTo(late);
  }

  @Test
  void keepsWhatCameOfAStreamThatWasLeft() {
    for (Sample left :
        List.of(
            beginning(SSE, "\r\n\r\n", "\r\n\r\ndata: {\"cand"),
            beginning(ARRAY, "\n,\r\n", "\n,\r\n{\"candidates\":[{\"content"))) {
      Call cut = left.play();

      assertThat(left.play(Ending.How.CLOSED).outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(cut.failure().type()).isEqualTo("incomplete_response");
      assertThat(cut.outputMessages().get(0).parts())
          .containsExactly(Part.reasoning("The carrier"));
      assertThat(cut.finishReasons()).isEmpty();
      assertThat(cut.usage()).isEqualTo(new Usage(80L, null, null, null, null));
    }
  }

  private static Sample beginning(Sample sample, String end, String then) {
    String stream = new String(sample.response(), StandardCharsets.UTF_8);
    return sample.response(Sample.bytes(stream.substring(0, stream.indexOf(end)) + then));
  }

  @Test
  void anArrayGoesOnBehindAHole() {
    byte[] bytes = ARRAY.response();
    ExchangeReader reader = ARRAY.reader(Sample.BUDGET);
    reader.response(200, Sample.JSON, null, null);
    reader.body(bytes, 0, 40);
    reader.missed();
    reader.body(bytes, 60, bytes.length - 60);
    Call call = reader.finish(Sample.ending(Ending.How.END_OF_BODY));

    assertThat(call.truncated()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.usage()).isEqualTo(USAGE);
    assertThat(call.outputMessages().get(0).text()).endsWith("«soon» 😀.");
  }

  @Test
  void anArrayIsReadWithoutItsType() {
    assertThat(
            new Sample(
                    ARRAY.path(), ARRAY.request(), Sample.JSON, 200, null, null, ARRAY.response())
                .play())
        .isEqualTo(ARRAY.play());
  }

  @Test
  void anEndlessArrayIsBounded() {
    int kept = 64 * 1024;
    ExchangeReader reader = ARRAY.reader(kept);
    reader.response(200, Sample.JSON, null, null);
    byte[] element =
        Sample.bytes(
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\""
                + "wört😀 ".repeat(800)
                + "\"},{\"functionCall\":{\"name\":\"f\"}}]}}]},");
    reader.body(Sample.bytes("["), 0, 1);
    for (long sent = 0; sent < 16L << 20; sent += element.length) {
      reader.body(element, 0, element.length);
    }
    Call call = reader.finish(Sample.ending(Ending.How.CLOSED));

    assertThat(call.truncated()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(Sample.textOf(call)).isBetween(kept / 2, kept);
  }
}
