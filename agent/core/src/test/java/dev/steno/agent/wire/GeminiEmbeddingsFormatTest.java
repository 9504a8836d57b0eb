package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Google's embeddings and images, by both of its ways. */
class GeminiEmbeddingsFormatTest {
  @Test
  void embeddingsAreOnlyCounted() {
    Call batch =
        Sample.files(
                Sample.GEMINI + "batchEmbedContents",
                "gemini-embed-request.json",
                "gemini-embed-response.json")
            .play();
    Call one =
        Sample.text(
                Sample.GEMINI + "embedContent",
                "{\"content\":{\"parts\":[{\"text\":\"hello\"}]}}",
                Sample.JSON,
                "{\"embedding\":{\"values\":[0.1,2]}}")
            .play();

    assertThat(batch.operation()).isEqualTo("embeddings");
    assertThat(batch.requestModel()).isEqualTo("gemini-embedding-001");
    assertThat(batch.request())
        .containsOnly(entry("task_type", "RETRIEVAL_QUERY"), entry("output_dimensionality", 4));
    assertThat(batch.inputMessages().get(0).text()).isEqualTo("hello\nworld");
    assertThat(batch.result()).containsExactly(entry("count", 2L), entry("dimensions", 4L));
    assertThat(batch.usage()).isEqualTo(new Usage(6L, null, null, null, null));
    assertThat(one.requestModel()).isEqualTo("gemini-2.5-flash");
    assertThat(one.result()).containsExactly(entry("count", 1L), entry("dimensions", 2L));
  }

  @Test
  void predictionsAreVectorsOrImages() {
    Call vectors =
        Sample.files(
                Sample.GEMINI + "predict",
                "predict-embed-request.json",
                "predict-embed-response.json")
            .play();
    Call images =
        Sample.files(
                Sample.GEMINI + "predict",
                "predict-image-request.json",
                "predict-image-response.json")
            .play();

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

    assertThat(vectors.operation()).isEqualTo("embeddings");
    assertThat(vectors.inputMessages().get(0).text()).isEqualTo("hello\nworld");
    assertThat(vectors.request())
        .containsOnly(
            entry("output_dimensionality", 3),
            entry("auto_truncate", true),
            entry("task_type", "RETRIEVAL_DOCUMENT"));
    assertThat(vectors.result()).containsExactly(entry("count", 2L), entry("dimensions", 3L));
    assertThat(vectors.usage()).isEqualTo(new Usage(6L, null, null, null, null));
    assertThat(images.operation()).isEqualTo("image_generation");
    assertThat(images.inputMessages().get(0).text()).isEqualTo("a cat");
    assertThat(images.request())
        .containsOnly(entry("sample_count", 2), entry("aspect_ratio", "1:1"));
    assertThat(images.result()).containsExactly(entry("count", 2L));
    assertThat(images.outputMessages().get(0).parts()).hasSize(2).first().isEqualTo(png);
  }
}
