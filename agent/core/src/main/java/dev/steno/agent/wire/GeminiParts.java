package dev.steno.agent.wire;

import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the parts of Gemini's contents, and its tools, into parts and definitions. */
final class GeminiParts {
  private GeminiParts() {}

  /** The value of the first of two names, which are one name in two spellings. */
  static @Nullable Object either(Map<String, @Nullable Object> tree, String camel, String snake) {
    Object value = tree.get(camel);
    return value != null ? value : tree.get(snake);
  }

  /** The parts of a content: an object with parts, or, as SDKs write it, a text or the parts. */
  static List<Part> of(@Nullable Object content) {
    List<Part> parts = new ArrayList<>();
    if (content instanceof String text) {
      parts.add(Part.text(text));
      return parts;
    }
    Map<String, @Nullable Object> tree = Tree.map(content);
    Object elements = content instanceof List<?> ? content : tree.get("parts");
    if (elements instanceof Map<?, ?>) {
      elements = List.of(elements);
    }
    for (Object element : Tree.list(elements)) {
      Part part = element instanceof String text ? Part.text(text) : part(Tree.map(element));
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static @Nullable Part part(Map<String, @Nullable Object> tree) {
    if (tree.get("text") instanceof String text) {
      boolean thought = Tree.isTrue(tree, "thought");
      return text.isEmpty() ? null : thought ? Part.reasoning(text) : Part.text(text);
    }
    Map<String, @Nullable Object> call = Tree.map(either(tree, "functionCall", "function_call"));
    if (!call.isEmpty()) {
      return Parts.toolCall(
          Tree.string(call, "id"), Parts.stringOr(call, "name", ""), call.get("args"));
    }
    Map<String, @Nullable Object> response =
        Tree.map(either(tree, "functionResponse", "function_response"));
    if (!response.isEmpty()) {
      return functionResponse(response);
    }
    Object data = either(tree, "inlineData", "inline_data");
    if (data != null) {
      return inlineData(Tree.map(data));
    }
    Object file = either(tree, "fileData", "file_data");
    return file != null ? fileData(Tree.map(file)) : other(tree);
  }

  /** Gemini gives its calls no id: the name is what tells whose answer it is. */
  private static Part functionResponse(Map<String, @Nullable Object> response) {
    Part part = Part.toolCallResponse(Tree.string(response, "id"), response.get("response"));
    String name = Tree.string(response, "name");
    if (name != null) {
      part.fields().put("name", name);
    }
    return part;
  }

  private static @Nullable String mimeType(Map<String, @Nullable Object> tree) {
    return either(tree, "mimeType", "mime_type") instanceof String type ? type : null;
  }

  private static Part inlineData(Map<String, @Nullable Object> tree) {
    String mimeType = mimeType(tree);
    String name = either(tree, "displayName", "display_name") instanceof String it ? it : null;
    return Parts.blob(Parts.modality(mimeType), tree.get("data"), mimeType, name);
  }

  private static Part fileData(Map<String, @Nullable Object> tree) {
    String mimeType = mimeType(tree);
    return Parts.media(Parts.modality(mimeType), either(tree, "fileUri", "file_uri"), mimeType);
  }

  /** What Gemini ran itself, or a part that is not known here; null for one that says nothing. */
  private static @Nullable Part other(Map<String, @Nullable Object> tree) {
    for (Map.Entry<String, @Nullable Object> entry : tree.entrySet()) {
      if (entry.getValue() instanceof Map<?, ?>) {
        return Parts.generic(snake(entry.getKey()), Tree.map(entry.getValue()));
      }
    }
    return null;
  }

  /** Adds the tools of a request: each function, and each that Google runs by its name. */
  static void definitions(Map<String, @Nullable Object> tree, List<Object> definitions) {
    for (Map<String, @Nullable Object> tool : Tree.maps(tree, "tools")) {
      for (Map.Entry<String, @Nullable Object> entry : tool.entrySet()) {
        String type = snake(entry.getKey());
        if (type.equals("function_declarations")) {
          for (Map<String, @Nullable Object> function : Tree.maps(tool, entry.getKey())) {
            definitions.add(function(function));
          }
        } else if (entry.getValue() != null) {
          Map<String, @Nullable Object> definition = new LinkedHashMap<>();
          definition.put("type", type);
          definition.put("name", type);
          definitions.add(definition);
        }
      }
    }
  }

  private static Object function(Map<String, @Nullable Object> function) {
    Map<String, @Nullable Object> definition = new LinkedHashMap<>();
    definition.put("type", "function");
    for (Map.Entry<String, @Nullable Object> entry : function.entrySet()) {
      String name = snake(entry.getKey());
      definition.putIfAbsent(
          name.equals("parameters_json_schema") ? "parameters" : name, entry.getValue());
    }
    return definition;
  }

  /** A name in camelCase as snake_case. */
  static String snake(String camel) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        snake.append(i > 0 ? "_" : "").append((char) (c + ('a' - 'A')));
      } else {
        snake.append(c);
      }
    }
    return snake.toString();
  }
}
