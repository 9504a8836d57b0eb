package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rerankings: the query and the scores, never the documents. */
class RerankFormatTest {
  private static final Sample COHERE =
      Sample.files("/v2/rerank", "rerank-request.json", "rerank-response.json");

  @Test
  void readsCohere() {
    Call call = COHERE.play();

    assertThat(call.operation()).isEqualTo("rerank");
    assertThat(call.requestModel()).isEqualTo("rerank-v3.5");
    assertThat(call.responseId()).isEqualTo("07734bd2");
    assertThat(call.inputMessages()).hasSize(1);
    assertThat(call.inputMessages().get(0).text()).isEqualTo("What is the capital?");
    assertThat(call.request())
        .containsOnly(
            entry("top_n", 2), entry("return_documents", true), entry("document_count", 3L));
    assertThat(call.result())
        .containsOnly(
            entry("count", 2L),
            entry(
                "scores",
                List.of(
                    Map.of("index", 1, "relevance_score", 0.999071),
                    Map.of("index", 0, "relevance_score", 0.32713068))));
    assertThat(call.outputMessages()).isEmpty();
    assertThat(call.usage()).isEqualTo(new Usage(42L, null, null, null, null));
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void readsJinaAndVoyage() {
    Call jina =
        answer(
            "{\"model\":\"jina-reranker-v2\",\"results\":[{\"index\":0,\"relevance_score\":0.5}],\"usage\":{\"total_tokens\":38}}");
    Call voyage =
        answer(
            "{\"object\":\"list\",\"data\":[{\"relevance_score\":0.4,\"index\":0},{\"relevance_score\":0.3,\"index\":1}],\"model\":\"rerank-2.5\",\"usage\":{\"total_tokens\":26}}");
    Call searches = answer("{\"results\":[],\"meta\":{\"billed_units\":{\"search_units\":1}}}");

    assertThat(jina.responseModel()).isEqualTo("jina-reranker-v2");
    assertThat(jina.usage()).isEqualTo(new Usage(38L, null, null, null, null));
    assertThat(voyage.result()).containsEntry("count", 2L);
    assertThat(voyage.usage()).isEqualTo(new Usage(26L, null, null, null, null));
    assertThat(searches.usage()).isNull();
    assertThat(searches.result()).isEmpty();
  }

  private static Call answer(String json) {
    return COHERE.response(Sample.bytes(json)).play();
  }

  @Test
  void aCutRequestTellsNoCount() {
    Call call =
        COHERE
            .request("{\"query\":\"q\",\"documents\":[\"" + "x".repeat(5000) + "\",\"b\"]}")
            .play(Ending.How.END_OF_BODY, 100, 4096);

    assertThat(call.truncated()).isTrue();
    assertThat(call.request()).doesNotContainKey("document_count");
  }

  @Test
  void readsErrorsAndCutAnswers() {
    assertThat(
            COHERE.response(Sample.bytes("{\"message\":\"invalid\"}")).status(400).play().failure())
        .isEqualTo(new Failure("400", "invalid", 400));
    Sample cut = COHERE.response(Arrays.copyOf(COHERE.response(), 90));
    assertThat(cut.play(Ending.How.CLOSED).outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(cut.play(Ending.How.CLOSED).result()).containsEntry("count", 1L);
    assertThat(cut.play().failure().type()).isEqualTo("incomplete_response");
  }
}
