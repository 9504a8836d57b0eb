package dev.steno.instrumentation.langchain4j0;

import dev.langchain4j.agent.tool.ToolParameters;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElementHelper;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a tool takes: since 0.36 there are two ways to say it, before that one. */
@SuppressWarnings("removal") // what was the only way before
final class ToolSchemas {
  private static final @Nullable MethodHandle OLD = old("toolParameters", "parameters");

  private ToolSchemas() {}

  /** The JSON schema of a tool's arguments; null when it has none, or says it in another way. */
  static @Nullable Map<String, Object> of(ToolSpecification specification) {
    try {
      Object old = OLD == null ? null : OLD.invoke(specification);
      return old == null ? New.of(specification) : of((ToolParameters) old);
    } catch (Throwable elsewise) {
      // A tool without its schema is better than no request at all.
      return null;
    }
  }

  private static Map<String, Object> of(ToolParameters parameters) {
    Map<String, Object> schema = new LinkedHashMap<>();
    Bare.put(schema, "type", parameters.type());
    Bare.put(schema, "properties", parameters.properties());
    Bare.put(schema, "required", parameters.required());
    return schema;
  }

  private static @Nullable MethodHandle old(String... names) {
    for (String name : names) {
      try {
        return MethodHandles.publicLookup()
            .findVirtual(
                ToolSpecification.class, name, MethodType.methodType(ToolParameters.class));
      } catch (ReflectiveOperationException elsewise) {
        // The next one may be there.
      }
    }
    return null;
  }

  /** What is not there before 0.36. */
  private static final class New {
    static @Nullable Map<String, Object> of(ToolSpecification specification) {
      JsonObjectSchema schema = specification.parameters();
      return schema == null ? null : JsonSchemaElementHelper.toMap(schema);
    }
  }
}
