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
    if (vectors.isEmpty()) {
      return;
    }
    call.result.put("count", (long) vectors.size());
    Long dimensions = dimensions(vectors.get(0).get("embedding"));
    if (dimensions != null) {
      call.result.put("dimensions", dimensions);
    }
  }

  /** The length of a vector, which is a count of numbers, or four bytes a number in base64. */
  private static @Nullable Long dimensions(@Nullable Object embedding) {
    Long length = Tree.whole(Tree.map(embedding), "length");
    if (length != null) {
      return length;
    }
    Binary binary = Binary.of(embedding);
    return binary == null ? null : Long.valueOf(binary.size() / Float.BYTES);
  }
}
