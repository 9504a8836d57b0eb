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

/** Ollama's native format: chat, generate, embeddings. */
class OllamaFormatTest {
  private static final Sample WHOLE =
      Sample.files(Sample.OLLAMA_CHAT, "ollama-chat-request.json", "ollama-chat-response.json");
  private static final Sample STREAM =
      Sample.files(Sample.OLLAMA_CHAT, "ollama-chat-request.json", "ollama-chat-response.ndjson");
  private static final String ASKED = "{\"model\":\"m\",\"messages\":[]}";

  @Test
  void readsWholeAndStreamedAnswersAlike() {
    for (Sample sample : List.of(WHOLE, STREAM)) {
      Call call = sample.play();

      assertThat(call.operation()).isEqualTo("chat");
      assertThat(call.requestModel()).isEqualTo("llava:13b");
      assertThat(call.responseModel()).isEqualTo("llava:13b");
      assertThat(call.responseId()).isNull();
      assertThat(call.streaming()).isEqualTo(sample == STREAM);
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
      assertThat(call.truncated()).isFalse();
      assertThat(call.usage()).isEqualTo(new Usage(26L, 29L, null, null, null));
      assertThat(call.outputMessages())
          .containsExactly(
              new Message(
                  "assistant",
                  List.of(Part.reasoning("Hm."), Part.text("A box — «Größe» 😀.")),
                  null,
                  "stop"));
    }
  }

  @Test
  void readsTheRequest() {
    Call call = WHOLE.play();

    assertThat(call.request())
        .containsOnly(
            entry("temperature", 0.1),
            entry("top_p", 0.9),
            entry("num_predict", 64),
            entry("num_ctx", 4096),
            entry("seed", 7),
            entry("stop", List.of("END")),
            entry("think", true),
            entry("keep_alive", "5m"),
            entry("format", "json_schema"));
    assertThat(call.toolDefinitions()).hasSize(1);
    assertThat(call.inputMessages())
        .extracting(Message::role)
        .containsExactly("system", "user", "assistant", "tool");
    assertThat(call.inputMessages().get(1).parts())
        .containsExactly(
            Part.text("What is on it?"),
            new Part(
                "blob",
                Map.of(
                    "modality",
                    "image",
                    "size",
                    8L,
                    "sha256",
                    "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6")));
    assertThat(call.inputMessages().get(2).parts())
        .containsExactly(
            Part.reasoning("I need the weather."),
            Part.toolCall(null, "get_weather", Map.of("city", "Paris")));
    assertThat(call.inputMessages().get(3).name()).isEqualTo("get_weather");
    assertThat(call.inputMessages().get(3).parts())
        .containsExactly(Part.toolCallResponse(null, "11 degrees"));
  }

  @Test
  void bigImagesAreNotKept() {
    String image = "QUJD".repeat(100_000);
    Call call =
        WHOLE
            .request(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"images\":[\""
                    + image
                    + "\",\""
                    + image
                    + "\"]}]}")
            .play();

    assertThat(call.truncated()).isFalse();
    assertThat(call.inputMessages().get(0).parts()).hasSize(3);
    assertThat(call.inputMessages().get(0).parts().get(2).fields()).containsEntry("size", 300_000L);
  }

  @Test
  void itStreamsUnlessToldNotTo() {
    assertThat(withoutAnswer("{}").streaming()).isTrue();
    assertThat(withoutAnswer("{\"stream\":true}").streaming()).isTrue();
    assertThat(withoutAnswer("{\"stream\":false}").streaming()).isFalse();
  }

  private static Call withoutAnswer(String request) {
    ExchangeReader reader = WHOLE.reader(Sample.BUDGET);
    byte[] bytes = Sample.bytes(request);
    reader.request(bytes, 0, bytes.length, Sample.JSON);
    return reader.finish(Sample.ending(Ending.How.FAILED));
  }

  @Test
  void anAnswerThatAsksForToolsSaysSo() {
    Call call =
        Sample.files(Sample.OLLAMA_CHAT, "ollama-chat-request.json", "ollama-tools-response.ndjson")
            .play();

    assertThat(call.finishReasons()).containsExactly("tool_call");
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(
            Part.toolCall(null, "get_weather", Map.of("city", "Paris")),
            Part.toolCall("call_2", "now", Map.of()));
    assertThat(call.usage()).isEqualTo(new Usage(169L, 15L, null, null, null));
  }

