package dev.steno.agent.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the embeddings of Amazon's and Cohere's models on Bedrock: never the vectors. */
final class InvokeEmbeddingsFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    Parameters.pick(tree, call.request, "normalize", "input_type", "truncate", "embeddingTypes");
    Inputs.user(Tree.has(tree, "texts") ? tree.get("texts") : tree.get("inputText"), call);
    if (Tree.has(tree, "inputImage")) {
      Inputs.user(List.of(Parts.blob("image", tree.get("inputImage"), null, null)), call);
    }
    for (Object image : Tree.list(tree, "images")) {
      Inputs.user(List.of(Parts.media("image", image, null)), call);
    }
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    call.failure = Failures.of(tree, call.status);
    call.usage = Usages.named(tree, "inputTextTokenCount", "");
    if (Tree.has(tree, "embedding")) {
      Vectors.tell(1, Vectors.dimensions(tree.get("embedding")), call);
      return;
    }
    List<?> vectors = Tree.list(tree, "embeddings");
    for (Object ofType : Tree.map(tree, "embeddings").values()) {
      vectors = vectors.isEmpty() ? Tree.list(ofType) : vectors;
    }
    Object first = vectors.isEmpty() ? null : vectors.get(0);
    Object inner = Tree.map(first).get("embedding");
    Vectors.tell(vectors.size(), Vectors.dimensions(inner == null ? first : inner), call);
  }
}
