package dev.steno.agent.export.otlp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tools that a model could ask for, from any provider's shape in that of the conventions. */
final class ToolDefinitions {
  private static final List<String> LISTS =
      List.of("functionDeclarations", "function_declarations");
  private static final List<String> NESTED = List.of("function", "toolSpec", "tool_spec");
  private static final List<String> SCHEMAS =
      List.of(
          "parameters",
          "input_schema",
          "inputSchema",
          "parametersJsonSchema",
          "parameters_json_schema",
          "parameter_definitions");

  private ToolDefinitions() {}

  static List<Object> of(List<Object> definitions) {
    List<Object> trees = new ArrayList<>();
    for (Object definition : definitions) {
      if (definition instanceof Map<?, ?> map) {
        add(map, trees);
      }
    }
    return trees;
  }

  private static void add(Map<?, ?> definition, List<Object> into) {
    for (String name : LISTS) {
      if (definition.get(name) instanceof List<?> functions) {
        for (Object function : functions) {
          if (function instanceof Map<?, ?> map) {
            into.add(tree(map, "function"));
          }
        }
        return;
      }
    }
    for (String name : NESTED) {
      if (definition.get(name) instanceof Map<?, ?> nested) {
        into.add(tree(nested, "function"));
        return;
      }
    }
    if (definition.get("name") == null && definition.get("type") == null) {
      // A tool of the provider: {"googleSearch": {}}.
      definition.keySet().forEach(key -> into.add(Map.of("type", key, "name", key)));
      return;
    }
    into.add(tree(definition, "function"));
  }

  private static Map<String, @Nullable Object> tree(Map<?, ?> definition, String otherwise) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    Object type = definition.get("type");
    Object name = definition.get("name");
    String known = type instanceof String && !"custom".equals(type) ? type.toString() : otherwise;
    tree.put("type", known);
    tree.put("name", name instanceof String ? name : known);
    if (definition.get("description") instanceof String description) {
      tree.put("description", description);
    }
    for (String schema : SCHEMAS) {
      if (definition.get(schema) instanceof Map<?, ?> parameters) {
        Object json = parameters.get("json");
        tree.put("parameters", json instanceof Map && parameters.size() == 1 ? json : parameters);
        break;
      }
    }
    return tree;
  }
}
