package dev.steno.agent.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Ollama's native embeddings, of one text or of several: never the vectors. */
final class OllamaEmbeddingsFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    Inputs.user(Tree.has(tree, "input") ? tree.get("input") : tree.get("prompt"), call);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    call.failure = Failures.of(tree, call.status);
    call.usage = Usages.named(tree, "prompt_eval_count", "eval_count");
    List<?> vectors = Tree.list(tree, "embeddings");
    Vectors.tell(vectors.size(), Vectors.dimensionsOfFirst(vectors), call);
    if (Tree.has(tree, "embedding")) {
      Vectors.tell(1, Vectors.dimensions(tree.get("embedding")), call);
    }
  }
}
