package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.steno.agent.spi.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records calls of scoring models, which are rerankers. */
final class ModelScores {
  static final String ENDPOINT = "/rerank";

  private ModelScores() {}

  /** {@code scoreAll(List<TextSegment>, String)}. */
  static final class ScoreAll implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[0] instanceof List<?> segments
          ? ModelCall.begin(self, segments, new Facts(segments, arguments[1]))
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

  private record Facts(List<?> segments, @Nullable Object query) implements ModelCall.Facts {
    @Override
    public String endpoint() {
      return ENDPOINT;
    }

    @Override
    public @Nullable ModelProvider provider() {
      return null;
    }

    @Override
    public Map<String, Object> requestTree() {
      return ModelTree.of("query", query)
          .with("documents", ModelEmbeddings.texts(segments))
          .fields();
    }

    @Override
    public @Nullable Map<String, Object> responseTree(Object returned) {
      return returned instanceof Response<?> response && response.content() instanceof List<?> all
          ? response(all, response.tokenUsage()).fields()
          : null;
    }
  }

  static ModelTree response(List<?> scores, @Nullable TokenUsage usage) {
    List<Object> results = new ArrayList<>(scores.size());
    for (Object score : scores) {
      results.add(ModelTree.of("index", results.size()).with("relevance_score", score).fields());
    }
    return ModelTree.of("results", results).with("usage", ModelUsage.of(usage));
  }
}