  @Test
  void readsGenerate() {
    for (String answer :
        List.of("ollama-generate-response.json", "ollama-generate-response.ndjson")) {
      Call call = Sample.files("/api/generate", "ollama-generate-request.json", answer).play();

      assertThat(call.operation()).isEqualTo("text_completion");
      assertThat(call.systemInstructions()).containsExactly(Part.text("Only code."));
      assertThat(call.inputMessages().get(0).parts())
          .containsExactly(Part.text("def add("), Part.of("suffix", "content", "return c"));
      assertThat(call.request()).containsOnly(entry("temperature", 0), entry("raw", false));
      assertThat(call.outputMessages().get(0).text()).isEqualTo("a, b):\n  c = a + b");
      assertThat(call.finishReasons()).containsExactly("length");
      assertThat(call.usage()).isEqualTo(new Usage(12L, 8L, null, null, null));
    }
  }

  @Test
  void loadingAndUnloadingAModelSaysNothing() {
    Call call =
        Sample.text(
                "/api/generate",
                "{\"model\":\"m\",\"keep_alive\":0}",
                Sample.JSON,
                "{\"model\":\"m\",\"response\":\"\",\"done\":true,\"done_reason\":\"unload\"}")
            .play();

    assertThat(call.finishReasons()).containsExactly("unload");
    assertThat(call.inputMessages()).isEmpty();
    assertThat(call.usage()).isNull();
  }

  @Test
  void embeddingsAreCountedAndNotKept() {
    Call several =
        Sample.files("/api/embed", "ollama-embed-request.json", "ollama-embed-response.json")
            .play();
    Call one =
        Sample.text(
                "/api/embeddings",
                "{\"model\":\"m\",\"prompt\":\"Hi\"}",
                Sample.JSON,
                "{\"embedding\":[0.1,0.2]}")
            .play();

    assertThat(several.operation()).isEqualTo("embeddings");
    assertThat(several.inputMessages().get(0).parts()).hasSize(2);
    assertThat(several.result()).containsOnly(entry("count", 2L), entry("dimensions", 3L));
    assertThat(several.usage()).isEqualTo(new Usage(8L, null, null, null, null));
    assertThat(several.streaming()).isFalse();
    assertThat(one.result()).containsOnly(entry("count", 1L), entry("dimensions", 2L));
    assertThat(one.inputMessages().get(0).text()).isEqualTo("Hi");
    assertThat(one.usage()).isNull();
  }

  @Test
  void readsErrors() {
    String error = "{\"error\":\"model 'm' not found\"}";
    Sample refused = Sample.text(Sample.OLLAMA_CHAT, ASKED, Sample.JSON, error);

    assertThat(refused.status(404).play().failure())
        .isEqualTo(new Failure("404", "model 'm' not found", 404));
    String half = "{\"message\":{\"content\":\"Hal\"},\"done\":false}\n";
    Call stream = Sample.text(Sample.OLLAMA_CHAT, ASKED, Sample.NDJSON, half + error + "\n").play();
    assertThat(stream.failure()).isEqualTo(new Failure("error", "model 'm' not found", 200));
    assertThat(stream.outputMessages().get(0).text()).isEqualTo("Hal");
  }

  @Test
  void cutStreamsKeepWhatTheySaid() {
    int end =
        new String(STREAM.response(), java.nio.charset.StandardCharsets.ISO_8859_1)
            .lastIndexOf('{');
    Sample cut = STREAM.response(Arrays.copyOf(STREAM.response(), end + 20));

    assertThat(cut.play(Ending.How.CLOSED).outcome()).isEqualTo(Outcome.CANCELLED);
    Call call = cut.play();
    assertThat(call.failure())
        .isEqualTo(
            new Failure("incomplete_response", "the stream ended before its last line", 200));
    assertThat(call.outputMessages().get(0).text()).isEqualTo("A box — «Größe» 😀.");
    assertThat(call.finishReasons()).isEmpty();
  }
}
