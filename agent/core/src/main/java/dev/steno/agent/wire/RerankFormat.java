package dev.steno.agent.wire;

import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rerankings, as Cohere, Jina, Voyage and vLLM write them: the scores, not the documents. */
final class RerankFormat implements Format {
  private static final int MOST_SCORES = 20;

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    Parameters.pick(tree, call.request, "top_n", "return_documents", "max_tokens_per_doc");
    input(tree, call);
  }

  /** Reads what is looked for, and in how many documents. */
  static void input(Map<String, @Nullable Object> tree, CallBuilder call) {
    Inputs.user(tree.get("query"), call);
    int documents = Tree.list(tree, "documents").size();
    // Of a request that was cut, it is not known how many there were.
    if (documents > 0 && !call.truncated) {
      call.request.put("document_count", (long) documents);
    }
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    call.failure = Failures.of(tree, call.status);
    List<Map<String, @Nullable Object>> results = Tree.maps(tree, "results");
    result(results.isEmpty() ? Tree.maps(tree, "data") : results, call);
    usage(Tree.map(tree, "usage"), call);
    Map<String, @Nullable Object> meta = Tree.map(tree, "meta");
    usage(Tree.map(meta, "tokens"), call);
    usage(Tree.map(meta, "billed_units"), call);
  }

  /** Notes how many documents came back, and the scores of the first. */
  static void result(List<Map<String, @Nullable Object>> results, CallBuilder call) {
    if (results.isEmpty()) {
      return;
    }
    call.result.put("count", (long) results.size());
    List<Object> scores = new ArrayList<>();
    for (Map<String, @Nullable Object> result :
        results.subList(0, Math.min(MOST_SCORES, results.size()))) {
      Map<String, @Nullable Object> score = new LinkedHashMap<>();
      number(result, "index", score);
      number(result, "relevance_score", score);
      scores.add(score);
    }
    call.result.put("scores", scores);
  }

  private static void number(
      Map<String, @Nullable Object> from, String name, Map<String, @Nullable Object> to) {
    if (from.get(name) instanceof Number number) {
      to.put(name, number);
    }
  }

  /** Nothing is put out, so that all tokens are those of the input. */
  static void usage(Map<String, @Nullable Object> tree, CallBuilder call) {
    Usage told = Usages.of(tree);
    Long total = Tree.whole(tree, "total_tokens");
    if (told == null && total != null) {
      told = new Usage(total, null, null, null, null);
    }
    if (told != null) {
      call.usage = told;
    }
  }
}
