package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the items of the Responses format into messages and parts. */
final class ResponsesItems {
  /** Tools that the application runs itself: their calls are answered in the next request. */
  private static final Set<String> RUN_BY_CLIENT =
      Set.of("computer_call", "local_shell_call", "shell_call", "apply_patch_call");

  private ResponsesItems() {}

  /** The message that an item of the input stands for; null when it says nothing. */
  static @Nullable Message input(Map<String, @Nullable Object> item) {
    String type = Parts.stringOr(item, "type", "message");
    if (type.equals("message")) {
      return message(Parts.stringOr(item, "role", "user"), Parts.of(item.get("content")));
    }
    if (type.endsWith("_output") || type.equals("mcp_approval_response")) {
      return message("tool", List.of(toolResult(type, item)));
    }
    List<Part> parts = new ArrayList<>();
    addOutput(item, parts);
    return parts.isEmpty() ? null : message("assistant", parts);
  }

  private static Message message(String role, List<Part> parts) {
    return new Message(role, parts, null, null);
  }

  private static Part toolResult(String type, Map<String, @Nullable Object> item) {
    Object output = item.get("output");
    Object result = output instanceof List<?> list ? Tools.result(list) : output;
    if (type.equals("mcp_approval_response")) {
      return Part.toolCallResponse(Tree.string(item, "approval_request_id"), item.get("approve"));
    }
    return Part.toolCallResponse(Tree.string(item, "call_id"), result);
  }

  /** Adds the parts that an item of the output stands for. */
  static void addOutput(Map<String, @Nullable Object> item, List<Part> parts) {
    String type = Parts.stringOr(item, "type", "message");
    switch (type) {
      case "message" -> Parts.add(item.get("content"), parts);
      case "function_call", "custom_tool_call" -> parts.add(toolCall(item));
      case "reasoning" -> addReasoning(item, parts);
      default -> {
        if (RUN_BY_CLIENT.contains(type)) {
          parts.add(
              Parts.toolCall(Tree.string(item, "call_id"), toolName(type), item.get("action")));
        } else if (type.endsWith("_call")) {
          parts.add(serverToolCall(type, item));
        } else {
          parts.add(Parts.generic(type, item));
        }
      }
    }
  }

  /** Whether an item asks the application to run a tool. */
  static boolean asksForTool(Map<String, @Nullable Object> item) {
    String type = Parts.stringOr(item, "type", "message");
    return type.equals("function_call")
        || type.equals("custom_tool_call")
        || RUN_BY_CLIENT.contains(type);
  }

  private static Part toolCall(Map<String, @Nullable Object> item) {
    Object arguments = item.get("arguments");
    return Parts.toolCall(
        Tree.string(item, "call_id"),
        Parts.stringOr(item, "name", ""),
        arguments == null ? item.get("input") : arguments);
  }

  private static void addReasoning(Map<String, @Nullable Object> item, List<Part> parts) {
    String content = Parts.joined(Tree.list(item, "content"));
    String thoughts = content.isEmpty() ? Parts.joined(Tree.list(item, "summary")) : content;
    if (!thoughts.isEmpty()) {
      parts.add(Part.reasoning(thoughts));
    }
  }

  private static Part serverToolCall(String type, Map<String, @Nullable Object> item) {
    Map<String, @Nullable Object> call = new LinkedHashMap<>(item);
    call.remove("id");
    if (type.equals("image_generation_call") && Tree.has(call, "result")) {
      Binary image = Binary.of(call.get("result"));
      call.put("result", image == null ? null : image.toTree());
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (Tree.has(item, "id")) {
      fields.put("id", item.get("id"));
    }
    String name = Tree.string(item, "name");
    fields.put("name", name == null ? toolName(type) : name);
    fields.put("server_tool_call", call);
    return new Part("server_tool_call", fields);
  }

  private static String toolName(String type) {
    return type.substring(0, type.length() - "_call".length());
  }
}
