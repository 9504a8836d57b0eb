package dev.steno.agent.wire;

import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Cohere's embed formats: never the vectors. */
final class CohereEmbedFormat implements Format {
  private static final List<String> BY_NUMBER = List.of("float", "int8", "uint8", "base64");
  private static final List<String> BITS = List.of("binary", "ubinary");

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    List<Part> parts = new ArrayList<>();
    for (Object text : Tree.list(tree, "texts")) {
      Parts.add(text, parts);
    }
    for (Object image : Tree.list(tree, "images")) {
      parts.add(Parts.media("image", image, null));
    }
    for (Map<String, @Nullable Object> input : Tree.maps(tree, "inputs")) {
      Parts.add(input.get("content"), parts);
    }
    Inputs.user(parts, call);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    CohereFormat.usage(Tree.map(tree, "meta"), call);
    call.failure = Failures.of(tree, call.status);
    Object embeddings = tree.get("embeddings");
    if (embeddings instanceof List<?> vectors) {
      Vectors.tell(vectors.size(), Vectors.dimensionsOfFirst(vectors), call);
      return;
    }
    Map<String, @Nullable Object> byType = Tree.map(embeddings);
    for (String type : BY_NUMBER) {
      List<?> vectors = Tree.list(byType, type);
      Vectors.tell(vectors.size(), Vectors.dimensionsOfFirst(vectors), call);
    }
    for (String type : BITS) {
      List<?> vectors = Tree.list(byType, type);
      Long bytes = Vectors.dimensionsOfFirst(vectors);
      if (bytes != null && !call.result.containsKey("count")) {
        Vectors.tell(vectors.size(), bytes * Byte.SIZE, call);
      }
    }
  }
}
