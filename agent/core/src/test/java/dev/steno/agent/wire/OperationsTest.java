package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operations other than chat. */
class OperationsTest {
  @Test
  void embeddingsAreCountedAndNotKept() {
    Call call =
        Sample.files("/v1/embeddings", "embeddings-request.json", "embeddings-response.json")
            .play();

    assertThat(call.operation()).isEqualTo("embeddings");
    assertThat(call.inputMessages().get(0).parts())
        .containsExactly(Part.text("red shoes"), Part.text("blaue Schuhe"));
    assertThat(call.request())
        .containsExactly(entry("encoding_format", "float"), entry("dimensions", 4));
    assertThat(call.result()).containsExactly(entry("count", 2L), entry("dimensions", 4L));
    assertThat(call.usage()).isEqualTo(new Usage(6L, null, null, null, null));
    assertThat(call.outputMessages()).isEmpty();
    assertThat(call.truncated()).isFalse();
  }

  @Test
  void embeddingsMayBeBase64AndInputsTokens() {
    for (int floats : new int[] {2, 1536}) {
      byte[] vector = new byte[floats * 4];
      Arrays.fill(vector, (byte) 77);
      String base64 = java.util.Base64.getEncoder().encodeToString(vector);
      Call call =
          Sample.text(
                  "/v1/embeddings",
                  "{\"model\":\"e\",\"input\":[[1,2,3],[4,5]],\"encoding_format\":\"base64\"}",
                  Sample.JSON,
                  "{\"data\":[{\"embedding\":\"" + base64 + "\"}],\"usage\":{\"prompt_tokens\":5}}")
              .play();

      assertThat(call.result())
          .containsExactly(entry("count", 1L), entry("dimensions", (long) floats));
      assertThat(call.inputMessages().get(0).parts())
          .containsExactly(Part.of("tokens", "count", 3L), Part.of("tokens", "count", 2L));
      assertThat(call.usage()).isEqualTo(new Usage(5L, null, null, null, null));
    }
  }

  @Test
  void readsLegacyCompletions() {
    String path = "/v1/completions";
    Call whole = Sample.files(path, "completions-request.json", "completions-response.json").play();
    Call stream = Sample.files(path, "completions-request.json", "completions-response.sse").play();

    assertThat(whole.operation()).isEqualTo("text_completion");
    assertThat(whole.inputMessages().get(0).text()).isEqualTo("Say hi");
    assertThat(whole.outputMessages().get(0).text()).isEqualTo("\n\nHi there");
    assertThat(whole.finishReasons()).containsExactly("length");
    assertThat(whole.usage()).isEqualTo(new Usage(5L, 7L, null, null, null));
    assertThat(stream.outputMessages().get(0).text()).isEqualTo("Hi there");
    assertThat(stream.finishReasons()).containsExactly("stop");
    assertThat(stream.streaming()).isTrue();
  }

