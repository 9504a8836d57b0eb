package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import dev.steno.agent.spi.Interceptor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records calls of scoring models that are made with a request, from 1.20 on. */
final class ModelScoreRequests {
  private ModelScoreRequests() {}

  /** {@code scoreAsync(ScoringRequest)}. */
  static final class ScoreAsync implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[0] instanceof ScoringRequest request
          ? ModelCall.begin(self, request, new Facts(request))
          : null;
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

  private record Facts(ScoringRequest request) implements ModelCall.Facts {
    @Override
    public String endpoint() {
      return ModelScores.ENDPOINT;
    }

    @Override
    public @Nullable ModelProvider provider() {
      return null;
    }

    @Override
    public Map<String, Object> requestTree() {
      return ModelTree.of("model", request.modelName())
          .with("query", request.query())
          .with("documents", request.documents())
          .fields();
    }

    @Override
    public @Nullable Map<String, Object> responseTree(Object returned) {
      return returned instanceof ScoringResponse response
          ? ModelScores.response(response.scores(), response.tokenUsage())
              .with("model", response.modelName())
              .fields()
          : null;
    }
  }
}
