package dev.steno.instrumentation.stenoapi;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.model.Event.Kind;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the application tells of that happened around interactions. */
final class Events {
  private static final Set<String> SENTIMENTS = Set.of("positive", "neutral", "negative");
  private static final int LONGEST_COMMENT = 5_000;
  private static final double NANOS_IN_A_MILLI = 1_000_000;

  private Events() {}

  static void record(String operation, Given given) {
    switch (operation) {
      case "identify" ->
          of(Kind.IDENTIFY, Fact.USER_ID, given.id(0, "user"), map("traits", given.scalars(1)));
      case "alias" -> alias(given);
      case "session_start" -> session(Kind.SESSION_START, given);
      case "session_end" -> session(Kind.SESSION_END, given);
      case "conversation_end" ->
          of(
              Kind.CONVERSATION_END,
              Fact.CONVERSATION_ID,
              given.id(0, "conversation"),
              map("properties", given.scalars(1)));
      case "visit" -> Recorder.happened(Kind.VISIT, null, Map.of(), null);
      case "human_message" -> message(Kind.HUMAN_MESSAGE, given);
      case "agent_message" -> message(Kind.AGENT_MESSAGE, given);
      case "action" -> action(given);
      case "button" -> button(given);
      case "feedback" -> feedback(given);
      case "attachment" -> attachment(given);
      case "token_usage" -> tokenUsage(given);
      case "event" ->
          named(Kind.EVENT, given.id(0, "event_name"), map("properties", given.tree(1)));
      default -> {}
    }
  }

  /** Nothing for an empty one. */
  private static Map<String, @Nullable Object> map(
      String name, Map<String, @Nullable Object> value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (!value.isEmpty()) {
      map.put(name, value);
    }
    return map;
  }

  private static void put(
      Map<String, @Nullable Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static void named(
      Kind kind, @Nullable String name, Map<String, @Nullable Object> fields) {
    if (name != null) {
      Recorder.happened(kind, name, fields, null);
    }
  }

  /** What happened to somebody or something, whatever this thread is inside of. */
  private static void of(
      Kind kind, Fact fact, @Nullable String id, Map<String, @Nullable Object> fields) {
    if (id == null) {
      return;
    }
    Scope scope = Recorder.scope(StenoApi.NAME, (told, subject) -> {});
    if (scope == null) {
      return;
    }
    try {
      scope.tell(Source.API, fact, id);
      Recorder.happened(kind, null, fields, null);
    } finally {
      scope.leave();
    }
  }

  private static void alias(Given given) {
    String previous = given.id(1, "previous_id");
    if (previous != null) {
      of(Kind.ALIAS, Fact.USER_ID, given.id(0, "user"), Map.of("previous_id", previous));
    }
  }

  private static void session(Kind kind, Given given) {
    of(kind, Fact.SESSION_ID, given.id(0, "session"), map("attributes", given.scalars(1)));
  }

  private static void message(Kind kind, Given given) {
    String text = given.text(0);
    if (text == null) {
      Given.misused("text_missing");
    } else {
      Recorder.happened(kind, null, Map.of("text", text), null);
    }
  }

  private static void action(Given given) {
    String name = given.id(0, "action_name");
    Duration duration = given.duration(1);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    put(fields, "duration_ms", duration == null ? null : duration.toNanos() / NANOS_IN_A_MILLI);
    fields.putAll(map("tools", given.tree(2)));
    put(fields, "response", given.text(3));
    put(fields, "error", given.text(4));
    fields.putAll(map("properties", given.tree(5)));
    named(Kind.ACTION, name, fields);
  }

  private static void button(Given given) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    put(fields, "label", given.label(1, "button_label"));
    put(fields, "value", given.label(2, "button_value"));
    named(Kind.BUTTON, given.id(0, "button_event"), fields);
  }

  private static void feedback(Given given) {
    String interaction = given.at(0) == null ? null : given.id(0, "interaction_id");
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    String sentiment = given.text(1);
    String known = sentiment == null ? null : sentiment.strip().toLowerCase(Locale.ROOT);
    if (known != null && SENTIMENTS.contains(known)) {
      fields.put("sentiment", known);
    } else if (known != null) {
      Given.misused("sentiment_unknown");
    }
    String comment = given.text(2);
    if (comment != null) {
      fields.put("comment", Given.cut(comment, LONGEST_COMMENT, "comment"));
    }
    if (fields.isEmpty()) {
      Given.misused("feedback_missing");
    } else {
      Recorder.happened(Kind.FEEDBACK, null, fields, null, interaction);
    }
  }

  private static void attachment(Given given) {
    if (!(given.at(2) instanceof byte[] content)) {
      Given.misused("attachment_missing");
      return;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    put(fields, "sender", given.label(3, "sender"));
    put(fields, "mime_type", given.label(1, "mime_type"));
    fields.put("size", content.length);
    Recorder.happened(Kind.ATTACHMENT, given.label(0, "attachment_name"), fields, content.clone());
  }

  private static void tokenUsage(Given given) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    put(fields, "model", given.label(0, "model"));
    int named = fields.size();
    tokens(fields, "input_tokens", given.at(1));
    tokens(fields, "output_tokens", given.at(2));
    given.scalars(3).forEach((name, value) -> tokens(fields, name, value));
    if (fields.size() == named) {
      Given.misused("tokens_missing");
    } else {
      Recorder.happened(Kind.TOKEN_USAGE, null, fields, null);
    }
  }

  private static void tokens(
      Map<String, @Nullable Object> fields, String name, @Nullable Object value) {
    if (value instanceof Long count && count >= 0 && !name.equals("model")) {
      fields.put(name, count);
    } else if (value != null) {
      Given.misused("tokens_of_wrong_type");
    }
  }
}
