package dev.steno.agent.export.otlp;

import dev.steno.agent.model.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request by the conventions' names, from those of the wire. */
final class RequestFacts {
  private RequestFacts() {}

  static void of(Call call, Conventions conventions, Facts into) {
    Map<String, @Nullable Object> request = call.request();
    decimal("gen_ai.request.temperature", into, request, "temperature");
    decimal("gen_ai.request.top_p", into, request, "top_p", "topP", "p");
    decimal("gen_ai.request.frequency_penalty", into, request, "frequency_penalty");
    decimal("gen_ai.request.presence_penalty", into, request, "presence_penalty");
    whole(
        "gen_ai.request.max_tokens",
        into,
        request,
        "max_tokens",
        "max_completion_tokens",
        "max_output_tokens",
        "maxTokens");
    whole("gen_ai.request.seed", into, request, "seed");
    into.put("gen_ai.request.stop_sequences", texts(first(request, "stop_sequences", "stop")));
    into.put("gen_ai.output.type", outputType(call));
    Object choices = first(request, "n", "candidate_count", "num_generations");
    if (choices instanceof Number number && number.longValue() != 1) {
      into.put("gen_ai.request.choice.count", Long.valueOf(number.longValue()));
    }
    if (call.streaming()) {
      into.put("gen_ai.request.stream", true);
    }
    if (conventions == Conventions.LATEST) {
      newer(request, into);
    } else if (first(request, "top_k", "k") instanceof Number number) {
      into.put("gen_ai.request.top_k", Double.valueOf(number.doubleValue()));
    }
  }

  /** What version 1.41 has not, or not so. */
  private static void newer(Map<String, @Nullable Object> request, Facts into) {
    whole("gen_ai.request.top_k", into, request, "top_k", "k");
    into.put(
        "gen_ai.request.reasoning.level",
        text(first(request, "reasoning.effort", "reasoning_effort", "output_config.effort")));
    into.put("gen_ai.request.previous_response.id", text(request.get("previous_response_id")));
    into.put("gen_ai.prompt.name", text(request.get("prompt.id")));
    into.put("gen_ai.prompt.version", text(request.get("prompt.version")));
  }

  static void ofEmbeddings(Call call, Facts into) {
    Object formats = first(call.request(), "encoding_format", "embedding_types");
    into.put("gen_ai.request.encoding_formats", texts(formats));
    Object dimensions = call.result().get("dimensions");
    if (dimensions instanceof Number number) {
      into.put("gen_ai.embeddings.dimension.count", Long.valueOf(number.longValue()));
    }
  }

  static void ofOpenAi(Call call, Facts into) {
    String tier = text(call.request().get("service_tier"));
    if (tier != null && !tier.equals("auto")) {
      into.put("openai.request.service_tier", tier);
    }
    String responseId = call.responseId();
    if (call.operation().equals("chat") && responseId != null) {
      boolean isResponses = responseId.startsWith("resp_");
      into.put("openai.api.type", isResponses ? "responses" : "chat_completions");
    }
  }

  private static @Nullable String outputType(Call call) {
    String format =
        text(first(call.request(), "response_format", "text.format", "response_mime_type"));
    return switch (call.operation()) {
      case "image_generation" -> "image";
      case "speech" -> "speech";
      case "chat", "text_completion" ->
          format == null ? null : format.contains("json") ? "json" : "text";
      default -> null;
    };
  }

  private static void decimal(
      String name, Facts into, Map<String, @Nullable Object> request, String... names) {
    if (first(request, names) instanceof Number number) {
      into.put(name, Double.valueOf(number.doubleValue()));
    }
  }

  private static void whole(
      String name, Facts into, Map<String, @Nullable Object> request, String... names) {
    if (first(request, names) instanceof Number number) {
      into.put(name, Long.valueOf(number.longValue()));
    }
  }

  private static @Nullable Object first(Map<String, @Nullable Object> request, String... names) {
    for (String name : names) {
      Object value = request.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text ? text : null;
  }

  private static List<String> texts(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof String text) {
      texts.add(text);
    } else if (value instanceof List<?> list) {
      list.forEach(element -> texts.add(String.valueOf(element)));
    }
    return texts;
  }
}
