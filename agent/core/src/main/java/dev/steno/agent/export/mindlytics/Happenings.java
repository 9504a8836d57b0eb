package dev.steno.agent.export.mindlytics;

import dev.steno.agent.export.TurnFacts;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Origin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events as Mindlytics' events: its own where it has one, else custom ones. */
final class Happenings {
  private Happenings() {}

  /** The event; null when it has none to be told of. */
  static @Nullable Map<String, @Nullable Object> event(Event event, Session session) {
    Map<String, @Nullable Object> fields = event.fields();
    Instant at = event.startedAt();
    Map<String, @Nullable Object> attributes =
        new Flat().putAll(TurnFacts.map(fields.get("attributes"))).map();
    String conversation = Flat.id(event.conversationId());
    String user = Flat.id(event.origin().userId());
    return switch (event.kind()) {
      case IDENTIFY -> user == null ? null : Bodies.identify(session, at, user, traits(event));
      case ALIAS -> {
        String previous = previous(event);
        yield user == null || previous == null ? null : Bodies.alias(session, at, user, previous);
      }
      case SESSION_START -> Bodies.startSession(session, at, attributes);
      case SESSION_END -> Bodies.endSession(session, at, attributes);
      case CONVERSATION_END ->
          conversation == null
              ? null
              : Bodies.endConversation(session, at, conversation, properties(event, new Flat()));
      default -> tracked(event, session, conversation);
    };
  }

  /** What is known of a user. */
  static Map<String, @Nullable Object> traits(Event event) {
    return new Flat().putAll(TurnFacts.map(event.fields().get("traits"))).map();
  }

  /** The id that a user had before, or null. */
  static @Nullable String previous(Event event) {
    Object previous = event.fields().get("previous_id");
    return Flat.id(previous instanceof String id ? id : null);
  }

  private static Map<String, @Nullable Object> tracked(
      Event event, Session session, @Nullable String conversation) {
    Map<String, @Nullable Object> fields = event.fields();
    Flat flat = new Flat();
    String text = Objects.requireNonNullElse(text(fields.get("text")), "");
    boolean isIn = conversation != null;
    String name;
    switch (event.kind()) {
      case HUMAN_MESSAGE -> {
        name = isIn ? "Conversation Turn" : "Human Message";
        flat.put("user", text).put("assistant", isIn ? "" : null);
      }
      case AGENT_MESSAGE -> {
        name = isIn ? "Conversation Turn" : "Agent Message";
        flat.put("user", isIn ? "" : null).put("assistant", text);
      }
      case ACTION -> {
        name = isIn ? "Conversation Function" : "Action";
        Object error = fields.get("error");
        flat.put("name", event.name() == null ? "action" : event.name())
            .put("args", text(fields.get("tools")))
            .put("result", text(error == null ? fields.get("response") : error))
            .put("runtime", fields.get("duration_ms"))
            .put("success", error == null)
            .put("error", text(error));
      }
      case TOKEN_USAGE -> {
        boolean isWhole = isIn && fields.containsKey("model");
        name = isWhole ? "Conversation Usage" : "Token Usage";
        Object input = fields.get("input_tokens");
        Object output = fields.get("output_tokens");
        flat.put("model", fields.get("model"))
            .put("prompt_tokens", input == null && isWhole ? Integer.valueOf(0) : input)
            .put("completion_tokens", output == null && isWhole ? Integer.valueOf(0) : output);
        Map<String, @Nullable Object> others = new LinkedHashMap<>(fields);
        others.remove("input_tokens");
        others.remove("output_tokens");
        flat.putAll(others);
      }
      case BUTTON -> {
        name = "Button Clicked";
        flat.put("button", event.name()).putAll(fields);
      }
      case FEEDBACK -> {
        name = "Feedback";
        flat.putAll(fields);
      }
      case ATTACHMENT -> {
        name = "Attachment";
        flat.put("name", event.name()).putAll(fields);
      }
      case VISIT -> {
        name = "Visit";
        client(flat, event.origin());
      }
      default -> name = event.name() == null ? "Event" : event.name();
    }
    String named = Flat.name(name);
    return Bodies.track(
        session,
        event.startedAt(),
        conversation,
        named == null ? "Event" : named,
        properties(event, flat));
  }

  private static Map<String, @Nullable Object> properties(Event event, Flat flat) {
    return flat.putAll(TurnFacts.map(event.fields().get("properties")))
        .putAll(event.origin().properties())
        .put("interaction_id", event.interactionId())
        .map();
  }

  /** That a conversation began, when more is known of it than its id; else null. */
  static @Nullable Map<String, @Nullable Object> began(
      Entry entry, Session session, String conversation) {
    Flat flat = new Flat().put("conversation_name", entry.origin().conversationName());
    client(flat, entry.origin());
    return flat.map().isEmpty()
        ? null
        : Bodies.track(
            session, entry.startedAt(), conversation, "Conversation Started", flat.map());
  }

  private static void client(Flat flat, Origin origin) {
    Client client = origin.client();
    flat.put("environment", origin.environment())
        .put("path", client.path())
        .put("source", client.source())
        .put("device", client.device())
        .put("language", client.language());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : TurnFacts.text(value);
  }
}
