package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Event;
import dev.steno.agent.model.Usage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an event, of which each may be left out, or be of any type. */
final class EventFields {
  private static final Set<String> SENTIMENTS = Set.of("positive", "neutral", "negative");

  private EventFields() {}

  static @Nullable String text(Event event, String field) {
    Object value = event.fields().get(field);
    return value == null ? null : value.toString();
  }

  static @Nullable Long number(Event event, String field) {
    return event.fields().get(field) instanceof Number number ? number.longValue() : null;
  }

  /** What the application said of it. */
  static Map<String, @Nullable Object> metadata(Event event) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    if (event.fields().get("properties") instanceof Map<?, ?> told) {
      told.forEach((name, value) -> metadata.put(String.valueOf(name), value));
    }
    return Limits.metadata(metadata);
  }

  /** What it says of the whole conversation: traits of the user, properties at its end. */
  static Map<String, @Nullable Object> ofConversation(Event event) {
    Object told =
        switch (event.kind()) {
          case IDENTIFY -> event.fields().get("traits");
          case CONVERSATION_END -> event.fields().get("properties");
          default -> null;
        };
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    if (told instanceof Map<?, ?> more) {
      more.forEach((name, value) -> facts.put(String.valueOf(name), value));
    }
    return facts;
  }

  static String fileName(Event event) {
    String name = Limits.string(event.name());
    return name == null ? "attachment" : name;
  }

  static String mimeType(Event event) {
    String type = Limits.string(text(event, "mime_type"));
    return type == null ? "application/octet-stream" : type;
  }

  static @Nullable Long size(Event event) {
    byte[] content = event.content();
    return content == null ? number(event, "size") : Long.valueOf(content.length);
  }

  static String sender(Event event) {
    return Said.AGENT.equals(text(event, "sender")) ? Said.AGENT : Said.USER;
  }

  /** One of the three that there are; of a comment alone, the one in the middle. */
  static String sentiment(Event event) {
    String told = String.valueOf(text(event, "sentiment")).toLowerCase(Locale.ROOT);
    return SENTIMENTS.contains(told) ? told : "neutral";
  }

  static @Nullable String comment(Event event) {
    String comment = text(event, "comment");
    return comment == null || comment.isBlank() ? null : Limits.cut(comment, Limits.COMMENT);
  }

  static Usage usage(Event event) {
    return new Usage(
        number(event, "input_tokens"),
        number(event, "output_tokens"),
        number(event, "cache_read_input_tokens"),
        number(event, "cache_write_input_tokens"),
        number(event, "reasoning_output_tokens"));
  }
}
