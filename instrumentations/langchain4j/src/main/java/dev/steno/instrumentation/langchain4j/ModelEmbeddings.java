package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.steno.agent.spi.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records calls of embedding models: how many vectors there are, never the vectors. */
final class ModelEmbeddings {
  static final String ENDPOINT = "/embeddings";

  /** Only passes on, with listeners around: what it passes on to says more. */
  private static final String LISTENING = "dev.langchain4j.model.embedding.ListeningEmbeddingModel";

  private static final String UNKNOWN = "unknown";

  private ModelEmbeddings() {}

  /** {@code embedAll(List<TextSegment>)}. */
  static final class EmbedAll implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self instanceof EmbeddingModel model
              && arguments[0] instanceof List<?> segments
              && isRecorded(model)
          ? ModelCall.begin(model, segments, new OfSegments(model, segments))
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof ModelCall call) {
        call.left(returned, thrown);
      }
      return returned;
    }
  }

  static boolean isRecorded(EmbeddingModel model) {
    return !model.getClass().getName().equals(LISTENING);
  }

  private record OfSegments(EmbeddingModel model, List<?> segments) implements ModelCall.Facts {
    @Override
    public String endpoint() {
      return ENDPOINT;
    }

    @Override
    public @Nullable ModelProvider provider() {
      return ModelEmbeddings.provider(model);
    }

    @Override
    public Map<String, Object> requestTree() {
      return ModelTree.of("model", modelName(model)).with("input", texts(segments)).fields();
    }

    @Override
    public @Nullable Map<String, Object> responseTree(Object returned) {
      return returned instanceof Response<?> response
          ? response(embeddings(response.content()), response.tokenUsage()).fields()
          : null;
    }
  }

  static @Nullable ModelProvider provider(EmbeddingModel model) {
    return ModelVersion.EMBEDDING_PROVIDER ? model.provider() : null;
  }

  static @Nullable String modelName(EmbeddingModel model) {
    String name = ModelVersion.EMBEDDING_NAME ? model.modelName() : null;
    return UNKNOWN.equals(name) ? null : name;
  }

  static List<Object> texts(List<?> segments) {
    List<Object> texts = new ArrayList<>(segments.size());
    for (Object segment : segments) {
      texts.add(segment instanceof TextSegment text ? text.text() : "");
    }
    return texts;
  }

  static ModelTree response(List<?> embeddings, @Nullable TokenUsage usage) {
    List<Object> data = new ArrayList<>(embeddings.size());
    for (Object vector : embeddings) {
      int length = vector instanceof Embedding embedding ? embedding.dimension() : 0;
      data.add(
          ModelTree.of("embedding", ModelTree.of("length", length))
              .with("index", data.size())
              .fields());
    }
    return ModelTree.of("data", data).with("usage", ModelUsage.of(usage));
  }

  private static List<?> embeddings(@Nullable Object content) {
    return content instanceof List<?> list ? list : List.of();
  }
}
