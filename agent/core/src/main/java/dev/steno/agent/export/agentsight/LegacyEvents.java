package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.agentsight.LegacySteps.Step;
import dev.steno.agent.model.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The request of the older protocol for what happened around interactions, where it has one. */
final class LegacyEvents {
  private static final String BUTTONS = "/api/buttons/";
  private static final String FEEDBACKS = "/api/conversation-feedbacks/";

  private LegacyEvents() {}

  static List<Step> steps(Event event, boolean sendsFiles) {
    Step step = step(event, sendsFiles);
    return step == null ? List.of() : List.of(step);
  }

  private static @Nullable Step step(Event event, boolean sendsFiles) {
    String text = EventFields.text(event, "text");
    Map<String, @Nullable Object> metadata = EventFields.metadata(event);
    return switch (event.kind()) {
      case HUMAN_MESSAGE ->
          Said.has(text) ? LegacySteps.message(Said.USER, text, event.startedAt(), metadata) : null;
      case AGENT_MESSAGE ->
          Said.has(text)
              ? LegacySteps.message(Said.AGENT, text, event.startedAt(), metadata)
              : null;
      case ACTION -> action(event);
      case EVENT -> plain(event, named(event, "event"), metadata);
      case BUTTON -> button(event);
      case FEEDBACK -> feedback(event);
      case ATTACHMENT ->
          sendsFiles && Files.canBeSent(event)
              ? new Step(Files.PATH, Files.body(event))
              : plain(event, "attachment", Files.described(event));
      case TOKEN_USAGE -> {
        Long embedding = EventFields.number(event, "embedding_tokens");
        Map<String, @Nullable Object> tokens =
            LegacySteps.tokens(EventFields.usage(event), Said.count(embedding));
        Limits.put(tokens, "model", Limits.string(EventFields.text(event, "model")));
        yield LegacySteps.tokens(event.startedAt(), tokens);
      }
      case VISIT, IDENTIFY, ALIAS, SESSION_START, SESSION_END, CONVERSATION_END -> null;
    };
  }

  private static Step plain(Event event, String name, Map<String, @Nullable Object> metadata) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("timestamp", Limits.time(event.startedAt()));
    body.put("action_name", name);
    body.put("metadata", Limits.metadata(metadata));
    return new Step(LegacySteps.ACTIONS, body);
  }

  private static Step action(Event event) {
    Step step = plain(event, named(event, "action"), EventFields.metadata(event));
    Map<String, @Nullable Object> body = step.body();
    if (event.fields().get("duration_ms") instanceof Number millis) {
      long nanos = (long) (Math.max(0, millis.doubleValue()) * LegacySteps.NANOS_IN_A_MILLI);
      body.put("started_at", Limits.time(event.startedAt().minusNanos(nanos)));
      body.put("ended_at", Limits.time(event.startedAt()));
      body.put("duration_ms", Math.round(nanos / LegacySteps.NANOS_IN_A_MILLI));
    }
    if (event.fields().get("tools") instanceof Map<?, ?> tools && !tools.isEmpty()) {
      Map<String, @Nullable Object> used = new LinkedHashMap<>();
      tools.forEach((name, value) -> used.put(String.valueOf(name), value));
      body.put("tools_used", Limits.metadata(used));
    }
    Limits.put(body, "response", Limits.text(event.fields().get("response")));
    Limits.put(body, "error_msg", Limits.text(EventFields.text(event, "error")));
    return step;
  }

  private static Step button(Event event) {
    String pressed = named(event, "button");
    String label = Limits.string(EventFields.text(event, "label"));
    String value = Limits.string(EventFields.text(event, "value"));
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("timestamp", Limits.time(event.startedAt()));
    body.put("button_event", pressed);
    body.put("label", label == null ? pressed : label);
    body.put("value", value == null ? "" : value);
    body.put("metadata", EventFields.metadata(event));
    return new Step(BUTTONS, body);
  }

  private static Step feedback(Event event) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("sentiment", EventFields.sentiment(event));
    Limits.put(body, "comment", EventFields.comment(event));
    Map<String, @Nullable Object> metadata = EventFields.metadata(event);
    if (event.interactionId() != null) {
      metadata.put("interaction_id", event.interactionId());
    }
    if (!metadata.isEmpty()) {
      body.put("metadata", metadata);
    }
    return new Step(FEEDBACKS, body);
  }

  private static String named(Event event, String otherwise) {
    String name = Limits.string(event.name());
    return name == null ? otherwise : name;
  }
}
