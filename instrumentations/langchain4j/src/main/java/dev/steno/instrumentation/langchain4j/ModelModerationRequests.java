package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.steno.agent.spi.Interceptor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records calls of moderation models that are made with a request, which 1.16 has. */
final class ModelModerationRequests {
  private ModelModerationRequests() {}

  /** {@code moderate(ModerationRequest)}. */
  static final class Moderate implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self instanceof ModerationModel model
              && arguments[0] instanceof ModerationRequest request
          ? ModelCall.begin(model, request, new Facts(model, request))
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

  private record Facts(ModerationModel model, ModerationRequest request)
      implements ModelCall.Facts {
    @Override
    public String endpoint() {
      return ModelModerations.ENDPOINT;
    }

    @Override
    public @Nullable ModelProvider provider() {
      return ModelModerations.provider(model);
    }

    @Override
    public Map<String, Object> requestTree() {
      return ModelTree.of("model", ModelModerations.modelName(model, request.modelName()))
          .with("input", request.texts())
          .fields();
    }

    @Override
    public @Nullable Map<String, Object> responseTree(Object returned) {
      return returned instanceof ModerationResponse response
          ? ModelModerations.result(response.moderation())
          : null;
    }
  }
}
