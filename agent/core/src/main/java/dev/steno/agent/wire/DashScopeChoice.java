package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One choice of a DashScope answer: as a whole, or put together from its chunks. */
final class DashScopeChoice {
  private final Growing.By by;
  private final Growing reasoning;
  private final Growing text;
  private final TreeMap<Integer, ToolCall> toolCalls = new TreeMap<>();
  private @Nullable String reason;

  /** A request for a tool, put together from its chunks. */
  private static final class ToolCall {
    final Draft id = new Draft();
    final Draft name = new Draft();
    final Growing arguments;

    ToolCall(Growing.By by) {
      arguments = new Growing(by);
    }
  }

  DashScopeChoice(Growing.By by) {
    this.by = by;
    reasoning = new Growing(by);
    text = new Growing(by);
  }

  /** Why a choice ended; while it has not, the reason is the text {@code "null"}. */
  static @Nullable String reason(Map<String, @Nullable Object> tree) {
    String told = Tree.string(tree, "finish_reason");
    return told == null || told.isEmpty() || told.equals("null") ? null : FinishReasons.of(told);
  }

  /** The parts of a content: a text, or objects of one name each. */
  static List<Part> parts(@Nullable Object content) {
    if (!(content instanceof List<?> list)) {
      return Parts.of(content);
    }
    List<Part> parts = new ArrayList<>();
    for (Object element : list) {
      for (Map.Entry<String, @Nullable Object> entry : Tree.map(element).entrySet()) {
        addPart(entry.getKey(), entry.getValue(), parts);
      }
    }
    return parts;
  }

  private static void addPart(String name, @Nullable Object value, List<Part> parts) {
    switch (name) {
      case "text" -> Parts.add(value, parts);
      case "image", "audio" -> parts.add(Parts.media(name, value, null));
      case "file" -> parts.add(Parts.media("document", value, null));
      case "video" -> addVideo(value, parts);
      default -> {}
    }
  }

  /** A video, which may be given as its frames. */
  private static void addVideo(@Nullable Object value, List<Part> parts) {
    if (value instanceof List<?> frames) {
      for (Object frame : frames) {
        parts.add(Parts.media("video", frame, null));
      }
    } else {
      parts.add(Parts.media("video", value, null));
    }
  }

  static Message message(
      Map<String, @Nullable Object> tree, String role, @Nullable String finishReason) {
    List<Part> parts = new ArrayList<>();
    if (role.equals("tool")) {
      parts.add(Part.toolCallResponse(Tree.string(tree, "tool_call_id"), tree.get("content")));
      return new Message(role, parts, Tree.string(tree, "name"), null);
    }
    String thoughts = Tree.string(tree, "reasoning_content");
    if (thoughts != null && !thoughts.isEmpty()) {
      parts.add(Part.reasoning(thoughts));
    }
    parts.addAll(parts(tree.get("content")));
    for (Map<String, @Nullable Object> toolCall : Tree.maps(tree, "tool_calls")) {
      Map<String, @Nullable Object> function = Tree.map(toolCall, "function");
      parts.add(
          Parts.toolCall(
              Tree.string(toolCall, "id"),
              Parts.stringOr(function, "name", ""),
              function.get("arguments")));
    }
    return new Message(role, parts, Tree.string(tree, "name"), finishReason);
  }

  /** Takes what a chunk tells of the message. */
  void add(Map<String, @Nullable Object> message, CallBuilder call) {
    reasoning.add(Tree.string(message, "reasoning_content"), call);
    StringBuilder told = new StringBuilder();
    for (Part part : parts(message.get("content"))) {
      String content = part.textOrNull();
      told.append(content == null ? "" : content);
    }
    text.add(told.toString(), call);
    int index = 0;
    for (Map<String, @Nullable Object> element : Tree.maps(message, "tool_calls")) {
      ToolCall toolCall = toolCall(Tree.index(element, "index", index++), call);
      if (toolCall != null) {
        Map<String, @Nullable Object> function = Tree.map(element, "function");
        keepFirst(toolCall.id, Tree.string(element, "id"), call);
        keepFirst(toolCall.name, Tree.string(function, "name"), call);
        toolCall.arguments.add(Tree.string(function, "arguments"), call);
      }
    }
  }

  private @Nullable ToolCall toolCall(int index, CallBuilder call) {
    ToolCall known = toolCalls.get(index);
    if (known != null || !call.room()) {
      return known;
    }
    ToolCall added = new ToolCall(by);
    toolCalls.put(index, added);
    return added;
  }

  private static void keepFirst(Draft draft, @Nullable String told, CallBuilder call) {
    if (draft.isEmpty()) {
      draft.append(told, call);
    }
  }

  /** Notes why the choice ended; a later null does not take it back. */
  void end(@Nullable String told) {
    reason = told == null ? reason : told;
  }

  boolean ended() {
    return reason != null;
  }

  Message message() {
    List<Part> parts = new ArrayList<>();
    if (!reasoning.isEmpty()) {
      parts.add(Part.reasoning(reasoning.toString()));
    }
    if (!text.isEmpty()) {
      parts.add(Part.text(text.toString()));
    }
    for (ToolCall toolCall : toolCalls.values()) {
      String id = toolCall.id.isEmpty() ? null : toolCall.id.toString();
      parts.add(Parts.toolCall(id, toolCall.name.toString(), toolCall.arguments.toString()));
    }
    return new Message("assistant", parts, null, reason);
  }
}