  @Test
  void imagesAreDigested() {
    String path = "/v1/images/generations";
    Call whole = Sample.files(path, "images-request.json", "images-response.json").play();
    Call stream = Sample.files(path, "images-request.json", "images-response.sse").play();
    Part png =
        new Part(
            "blob",
            Map.of(
                "modality",
                "image",
                "mime_type",
                "image/png",
                "size",
                8L,
                "sha256",
                "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6"));

    assertThat(whole.operation()).isEqualTo("image_generation");
    assertThat(whole.inputMessages().get(0).text()).isEqualTo("a cat");
    assertThat(whole.result())
        .containsExactly(entry("revised_prompt", "a small cat"), entry("count", 2L));
    assertThat(whole.outputMessages().get(0).parts())
        .containsExactly(
            png, new Part("uri", Map.of("modality", "image", "uri", "https://img.example/1.png")));
    assertThat(whole.usage()).isEqualTo(new Usage(10L, 1056L, null, null, null));
    assertThat(stream.outputMessages().get(0).parts()).containsExactly(png);
    assertThat(stream.usage()).isEqualTo(new Usage(10L, 1056L, null, null, null));
    assertThat(stream.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void readsModerations() {
    Call call =
        Sample.files("/v1/moderations", "moderations-request.json", "moderations-response.json")
            .play();

    assertThat(call.operation()).isEqualTo("moderation");
    assertThat(call.inputMessages().get(0).text()).isEqualTo("I will hurt you\nhello");
    assertThat(call.responseId()).isEqualTo("modr-970d");
    assertThat(call.result())
        .containsExactly(
            entry("flagged", true), entry("categories", List.of("harassment", "violence")));
  }

  @Test
  void speechIsDigested() throws Exception {
    byte[] sound = new byte[100_000];
    Arrays.fill(sound, (byte) 7);
    String request = new String(Sample.file("speech-request.json"), StandardCharsets.UTF_8);
    Sample sample = Sample.text("/v1/audio/speech", request, "audio/mpeg", "").response(sound);
    Call call = sample.play(Ending.How.END_OF_BODY, 999, Sample.BUDGET);

    assertThat(call.operation()).isEqualTo("speech");
    assertThat(call.inputMessages().get(0).text()).isEqualTo("Good morning");
    assertThat(call.systemInstructions()).containsExactly(Part.text("Cheerful."));
    assertThat(call.request())
        .containsExactly(entry("voice", "alloy"), entry("response_format", "mp3"));
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(
            new Part(
                "blob",
                Map.of(
                    "modality",
                    "audio",
                    "mime_type",
                    "audio/mpeg",
                    "size",
                    100_000L,
                    "sha256",
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sound)))));
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(sample.play(Ending.How.CLOSED).outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void transcriptionsComeFromForms() {
    String path = "/v1/audio/transcriptions";
    Sample sample =
        Sample.files(path, "transcriptions-request.form", "transcriptions-response.json");
    Call whole = sample.play();
    Call stream =
        Sample.files(path, "transcriptions-request.form", "transcriptions-response.sse").play();

    assertThat(whole.operation()).isEqualTo("transcription");
    assertThat(whole.requestModel()).isEqualTo("whisper-1");
    assertThat(whole.request()).containsExactly(entry("language", "en"));
    Part file = whole.inputMessages().get(0).parts().get(1);
    assertThat(whole.inputMessages().get(0).parts().get(0)).isEqualTo(Part.text("Names: Ada"));
    assertThat(file.type()).isEqualTo("blob");
    assertThat(file.fields())
        .containsEntry("mime_type", "audio/mpeg")
        .containsEntry("filename", "aé.mp3")
        .containsEntry("size", (long) Sample.bytes("ID3\r\n--X-b0un\r\r\n\0\r").length)
        .containsEntry("sha256", sha256("ID3\r\n--X-b0un\r\r\n\0\r"));
    assertThat(whole.outputMessages().get(0).text()).isEqualTo("Hello, world.");
    assertThat(whole.result())
        .containsExactly(entry("language", "english"), entry("duration", 2.5));
    assertThat(whole.usage()).isEqualTo(new Usage(14L, 5L, null, null, null));
    assertThat(whole.truncated()).isFalse();
    assertThat(stream.outputMessages().get(0).text()).isEqualTo("Hello, world.");
    assertThat(stream.usage()).isEqualTo(new Usage(14L, 5L, null, null, null));
  }

  @Test
  void transcriptionsMayBePlainText() {
    String subtitles = "1\n00:00:00,000 --> 00:00:02,000\nHello, wörld.\n";
    Call call =
        Sample.text("/v1/audio/translations", "{}", "text/plain; charset=utf-8", subtitles).play();

    assertThat(call.outputMessages().get(0).text()).isEqualTo(subtitles);
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
  }

  private static String sha256(String text) {
    Digest digest = new Digest();
    byte[] bytes = Sample.bytes(text);
    digest.add(bytes, 0, bytes.length);
    return digest.finish(null).sha256();
  }
}
