package dev.steno.agent.wire;

import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what requests say about tools: their definitions, and what they answered. */
final class Tools {
  private Tools() {}

  /** Adds the tools of a request, each with its type and name at the top. */
  static void definitions(Map<String, @Nullable Object> tree, List<Object> definitions) {
    for (Map<String, @Nullable Object> tool : Tree.maps(tree, "tools")) {
      String type = Parts.stringOr(tool, "type", "function");
      Map<String, @Nullable Object> inner = Tree.map(tool, type);
      definitions.add(definition(type, inner.containsKey("name") ? inner : tool));
    }
    for (Map<String, @Nullable Object> function : Tree.maps(tree, "functions")) {
      definitions.add(definition("function", function));
    }
  }

  private static Object definition(String type, Map<String, @Nullable Object> tool) {
    Map<String, @Nullable Object> definition = new LinkedHashMap<>();
    definition.put("type", type);
    definition.putAll(tool);
    // A tool may be called {"type":"function"} outside, and anything inside.
    definition.put("type", type);
    return definition;
  }

  /** What a tool answered as parts that were read: text alone is joined. */
  static Object resultOf(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    List<Object> fields = new ArrayList<>();
    boolean onlyText = true;
    for (Part part : parts) {
      String content = part.textOrNull();
      onlyText &= content != null;
      text.append(text.length() > 0 ? "\n" : "").append(content);
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("type", part.type());
      tree.putAll(part.fields());
      fields.add(tree);
    }
    return onlyText ? text.toString() : fields;
  }

  /** The object that names what to run, of a request for a tool. */
  static Map<String, @Nullable Object> function(Map<String, @Nullable Object> toolCall) {
    Map<String, @Nullable Object> custom = Tree.map(toolCall, "custom");
    return custom.isEmpty() ? Tree.map(toolCall, "function") : custom;
  }

  /** What a tool answered as a list of parts: text alone is joined, anything else stays a list. */
  static Object result(List<?> content) {
    boolean onlyText = true;
    for (Part part : Parts.of(content)) {
      onlyText &= part.textOrNull() != null;
    }
    return onlyText && !content.isEmpty() ? Parts.joined(content) : content;
  }
}
