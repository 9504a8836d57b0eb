package dev.steno.agent.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message, in the shape that the GenAI semantic conventions give it: a type and
 * fields.
 *
 * @param type {@code text}, {@code tool_call}, {@code tool_call_response}, {@code reasoning},
 *     {@code uri}, {@code file}, {@code blob}, or a type of the provider's own
 * @param fields the other fields by name, in order; values are JSON values (String, Number,
 *     Boolean, List, Map with String keys, null). Not copied: not to be changed afterwards
 */
public record Part(String type, Map<String, @Nullable Object> fields) {

  /** Text as the user or the model wrote it. */
  public static Part text(String content) {
    return of("text", "content", content);
  }

  /** What the model thought aloud. */
  public static Part reasoning(String content) {
    return of("reasoning", "content", content);
  }

  /** A request of the model to run a tool; {@code arguments} is a JSON value. */
  public static Part toolCall(@Nullable String id, String name, @Nullable Object arguments) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (id != null) {
      fields.put("id", id);
    }
    fields.put("name", name);
    if (arguments != null) {
      fields.put("arguments", arguments);
    }
    return new Part("tool_call", fields);
  }

  /** What a tool answered; {@code response} is a JSON value. */
  public static Part toolCallResponse(@Nullable String id, @Nullable Object response) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (id != null) {
      fields.put("id", id);
    }
    fields.put("response", response);
    return new Part("tool_call_response", fields);
  }

  /** A part of any type with one field. */
  public static Part of(String type, String field, @Nullable Object value) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(field, value);
    return new Part(type, fields);
  }

  /** The text of a {@code text} part, or null for any other. */
  public @Nullable String textOrNull() {
    return type.equals("text") && fields.get("content") instanceof String content ? content : null;
  }
}
