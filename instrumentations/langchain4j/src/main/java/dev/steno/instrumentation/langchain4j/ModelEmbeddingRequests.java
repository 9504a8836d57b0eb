package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.steno.agent.spi.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records calls of embedding models that are made with a request, from 1.18 on. */
final class ModelEmbeddingRequests {
  private ModelEmbeddingRequests() {}

  /** {@code embed(EmbeddingRequest)}. */
  static final class Embed implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return begin(self, arguments[0]);
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

  /** {@code embedAsync(EmbeddingRequest)}, which there is from 1.20 on. */
  static final class EmbedAsync implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return begin(self, arguments[0]);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof ModelCall call) {
        call.leftWith(returned, thrown);
      }
      return returned;
    }
  }

  private static @Nullable ModelCall begin(@Nullable Object self, @Nullable Object argument) {
    return self instanceof EmbeddingModel model
            && argument instanceof EmbeddingRequest request
            && ModelEmbeddings.isRecorded(model)
        ? ModelCall.begin(model, request, new OfRequest(model, request))
        : null;
  }

  private record OfRequest(EmbeddingModel model, EmbeddingRequest request)
      implements ModelCall.Facts {
    @Override
    public String endpoint() {
      return ModelEmbeddings.ENDPOINT;
    }

    @Override
    public @Nullable ModelProvider provider() {
      return ModelEmbeddings.provider(model);
    }

    @Override
    public Map<String, Object> requestTree() {
      EmbeddingRequestParameters all =
          model.defaultRequestParameters().overrideWith(request.parameters());
      String name = all.modelName();
      List<Object> inputs = new ArrayList<>();
      for (EmbeddingInput input : request.inputs()) {
        Object content = ModelContents.of(input.contents());
        if (content instanceof List<?> parts) {
          inputs.addAll(parts);
        } else {
          inputs.add(content);
        }
      }
      return ModelTree.of("model", name == null ? ModelEmbeddings.modelName(model) : name)
          .with("dimensions", all.dimensions())
          .with(
              "input_type",
              all.inputType() == null ? null : all.inputType().name().toLowerCase(Locale.ROOT))
          .with("input", inputs)
          .fields();
    }

    @Override
    public @Nullable Map<String, Object> responseTree(Object returned) {
      return returned instanceof EmbeddingResponse response
          ? ModelEmbeddings.response(response.embeddings(), response.tokenUsage())
              .with("model", response.modelName())
              .fields()
          : null;
    }
  }
}
