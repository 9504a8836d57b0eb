package dev.steno.agent.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI embeddings: how many vectors of how many dimensions, never the vectors. */
final class EmbeddingsFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    Inputs.user(tree.get("input"), call);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    call.usage(Tree.map(tree, "usage"));
    call.failure = Failures.of(tree, call.status);
    List<Map<String, @Nullable Object>> vectors = Tree.maps(tree, "data");
    Object first = vectors.isEmpty() ? null : vectors.get(0).get("embedding");
    Vectors.tell(vectors.size(), Vectors.dimensions(first), call);
  }
}
