package dev.steno.agent.wire;

import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns Anthropic's content blocks, and tools, into parts and definitions. */
final class AnthropicBlocks {
  private AnthropicBlocks() {}

  /** The parts of a content: a string, or a list of blocks. */
  static List<Part> of(@Nullable Object content) {
    List<Part> parts = new ArrayList<>();
    if (content instanceof String text && !text.isEmpty()) {
      parts.add(Part.text(text));
    }
    for (Object element : Tree.list(content)) {
      if (element instanceof String text) {
        parts.add(Part.text(text));
      } else if (element instanceof Map<?, ?>) {
        Part part = part(Tree.map(element));
        if (part != null) {
          parts.add(part);
        }
      }
    }
    return parts;
  }

  static @Nullable Part part(Map<String, @Nullable Object> block) {
    String type = Parts.stringOr(block, "type", block.containsKey("text") ? "text" : "unknown");
    return switch (type) {
      case "text" -> text("text", Tree.string(block, "text"));
      case "thinking" -> text("reasoning", Tree.string(block, "thinking"));
      case "redacted_thinking" -> new Part(type, new LinkedHashMap<>());
      case "compaction" -> text(type, Tree.string(block, "content"));
      case "image" -> media("image", Tree.map(block, "source"));
      case "document" -> document(block);
      case "container_upload" -> Parts.fileId("document", Parts.stringOr(block, "file_id", ""));
      case "tool_use" ->
          Parts.toolCall(
              Tree.string(block, "id"), Parts.stringOr(block, "name", ""), block.get("input"));
      case "tool_result" -> toolResult(block);
      default -> {
        if (type.endsWith("_tool_use")) {
          yield serverToolCall(type, block);
        }
        yield type.endsWith("_tool_result")
            ? serverToolResult(type, block)
            : Parts.generic(type, block);
      }
    };
  }

  private static @Nullable Part text(String type, @Nullable String text) {
    return text == null || text.isEmpty() ? null : Part.of(type, "content", text);
  }

  private static Part media(String modality, Map<String, @Nullable Object> source) {
    String fileId = Tree.string(source, "file_id");
    if (fileId != null) {
      return Parts.fileId(modality, fileId);
    }
    String mimeType = Tree.string(source, "media_type");
    return Tree.has(source, "url")
        ? Parts.media(modality, source.get("url"), mimeType)
        : Parts.blob(modality, source.get("data"), mimeType, null);
  }

  /** A document that is text is no text of the user's: it stays apart from what was said. */
  private static Part document(Map<String, @Nullable Object> block) {
    Map<String, @Nullable Object> source = Tree.map(block, "source");
    Object text =
        switch (Parts.stringOr(source, "type", "")) {
          case "text" -> source.get("data");
          case "content" -> Tools.resultOf(of(source.get("content")));
          default -> null;
        };
    Part part = text == null ? media("document", source) : Part.of("document", "content", text);
    for (String told : List.of("title", "context")) {
      if (Tree.has(block, told)) {
        part.fields().put(told, block.get(told));
      }
    }
    return part;
  }

  private static Part toolResult(Map<String, @Nullable Object> block) {
    Part part = Part.toolCallResponse(Tree.string(block, "tool_use_id"), result(block));
    if (Tree.isTrue(block, "is_error")) {
      part.fields().put("is_error", true);
    }
    return part;
  }

  private static @Nullable Object result(Map<String, @Nullable Object> block) {
    Object content = block.get("content");
    return content instanceof List<?> list ? Tools.resultOf(of(list)) : content;
  }

  private static Part serverToolCall(String type, Map<String, @Nullable Object> block) {
    Map<String, @Nullable Object> call = new LinkedHashMap<>();
    call.put("type", type);
    copy(block, call, "server_name", "input");
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    copy(block, fields, "id");
    fields.put("name", Parts.stringOr(block, "name", ""));
    fields.put("server_tool_call", call);
    return new Part("server_tool_call", fields);
  }

  private static Part serverToolResult(String type, Map<String, @Nullable Object> block) {
    Map<String, @Nullable Object> response = new LinkedHashMap<>();
    response.put("type", type);
    copy(block, response, "is_error", "content");
    if (type.equals("mcp_tool_result")) {
      response.put("content", result(block));
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (Tree.has(block, "tool_use_id")) {
      fields.put("id", block.get("tool_use_id"));
    }
    fields.put("server_tool_call_response", response);
    return new Part("server_tool_call_response", fields);
  }

  private static void copy(
      Map<String, @Nullable Object> from, Map<String, @Nullable Object> to, String... names) {
    for (String name : names) {
      if (Tree.has(from, name)) {
        to.put(name, from.get(name));
      }
    }
  }

  /** Adds the tools of a request: those that the application runs are functions. */
  static void definitions(Map<String, @Nullable Object> tree, List<Object> definitions) {
    for (Map<String, @Nullable Object> tool : Tree.maps(tree, "tools")) {
      String type = Parts.stringOr(tool, "type", "custom");
      Map<String, @Nullable Object> definition = new LinkedHashMap<>();
      definition.put("type", type.equals("custom") ? "function" : type);
      for (Map.Entry<String, @Nullable Object> entry : tool.entrySet()) {
        String name = entry.getKey().equals("input_schema") ? "parameters" : entry.getKey();
        definition.putIfAbsent(name, entry.getValue());
      }
      definitions.add(definition);
    }
  }
}
