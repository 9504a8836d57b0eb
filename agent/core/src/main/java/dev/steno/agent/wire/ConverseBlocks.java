package dev.steno.agent.wire;

import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the content blocks of Bedrock's Converse, each an object of one name, into parts. */
final class ConverseBlocks {
  private ConverseBlocks() {}

  static void add(List<Map<String, @Nullable Object>> blocks, List<Part> parts) {
    for (Map<String, @Nullable Object> block : blocks) {
      for (Map.Entry<String, @Nullable Object> entry : block.entrySet()) {
        Part part = part(entry.getKey(), entry.getValue());
        if (part != null) {
          parts.add(part);
        }
      }
    }
  }

  private static @Nullable Part part(String name, @Nullable Object value) {
    Map<String, @Nullable Object> tree = Tree.map(value);
    return switch (name) {
      case "text" -> value instanceof String text && !text.isEmpty() ? Part.text(text) : null;
      case "image", "video", "audio", "document" -> media(name, tree);
      case "toolUse" ->
          Part.toolCall(
              Tree.string(tree, "toolUseId"), Parts.stringOr(tree, "name", ""), tree.get("input"));
      case "toolResult" ->
          Part.toolCallResponse(Tree.string(tree, "toolUseId"), result(Tree.maps(tree, "content")));
      case "reasoningContent" -> reasoning(tree);
      case "guardContent" -> guarded(tree);
      case "citationsContent" -> Part.text(Parts.joined(Tree.list(tree, "content")));
      // Where a cache is to begin says nothing.
      case "cachePoint" -> null;
      default -> value instanceof Map<?, ?> ? Parts.generic(name, tree) : null;
    };
  }

  private static @Nullable Part media(String modality, Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> source = Tree.map(tree, "source");
    String mimeType = mimeType(modality, Tree.string(tree, "format"));
    String name = Tree.string(tree, "name");
    String uri = Tree.string(Tree.map(source, "s3Location"), "uri");
    if (uri != null) {
      return Parts.media(modality, uri, mimeType);
    }
    String text = Tree.string(source, "text");
    return text != null
        ? Part.text(text)
        : Parts.blob(modality, source.get("bytes"), mimeType, name);
  }

  private static @Nullable String mimeType(String modality, @Nullable String format) {
    if (format == null) {
      return null;
    }
    if (!modality.equals("document")) {
      return modality + "/" + format;
    }
    return switch (format) {
      case "pdf" -> "application/pdf";
      case "txt" -> "text/plain";
      case "md" -> "text/markdown";
      case "csv", "html" -> "text/" + format;
      default -> null;
    };
  }

  /** What a tool answered: text is joined, one JSON is itself, anything else stays a list. */
  private static Object result(List<Map<String, @Nullable Object>> content) {
    Object only = content.size() == 1 ? content.get(0).get("json") : null;
    if (only != null) {
      return only;
    }
    boolean onlyText = content.stream().allMatch(block -> block.get("text") instanceof String);
    if (onlyText && !content.isEmpty()) {
      return Parts.joined(content);
    }
    List<Object> results = new ArrayList<>();
    for (Map<String, @Nullable Object> block : content) {
      for (Map.Entry<String, @Nullable Object> entry : block.entrySet()) {
        Object value = entry.getValue();
        if (entry.getKey().equals("json") && value != null) {
          results.add(value);
        } else {
          addTyped(part(entry.getKey(), value), results);
        }
      }
    }
    return results;
  }

  private static void addTyped(@Nullable Part part, List<Object> results) {
    if (part != null) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("type", part.type());
      fields.putAll(part.fields());
      results.add(fields);
    }
  }

  private static @Nullable Part reasoning(Map<String, @Nullable Object> tree) {
    String text = Tree.string(Tree.map(tree, "reasoningText"), "text");
    return text == null || text.isEmpty() ? null : Part.reasoning(text);
  }

  private static @Nullable Part guarded(Map<String, @Nullable Object> tree) {
    String text = Tree.string(Tree.map(tree, "text"), "text");
    return text != null ? Part.text(text) : media("image", Tree.map(tree, "image"));
  }

  /** The definition of a tool; null for what is none, as the point where a cache begins. */
  static @Nullable Object toolDefinition(Map<String, @Nullable Object> tool) {
    Map<String, @Nullable Object> spec = Tree.map(tool, "toolSpec");
    if (spec.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> definition = new LinkedHashMap<>();
    definition.put("type", "function");
    definition.put("name", Parts.stringOr(spec, "name", ""));
    Parameters.pick(spec, definition, "description");
    Map<String, @Nullable Object> schema = Tree.map(spec, "inputSchema");
    if (Tree.has(schema, "json")) {
      definition.put("parameters", schema.get("json"));
    }
    return definition;
  }
}
