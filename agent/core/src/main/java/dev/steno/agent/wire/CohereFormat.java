package dev.steno.agent.wire;

import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the second version of Cohere's chat format. */
final class CohereFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    for (Map<String, @Nullable Object> message : Tree.maps(tree, "messages")) {
      call.input.add(message(message, Parts.stringOr(message, "role", "user"), null));
    }
    documents(tree, call);
    Tools.definitions(tree, call.toolDefinitions);
  }

  /** Adds what the model is to answer from to the last thing that the user said. */
  static void documents(Map<String, @Nullable Object> tree, CallBuilder call) {
    List<Part> documents = new ArrayList<>();
    for (Object document : Tree.list(tree, "documents")) {
      documents.add(
          document instanceof String text
              ? Part.of("document", "content", text)
              : Parts.generic("document", Tree.map(document)));
    }
    for (int i = call.input.size() - 1; i >= 0 && !documents.isEmpty(); i--) {
      Message message = call.input.get(i);
      if (message.role().equals("user")) {
        List<Part> parts = new ArrayList<>(message.parts());
        parts.addAll(documents);
        call.input.set(i, new Message("user", parts, message.name(), null));
        return;
      }
    }
  }

  /** A message, which is one of OpenAI's but for the plan that goes before calls of tools. */
  private static Message message(
      Map<String, @Nullable Object> tree, String role, @Nullable String finishReason) {
    Message message = ChatFormat.message(tree, role, finishReason);
    String plan = Tree.string(tree, "tool_plan");
    if (plan == null || plan.isEmpty()) {
      return message;
    }
    List<Part> parts = new ArrayList<>();
    parts.add(Part.reasoning(plan));
    parts.addAll(message.parts());
    return new Message(message.role(), parts, message.name(), finishReason);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    usage(Tree.map(tree, "usage"), call);
    call.failure = Failures.of(tree, call.status);
    String reason = Tree.string(tree, "finish_reason");
    Map<String, @Nullable Object> message = Tree.map(tree, "message");
    if (!message.isEmpty() || reason != null) {
      call.output.add(
          message(message, "assistant", reason == null ? null : FinishReasons.of(reason)));
    }
  }

  static void usage(Map<String, @Nullable Object> tree, CallBuilder call) {
    Usage told = CohereUsage.of(tree);
    if (told != null) {
      call.usage = told;
    }
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    String type = Tree.string(tree, "type");
    Map<String, @Nullable Object> delta = Tree.map(tree, "delta");
    switch (type != null ? type : name != null ? name : "") {
      case "message-start" -> {
        call.identity(tree);
        call.choice(0);
      }
      case "content-start",
          "content-delta",
          "tool-plan-delta",
          "tool-call-start",
          "tool-call-delta" ->
          delta(tree, Tree.map(delta, "message"), call);
      case "message-end" -> end(tree, delta, call);
      default -> {}
    }
  }

  private static void delta(
      Map<String, @Nullable Object> tree, Map<String, @Nullable Object> message, CallBuilder call) {
    Choice choice = call.choice(0);
    if (choice == null) {
      return;
    }
    Map<String, @Nullable Object> content = Tree.map(message, "content");
    choice.reasoning.append(Tree.string(message, "tool_plan"), call);
    choice.reasoning.append(Tree.string(content, "thinking"), call);
    choice.text.append(Tree.string(content, "text"), call);
    Map<String, @Nullable Object> toolCall = Tree.map(message, "tool_calls");
    if (!toolCall.isEmpty()) {
      toolCall(Tree.index(tree, "index", choice.lastToolCall()), toolCall, choice, call);
    }
  }

  private static void toolCall(
      int index, Map<String, @Nullable Object> delta, Choice choice, CallBuilder call) {
    Choice.ToolCall toolCall = choice.toolCall(index, call);
    if (toolCall == null) {
      return;
    }
    Map<String, @Nullable Object> function = Tree.map(delta, "function");
    if (toolCall.id.isEmpty()) {
      toolCall.id.append(Tree.string(delta, "id"), call);
    }
    if (toolCall.name.isEmpty()) {
      toolCall.name.append(Tree.string(function, "name"), call);
    }
    toolCall.arguments.append(Tree.string(function, "arguments"), call);
  }

  private static void end(
      Map<String, @Nullable Object> tree, Map<String, @Nullable Object> delta, CallBuilder call) {
    call.identity(tree);
    call.terminal = true;
    usage(Tree.map(delta, "usage"), call);
    Choice choice = call.choice(0);
    if (choice != null) {
      choice.finishReason(Tree.string(delta, "finish_reason"));
    }
    Failure failure = Failures.of(delta, call.status);
    if (failure != null && call.failure == null) {
      call.failure = failure;
    }
  }

  @Override
  public void finish(CallBuilder call) {
    call.finishChoices();
  }
}
