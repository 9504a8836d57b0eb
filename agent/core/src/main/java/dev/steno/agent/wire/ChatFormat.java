package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI chat completions, and the variants of those who speak the same. */
final class ChatFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    for (Map<String, @Nullable Object> message : Tree.maps(tree, "messages")) {
      call.input.add(message(message, Parts.stringOr(message, "role", "user"), null));
    }
    Tools.definitions(tree, call.toolDefinitions);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    call.usage(Tree.map(tree, "usage"));
    call.failure = Failures.of(tree, call.status);
    for (Map<String, @Nullable Object> choice : Tree.maps(tree, "choices")) {
      Map<String, @Nullable Object> message = Tree.map(choice, "message");
      String reason = Tree.string(choice, "finish_reason");
      call.output.add(
          message(
              message,
              Parts.stringOr(message, "role", "assistant"),
              reason == null ? null : FinishReasons.of(reason)));
    }
  }

  static Message message(
      Map<String, @Nullable Object> tree, String role, @Nullable String finishReason) {
    List<Part> parts = new ArrayList<>();
    boolean tool = role.equals("tool") || role.equals("function");
    if (tool) {
      parts.add(Part.toolCallResponse(Tree.string(tree, "tool_call_id"), toolResult(tree)));
    } else {
      addReasoning(tree, parts);
      Parts.add(tree.get("content"), parts);
      addAudio(Tree.map(tree, "audio"), parts);
      String refusal = Tree.string(tree, "refusal");
      if (refusal != null && !refusal.isEmpty()) {
        parts.add(Parts.refusal(refusal));
      }
      addToolCalls(tree, parts);
    }
    return new Message(tool ? "tool" : role, parts, Tree.string(tree, "name"), finishReason);
  }

  private static void addReasoning(Map<String, @Nullable Object> tree, List<Part> parts) {
    String reasoning = reasoning(tree);
    if (reasoning != null && !reasoning.isEmpty()) {
      parts.add(Part.reasoning(reasoning));
    }
  }

  private static @Nullable String reasoning(Map<String, @Nullable Object> tree) {
    // Some say it under both names, and leave one of them empty.
    String reasoning = Tree.string(tree, "reasoning_content");
    return reasoning != null && !reasoning.isEmpty() ? reasoning : Tree.string(tree, "reasoning");
  }

  private static void addAudio(Map<String, @Nullable Object> audio, List<Part> parts) {
    String transcript = Tree.string(audio, "transcript");
    if (transcript != null) {
      parts.add(Part.text(transcript));
    }
    if (Tree.has(audio, "data")) {
      parts.add(Parts.blob("audio", audio.get("data"), null, null));
    }
  }

  private static void addToolCalls(Map<String, @Nullable Object> tree, List<Part> parts) {
    for (Map<String, @Nullable Object> toolCall : Tree.maps(tree, "tool_calls")) {
      parts.add(toolCall(Tree.string(toolCall, "id"), Tools.function(toolCall)));
    }
    if (tree.get("function_call") instanceof Map<?, ?>) {
      parts.add(toolCall(null, Tree.map(tree, "function_call")));
    }
  }

  private static Part toolCall(@Nullable String id, Map<String, @Nullable Object> function) {
    Object arguments = function.get("arguments");
    return Parts.toolCall(
        id,
        Parts.stringOr(function, "name", ""),
        arguments == null ? function.get("input") : arguments);
  }

  /** What a tool answered: text parts are joined, anything else stays as it is. */
  private static @Nullable Object toolResult(Map<String, @Nullable Object> tree) {
    Object content = tree.get("content");
    return content instanceof List<?> list ? Tools.result(list) : content;
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    call.usage(Tree.map(tree, "usage"));
    call.usage(Tree.map(Tree.map(tree, "x_groq"), "usage"));
    for (Map<String, @Nullable Object> element : Tree.maps(tree, "choices")) {
      Choice choice = call.choice(Tree.index(element, "index", 0));
      if (choice != null) {
        delta(Tree.map(element, "delta"), choice, call);
        choice.finishReason(Tree.string(element, "finish_reason"));
      }
    }
  }

  private static void delta(Map<String, @Nullable Object> delta, Choice choice, CallBuilder call) {
    choice.reasoning.append(reasoning(delta), call);
    choice.refusal.append(Tree.string(delta, "refusal"), call);
    choice.text.append(Tree.string(Tree.map(delta, "audio"), "transcript"), call);
    Object content = delta.get("content");
    if (content instanceof String text) {
      choice.text.append(text, call);
    } else {
      contentParts(content, choice, call);
    }
    for (Map<String, @Nullable Object> toolCall : Tree.maps(delta, "tool_calls")) {
      toolCallDelta(toolCall, choice, call);
    }
    if (delta.get("tool_calls") instanceof Map<?, ?>) {
      toolCallDelta(Tree.map(delta, "tool_calls"), choice, call);
    }
    if (delta.get("function_call") instanceof Map<?, ?>) {
      functionDelta(choice.toolCall(0, call), Tree.map(delta, "function_call"), call);
    }
  }

  private static void contentParts(@Nullable Object content, Choice choice, CallBuilder call) {
    for (Part part : Parts.of(content)) {
      if (part.fields().get("content") instanceof String text) {
        (part.type().equals("reasoning") ? choice.reasoning : choice.text).append(text, call);
      }
    }
  }

  private static void toolCallDelta(
      Map<String, @Nullable Object> delta, Choice choice, CallBuilder call) {
    String id = Tree.string(delta, "id");
    // Without an index, an id begins the next one, and what has none goes on with the last.
    boolean begins = id != null && !id.isEmpty();
    int otherwise = begins ? choice.nextToolCall() : choice.lastToolCall();
    Choice.ToolCall toolCall = choice.toolCall(Tree.index(delta, "index", otherwise), call);
    if (toolCall != null && begins && toolCall.id.isEmpty()) {
      toolCall.id.append(id, call);
    }
    functionDelta(toolCall, Tools.function(delta), call);
  }

  private static void functionDelta(
      Choice.@Nullable ToolCall toolCall,
      Map<String, @Nullable Object> function,
      CallBuilder call) {
    if (toolCall == null) {
      return;
    }
    if (toolCall.name.isEmpty()) {
      toolCall.name.append(Tree.string(function, "name"), call);
    }
    toolCall.arguments.append(Tree.string(function, "arguments"), call);
    toolCall.arguments.append(Tree.string(function, "input"), call);
  }

  @Override
  public void finish(CallBuilder call) {
    call.finishChoices();
  }
}
