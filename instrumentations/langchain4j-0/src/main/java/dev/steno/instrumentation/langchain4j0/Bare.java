package dev.steno.instrumentation.langchain4j0;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes LangChain4j's messages as OpenAI's API has them, for models that nothing is sent to. */
final class Bare {
  private Bare() {}

  /** The request of a chat; {@code tools} is a list of specifications, one of them, or null. */
  static Map<String, Object> chat(List<?> messages, @Nullable Object tools) {
    Map<String, Object> request = new LinkedHashMap<>();
    List<Object> all = new ArrayList<>();
    for (Object message : messages) {
      if (message instanceof ChatMessage known) {
        all.add(message(known));
      }
    }
    request.put("messages", all);
    List<Object> definitions = new ArrayList<>();
    for (Object tool :
        tools instanceof List<?> list ? list : tools == null ? List.of() : List.of(tools)) {
      if (tool instanceof ToolSpecification specification) {
        definitions.add(definition(specification));
      }
    }
    if (!definitions.isEmpty()) {
      request.put("tools", definitions);
    }
    return request;
  }

  private static Map<String, Object> message(ChatMessage message) {
    if (message instanceof AiMessage answer) {
      return assistant(answer);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    if (message instanceof SystemMessage system) {
      tree.put("role", "system");
      tree.put("content", system.text());
    } else if (message instanceof ToolExecutionResultMessage result) {
      tree.put("role", "tool");
      put(tree, "tool_call_id", result.id());
      put(tree, "content", result.text());
    } else if (message instanceof UserMessage user) {
      tree.put("role", "user");
      put(tree, "name", user.name());
      tree.put("content", user.hasSingleText() ? user.singleText() : parts(user.contents()));
    } else {
      tree.put("role", "user");
    }
    return tree;
  }

  private static List<Object> parts(List<Content> contents) {
    List<Object> parts = new ArrayList<>();
    for (Content content : contents) {
      Map<String, Object> part = new LinkedHashMap<>();
      String type = content.type().name().toLowerCase(Locale.ROOT);
      String url = content instanceof ImageContent image ? url(image.image()) : null;
      if (content instanceof TextContent text) {
        part.put("type", "text");
        part.put("text", text.text());
      } else if (url != null) {
        part.put("type", "image_url");
        part.put("image_url", Map.of("url", url));
      } else {
        part.put("type", type); // what it shows or sounds like stays where it is
      }
      parts.add(part);
    }
    return parts;
  }

  /** Where an image is, if it is not in the address itself. */
  static @Nullable String url(@Nullable Image image) {
    if (image == null || image.url() == null || "data".equalsIgnoreCase(image.url().getScheme())) {
      return null;
    }
    return image.url().toString();
  }

  /** What a message of a user says in words. */
  static String text(UserMessage message) {
    if (message.hasSingleText()) {
      return message.singleText();
    }
    StringBuilder all = new StringBuilder();
    for (Content content : message.contents()) {
      if (content instanceof TextContent text) {
        all.append(all.length() == 0 ? "" : "\n").append(text.text());
      }
    }
    return all.toString();
  }

  /** What any message says in words. */
  static String said(ChatMessage message) {
    Object content = message(message).get("content");
    return content instanceof String text ? text : "";
  }

  private static Map<String, Object> assistant(AiMessage answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("role", "assistant");
    put(tree, "content", answer.text());
    if (answer.hasToolExecutionRequests()) {
      List<Object> calls = new ArrayList<>();
      for (ToolExecutionRequest request : answer.toolExecutionRequests()) {
        Map<String, Object> function = new LinkedHashMap<>();
        put(function, "name", request.name());
        put(function, "arguments", request.arguments());
        Map<String, Object> call = new LinkedHashMap<>();
        put(call, "id", request.id());
        call.put("type", "function");
        call.put("function", function);
        calls.add(call);
      }
      tree.put("tool_calls", calls);
    }
    return tree;
  }

  /** The answer of a chat. */
  static Map<String, Object> answer(
      @Nullable AiMessage answer, @Nullable TokenUsage usage, @Nullable FinishReason reason) {
    Map<String, Object> choice = new LinkedHashMap<>();
    if (answer != null) {
      choice.put("message", assistant(answer));
    }
    put(choice, "finish_reason", finish(reason));
    return answered("choices", List.of(choice), usage);
  }

  /** An answer with these at that name. */
  static Map<String, Object> answered(String name, List<?> items, @Nullable TokenUsage usage) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(name, items);
    if (usage != null) {
      Map<String, Object> tokens = new LinkedHashMap<>();
      put(tokens, "prompt_tokens", usage.inputTokenCount());
      put(tokens, "completion_tokens", usage.outputTokenCount());
      put(tokens, "total_tokens", usage.totalTokenCount());
      tree.put("usage", tokens);
    }
    return tree;
  }

  static @Nullable String finish(@Nullable FinishReason reason) {
    if (reason == null || reason == FinishReason.OTHER) {
      return null;
    }
    return reason == FinishReason.TOOL_EXECUTION
        ? "tool_calls"
        : reason.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> definition(ToolSpecification specification) {
    Map<String, Object> function = new LinkedHashMap<>();
    put(function, "name", specification.name());
    put(function, "description", specification.description());
    put(function, "parameters", ToolSchemas.of(specification));
    return Map.of("type", "function", "function", function);
  }

  static void put(Map<String, Object> tree, String name, @Nullable Object value) {
    if (value != null) {
      tree.put(name, value);
    }
  }
}
