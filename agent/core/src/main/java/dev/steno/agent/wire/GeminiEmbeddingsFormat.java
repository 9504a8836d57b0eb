package dev.steno.agent.wire;

import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Gemini's embedContent and batchEmbedContents: never the vectors. */
final class GeminiEmbeddingsFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    List<Part> parts = new ArrayList<>();
    one(tree, parts, call);
    for (Map<String, @Nullable Object> request : Tree.maps(tree, "requests")) {
      one(request, parts, call);
    }
    Inputs.user(parts, call);
  }

  private static void one(
      Map<String, @Nullable Object> request, List<Part> parts, CallBuilder call) {
    GeminiFormat.model(request, call);
    GeminiParameters.collect(request, call.request);
    parts.addAll(GeminiParts.of(request.get("content")));
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.failure = Failures.of(tree, call.status);
    call.usage = GeminiFormat.usage(Tree.map(tree, "usageMetadata"), null);
    List<Map<String, @Nullable Object>> vectors = Tree.maps(tree, "embeddings");
    if (!vectors.isEmpty()) {
      Vectors.tell(vectors.size(), Vectors.dimensionsOfValues(vectors.get(0)), call);
    } else if (Tree.has(tree, "embedding")) {
      Vectors.tell(1, Vectors.dimensionsOfValues(Tree.map(tree, "embedding")), call);
    }
  }
}
