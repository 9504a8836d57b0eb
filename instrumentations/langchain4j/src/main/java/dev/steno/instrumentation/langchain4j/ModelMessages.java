package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells messages in the shape of OpenAI's chat completions. */
final class ModelMessages {
  private ModelMessages() {}

  static List<Object> of(List<ChatMessage> messages) {
    List<Object> trees = new ArrayList<>(messages.size());
    for (ChatMessage message : messages) {
      trees.add(of(message));
    }
    return trees;
  }

  private static Map<String, Object> of(ChatMessage message) {
    if (message instanceof SystemMessage system) {
      return ModelTree.of("role", "system").with("content", system.text()).fields();
    }
    if (message instanceof UserMessage user) {
      return ModelTree.of("role", "user")
          .with("name", user.name())
          .with("content", ModelContents.of(user.contents()))
          .fields();
    }
    if (message instanceof AiMessage assistant) {
      return assistant(assistant).fields();
    }
    if (message instanceof ToolExecutionResultMessage result) {
      return ModelTree.of("role", "tool")
          .with("tool_call_id", result.id())
          .with("name", result.toolName())
          .with(
              "content",
              ModelVersion.TOOL_CONTENTS ? ModelContents.of(result.contents()) : result.text())
          .fields();
    }
    // What an application makes up itself may hold anything.
    return ModelTree.of("role", message.type().name().toLowerCase(Locale.ROOT)).fields();
  }

  static ModelTree assistant(AiMessage message) {
    ModelTree tree =
        ModelTree.of("role", "assistant")
            .with("reasoning_content", ModelVersion.THINKING ? message.thinking() : null)
            .with("content", content(message));
    if (message.hasToolExecutionRequests()) {
      List<Object> calls = new ArrayList<>();
      for (ToolExecutionRequest call : message.toolExecutionRequests()) {
        calls.add(
            ModelTree.of("id", call.id())
                .with("type", "function")
                .with(
                    "function",
                    ModelTree.of("name", call.name()).with("arguments", call.arguments()))
                .fields());
      }
      tree.with("tool_calls", calls);
    }
    return tree;
  }

  private static Object content(AiMessage message) {
    String text = message.text() == null ? "" : message.text();
    List<Image> images = ModelVersion.IMAGES ? message.images() : List.of();
    if (images.isEmpty()) {
      return text;
    }
    List<Object> parts = new ArrayList<>(images.size() + 1);
    parts.add(ModelContents.text(text).fields());
    for (Image image : images) {
      parts.add(ModelContents.image(image).fields());
    }
    return parts;
  }
}
