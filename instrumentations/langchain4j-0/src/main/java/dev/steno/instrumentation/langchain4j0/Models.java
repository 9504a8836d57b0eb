package dev.steno.instrumentation.langchain4j0;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.output.Response;
import dev.steno.agent.spi.Interceptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of models that answer with what their methods return. */
final class Models {
  private Models() {}

  /** What all of them do. */
  private interface Called extends Interceptor, ModelCall.BareFacts {
    @Override
    default @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return ModelCall.begin(self, arguments);
    }

    @Override
    default @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      ModelCall.over(state, returned, thrown, this);
      return returned;
    }
  }

  /** Of a chat model, in all variants: they call each other with the same messages. */
  static final class Generate implements Called {
    @Override
    public String endpoint() {
      return "/chat/completions";
    }

    @Override
    public Map<String, Object> request(@Nullable Object[] arguments) {
      return Bare.chat((List<?>) arguments[0], arguments.length > 1 ? arguments[1] : null);
    }

    @Override
    public Map<String, Object> response(Object returned) {
      Response<?> response = (Response<?>) returned;
      return Bare.answer(
          (AiMessage) response.content(), response.tokenUsage(), response.finishReason());
    }
  }

  /** Of a model that completes a text. */
  static final class Complete implements Called {
    @Override
    public String endpoint() {
      return "/completions";
    }

    @Override
    public Map<String, Object> request(@Nullable Object[] arguments) {
      return one("prompt", arguments[0]);
    }

    @Override
    public Map<String, Object> response(Object returned) {
      Response<?> response = (Response<?>) returned;
      Map<String, Object> choice = one("text", response.content());
      Bare.put(choice, "finish_reason", Bare.finish(response.finishReason()));
      return Bare.answered("choices", List.of(choice), response.tokenUsage());
    }
  }

  /** Of an embedding model; not its vectors. */
  static final class Embed implements Called {
    @Override
    public String endpoint() {
      return "/embeddings";
    }

    @Override
    public Map<String, Object> request(@Nullable Object[] arguments) {
      return one("input", texts((List<?>) arguments[0]));
    }

    @Override
    public Map<String, Object> response(Object returned) {
      Response<?> response = (Response<?>) returned;
      List<Object> vectors = new ArrayList<>();
      if (response.content() instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          vectors.add(Map.of("index", i));
        }
      }
      return Bare.answered("data", vectors, response.tokenUsage());
    }
  }

  /** Of a model that draws; not its images. */
  static final class Draw implements Called {
    @Override
    public String endpoint() {
      return "/images/generations";
    }

    @Override
    public Map<String, Object> request(@Nullable Object[] arguments) {
      Map<String, Object> request = one("prompt", arguments[0]);
      Bare.put(request, "n", arguments.length > 1 ? arguments[1] : null);
      return request;
    }

    @Override
    public Map<String, Object> response(Object returned) {
      return images((Response<?>) returned);
    }
  }

  /** Of a model that changes an image, by what is said last. */
  static final class Edit implements Called {
    @Override
    public String endpoint() {
      return "/images/edits";
    }

    @Override
    public Map<String, Object> request(@Nullable Object[] arguments) {
      return one("prompt", arguments[arguments.length - 1]);
    }

    @Override
    public Map<String, Object> response(Object returned) {
      return images((Response<?>) returned);
    }
  }

  /** Of a moderation model, for a text or for messages. */
  static final class Moderate implements Called {
    @Override
    public String endpoint() {
      return "/moderations";
    }

    @Override
    public Map<String, Object> request(@Nullable Object[] arguments) {
      return one("input", arguments[0] instanceof List<?> list ? texts(list) : arguments[0]);
    }

    @Override
    public Map<String, Object> response(Object returned) {
      Response<?> response = (Response<?>) returned;
      boolean flagged = response.content() instanceof Moderation moderation && moderation.flagged();
      return Bare.answered("results", List.of(Map.of("flagged", flagged)), response.tokenUsage());
    }
  }

  /** Of a scoring model. */
  static final class Score implements Called {
    @Override
    public String endpoint() {
      return "/rerank";
    }

    @Override
    public Map<String, Object> request(@Nullable Object[] arguments) {
      Map<String, Object> request = one("query", arguments[1]);
      request.put("documents", texts((List<?>) arguments[0]));
      return request;
    }

    @Override
    public Map<String, Object> response(Object returned) {
      Response<?> response = (Response<?>) returned;
      List<Object> scores = new ArrayList<>();
      if (response.content() instanceof List<?> list) {
        for (Object score : list) {
          Map<String, Object> result = one("index", scores.size());
          Bare.put(result, "relevance_score", score);
          scores.add(result);
        }
      }
      return Bare.answered("results", scores, response.tokenUsage());
    }
  }

  private static Map<String, Object> images(Response<?> response) {
    List<Object> images = new ArrayList<>();
    for (Object content :
        response.content() instanceof List<?> list ? list : one("", response.content()).values()) {
      if (content instanceof Image image) {
        Map<String, Object> tree = new LinkedHashMap<>();
        Bare.put(tree, "url", Bare.url(image));
        Bare.put(tree, "revised_prompt", image.revisedPrompt());
        images.add(tree);
      }
    }
    return Bare.answered("data", images, response.tokenUsage());
  }

  private static List<Object> texts(List<?> items) {
    List<Object> texts = new ArrayList<>();
    for (Object item : items) {
      if (item instanceof TextSegment segment) {
        texts.add(segment.text());
      } else if (item instanceof UserMessage message) {
        texts.add(Bare.text(message));
      } else if (item instanceof ChatMessage message) {
        texts.add(Bare.said(message));
      }
    }
    return texts;
  }

  private static Map<String, Object> one(String name, @Nullable Object value) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Bare.put(tree, name, value);
    return tree;
  }
}
