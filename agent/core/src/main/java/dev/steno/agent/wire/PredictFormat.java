package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the predict format of Google's embedding and image models: never vectors or images. */
final class PredictFormat implements Format {
  private static final String IMAGES = "image_generation";

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    GeminiParameters.collect(Tree.map(tree, "parameters"), call.request);
    List<Part> parts = new ArrayList<>();
    for (Map<String, @Nullable Object> instance : Tree.maps(tree, "instances")) {
      if (instance.containsKey("prompt")) {
        call.operation = IMAGES;
      }
      for (String name : List.of("content", "text", "prompt")) {
        if (instance.get(name) instanceof String text) {
          parts.add(Part.text(text));
        }
      }
      for (String name : List.of("image", "video")) {
        if (instance.get(name) instanceof Map<?, ?>) {
          parts.add(media(name, Tree.map(instance, name)));
        }
      }
      GeminiParameters.collect(instance, call.request);
    }
    Inputs.user(parts, call);
  }

  private static Part media(String modality, Map<String, @Nullable Object> tree) {
    String mimeType = Tree.string(tree, "mimeType");
    Object uri = tree.get("gcsUri");
    return uri != null
        ? Parts.media(modality, uri, mimeType)
        : Parts.blob(modality, tree.get("bytesBase64Encoded"), mimeType, null);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.failure = Failures.of(tree, call.status);
    List<Part> parts = new ArrayList<>();
    int vectors = 0;
    Long dimensions = null;
    Long tokens = null;
    for (Map<String, @Nullable Object> prediction : Tree.maps(tree, "predictions")) {
      Map<String, @Nullable Object> embeddings = Tree.map(prediction, "embeddings");
      Object vector = vector(prediction, embeddings);
      if (vector != null) {
        vectors++;
        dimensions = dimensions == null ? Vectors.dimensions(vector) : dimensions;
        Long told = Tree.whole(Tree.map(embeddings, "statistics"), "token_count");
        tokens = told == null ? tokens : Long.valueOf(tokens == null ? told : tokens + told);
      } else if (prediction.containsKey("bytesBase64Encoded") || prediction.containsKey("gcsUri")) {
        parts.add(media("image", prediction));
      }
    }
    Vectors.tell(vectors, dimensions, call);
    if (tokens != null) {
      call.usage = new Usage(tokens, null, null, null, null);
    }
    if (!parts.isEmpty()) {
      call.operation = IMAGES;
      call.result.put("count", (long) parts.size());
      call.output.add(new Message("assistant", parts, null, null));
    }
  }

  private static @Nullable Object vector(
      Map<String, @Nullable Object> prediction, Map<String, @Nullable Object> embeddings) {
    for (String name : List.of("textEmbedding", "imageEmbedding")) {
      if (Tree.has(prediction, name)) {
        return prediction.get(name);
      }
    }
    return embeddings.get("values");
  }
}
