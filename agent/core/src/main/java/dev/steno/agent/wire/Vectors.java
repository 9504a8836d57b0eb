package dev.steno.agent.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says of vectors how many there are and of how many dimensions, which is all that is kept. */
final class Vectors {
  private Vectors() {}

  static void tell(int count, @Nullable Long dimensions, CallBuilder call) {
    if (count > 0) {
      call.result.put("count", (long) count);
      if (dimensions != null) {
        call.result.put("dimensions", dimensions);
      }
    }
  }

  /** The length of a vector, which is a count of numbers, or four bytes a number in base64. */
  static @Nullable Long dimensions(@Nullable Object vector) {
    Long length = Tree.whole(Tree.map(vector), "length");
    if (length != null) {
      return length;
    }
    Binary binary = Binary.of(vector);
    return binary == null ? null : Long.valueOf(binary.size() / Float.BYTES);
  }

  /** The length of the first of some vectors. */
  static @Nullable Long dimensionsOfFirst(List<?> vectors) {
    return vectors.isEmpty() ? null : dimensions(vectors.get(0));
  }

  /** The length of a vector that is the {@code values} of an object. */
  static @Nullable Long dimensionsOfValues(Map<String, @Nullable Object> embedding) {
    return dimensions(embedding.get("values"));
  }
}
