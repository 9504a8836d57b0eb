package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells requests and responses of chat models in the shape of OpenAI's chat completions. */
final class ModelChats {
  private ModelChats() {}

  /** What goes to the model: the request's own parameters go before the model's. */
  static Map<String, Object> request(
      ChatRequest request, @Nullable ChatRequestParameters defaults, boolean streamed) {
    ChatRequestParameters own = request.parameters();
    ChatRequestParameters all = defaults == null ? own : defaults.overrideWith(own);
    ModelTree tree =
        ModelTree.of("model", all.modelName())
            .with("stream", streamed ? true : null)
            .with("temperature", all.temperature())
            .with("top_p", all.topP())
            .with("top_k", all.topK())
            .with("frequency_penalty", all.frequencyPenalty())
            .with("presence_penalty", all.presencePenalty())
            .with("max_tokens", all.maxOutputTokens())
            .with("stop", orNull(all.stopSequences()))
            .with("tool_choice", toolChoice(all.toolChoice()))
            .with("response_format", format(all.responseFormat()))
            .with("messages", ModelMessages.of(request.messages()));
    List<ToolSpecification> tools = all.toolSpecifications();
    return tree.with("tools", tools == null ? null : orNull(tools(tools))).fields();
  }

  private static @Nullable List<?> orNull(@Nullable List<?> list) {
    return list == null || list.isEmpty() ? null : list;
  }

  private static @Nullable String toolChoice(@Nullable ToolChoice choice) {
    return choice == null ? null : choice.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable ModelTree format(@Nullable ResponseFormat format) {
    if (format == null) {
      return null;
    }
    boolean schema = format.jsonSchema() != null;
    String json = schema ? "json_schema" : "json_object";
    return ModelTree.of("type", format.type().name().equals("JSON") ? json : "text");
  }

  private static List<Object> tools(List<ToolSpecification> specifications) {
    List<Object> tools = new ArrayList<>(specifications.size());
    for (ToolSpecification tool : specifications) {
      ModelTree function =
          ModelTree.of("name", tool.name())
              .with("description", tool.description())
              .with(
                  "parameters",
                  tool.parameters() == null
                      ? null
                      : JsonSchemaElementUtils.toMap(tool.parameters()));
      tools.add(ModelTree.of("type", "function").with("function", function).fields());
    }
    return tools;
  }

  static Map<String, Object> response(ChatResponse response) {
    return ModelTree.of("id", response.id())
        .with("model", response.modelName())
        .with(
            "choices",
            choices(ModelMessages.assistant(response.aiMessage()), response.finishReason()))
        .with("usage", ModelUsage.of(response.tokenUsage()))
        .fields();
  }

  /** An answer that was given up, or failed, after this much of it; null when there was nothing. */
  static @Nullable Map<String, Object> partial(String text, String thinking) {
    if (text.isEmpty() && thinking.isEmpty()) {
      return null;
    }
    ModelTree message = ModelMessages.assistant(new AiMessage(text));
    message.with("reasoning_content", thinking.isEmpty() ? null : thinking);
    return ModelTree.of("choices", choices(message, null)).fields();
  }

  private static List<Object> choices(ModelTree message, @Nullable FinishReason reason) {
    return List.of(
        ModelTree.of("index", 0)
            .with("message", message)
            .with("finish_reason", reason == null ? null : word(reason))
            .fields());
  }

  private static String word(FinishReason reason) {
    String name = reason.name();
    return name.equals("TOOL_EXECUTION") ? "tool_calls" : name.toLowerCase(Locale.ROOT);
  }
}
