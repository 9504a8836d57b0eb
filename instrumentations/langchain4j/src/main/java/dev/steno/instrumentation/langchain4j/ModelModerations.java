package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.output.Response;
import dev.steno.agent.spi.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records calls of moderation models. */
final class ModelModerations {
  static final String ENDPOINT = "/moderations";

  private static final String UNKNOWN = "unknown";

  private ModelModerations() {}

  /** {@code moderate(String)} and {@code moderate(List<ChatMessage>)}. */
  static final class Moderate implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self instanceof ModerationModel model
          ? ModelCall.begin(model, arguments[0], new Facts(model, arguments[0]))
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

  private record Facts(ModerationModel model, @Nullable Object input) implements ModelCall.Facts {
    @Override
    public String endpoint() {
      return ENDPOINT;
    }

    @Override
    public @Nullable ModelProvider provider() {
      return ModelModerations.provider(model);
    }

    @Override
    public Map<String, Object> requestTree() {
      return ModelTree.of("model", modelName(model, null)).with("input", inputTree()).fields();
    }

    private @Nullable Object inputTree() {
      return input instanceof List<?> messages ? contents(messages) : input;
    }

    @Override
    public @Nullable Map<String, Object> responseTree(Object returned) {
      return returned instanceof Response<?> response
              && response.content() instanceof Moderation moderation
          ? result(moderation)
          : null;
    }
  }

  /** What the messages say, without who says it. */
  private static List<Object> contents(List<?> messages) {
    List<ChatMessage> known = new ArrayList<>(messages.size());
    for (Object message : messages) {
      if (message instanceof ChatMessage chat) {
        known.add(chat);
      }
    }
    List<Object> contents = new ArrayList<>(known.size());
    for (Object tree : ModelMessages.of(known)) {
      Object content = tree instanceof Map<?, ?> message ? message.get("content") : null;
      if (content instanceof List<?> parts) {
        contents.addAll(parts);
      } else if (content != null) {
        contents.add(content);
      }
    }
    return contents;
  }

  static @Nullable ModelProvider provider(ModerationModel model) {
    return ModelVersion.MODERATION_PROVIDER ? model.provider() : null;
  }

  static @Nullable String modelName(ModerationModel model, @Nullable String asked) {
    if (asked != null || !ModelVersion.MODERATION_PROVIDER) {
      return asked;
    }
    String name = model.modelName();
    return UNKNOWN.equals(name) ? null : name;
  }

  static Map<String, Object> result(Moderation moderation) {
    ModelTree result = ModelTree.of("flagged", moderation.flagged());
    return ModelTree.of("results", List.of(result.fields())).fields();
  }
}
