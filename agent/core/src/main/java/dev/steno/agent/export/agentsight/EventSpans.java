package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Event;
import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a span of what happened around interactions, where AgentSight has a kind for it. */
final class EventSpans {
  private static final long NANOS_IN_A_MILLI = 1_000_000;

  private EventSpans() {}

  /**
   * One span, or none of what belongs to no conversation, as a session.
   *
   * @param isUploaded whether the content of an attachment is there
   */
  static List<Span> of(Event event, String conversation, Facts facts, boolean isUploaded) {
    Span span = span(event, conversation, facts);
    if (span == null) {
      return List.of();
    }
    long nanos = nanos(event);
    span.with("agentsight.attachment.mode", isUploaded ? "base64" : null)
        .time(event.startedAt().minusNanos(nanos), nanos);
    String turn = event.interactionId();
    if (turn == null || !isInTurn(event)) {
      span.ids(Keys.trace(event.id()), Keys.span(event.id()), null);
    } else {
      span.ids(Keys.trace(turn), Keys.span(event.id()), Keys.span(turn))
          .with("agentsight.turn.id", Keys.span(turn));
    }
    List<Span> spans = new ArrayList<>(1);
    spans.add(span);
    return spans;
  }

  /** A message is a turn of its own; and of a conversation, nothing is in a turn. */
  private static boolean isInTurn(Event event) {
    return switch (event.kind()) {
      case ACTION, BUTTON, ATTACHMENT, TOKEN_USAGE, EVENT -> true;
      default -> false;
    };
  }

  private static @Nullable Span span(Event event, String conversation, Facts facts) {
    return switch (event.kind()) {
      case VISIT -> new Span("conversation", "conversation_opened", conversation, facts);
      case IDENTIFY, CONVERSATION_END ->
          event.conversationId() != null && !EventFields.ofConversation(event).isEmpty()
              ? new Span("conversation", "metadata_updated", conversation, facts)
              : null;
      case HUMAN_MESSAGE -> message(event, Said.USER, conversation, facts);
      case AGENT_MESSAGE -> message(event, Said.AGENT, conversation, facts);
      case ACTION -> action(event, conversation, facts);
      case BUTTON -> button(event, conversation, facts);
      case ATTACHMENT -> attachment(event, conversation, facts);
      case TOKEN_USAGE -> usage(event, conversation, facts);
      case EVENT ->
          new Span("task", named(event, "event"), conversation, facts)
              .with("agentsight.metadata", metadata(event));
      case FEEDBACK, ALIAS, SESSION_START, SESSION_END -> null;
    };
  }

  /** A turn of its own. */
  private static @Nullable Span message(
      Event event, String sender, String conversation, Facts facts) {
    String text = EventFields.text(event, "text");
    return Said.has(text)
        ? new Span("turn", "message", conversation, facts)
            .status("ok")
            .with("agentsight.turn.id", Keys.span(event.id()))
            .with("agentsight.turn.complete", true)
            .message(sender, text, event.startedAt(), EventFields.metadata(event))
        : null;
  }

  private static Span action(Event event, String conversation, Facts facts) {
    String name = named(event, "action");
    String error = Limits.text(EventFields.text(event, "error"));
    return new Span("tool", name, conversation, facts)
        .status(error == null ? "ok" : "error")
        .with("agentsight.tool.name", name)
        .with("agentsight.tool.arguments", Limits.text(event.fields().get("tools")))
        .with("agentsight.tool.response", Limits.text(event.fields().get("response")))
        .with("agentsight.tool.error", error)
        .with("agentsight.metadata", metadata(event))
        .described(error);
  }

  private static Span button(Event event, String conversation, Facts facts) {
    String pressed = named(event, "button");
    String label = Limits.string(EventFields.text(event, "label"));
    return new Span("button", label == null ? pressed : label, conversation, facts)
        .with("agentsight.button.event", pressed)
        .with("agentsight.button.label", label == null ? pressed : label)
        .with("agentsight.button.value", Limits.string(EventFields.text(event, "value")))
        .with("agentsight.metadata", metadata(event));
  }

  /** What it is; its content goes another way. */
  private static Span attachment(Event event, String conversation, Facts facts) {
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    file.put("filename", EventFields.fileName(event));
    file.put("mime_type", EventFields.mimeType(event));
    Limits.put(file, "size", EventFields.size(event));
    return new Span("attachment", "1 attachment(s)", conversation, facts)
        .with("agentsight.attachment.sender", EventFields.sender(event))
        .with("agentsight.attachment.count", 1)
        .with("agentsight.attachment.files", Limits.json(List.of(file)));
  }

  private static Span usage(Event event, String conversation, Facts facts) {
    String model = Limits.string(EventFields.text(event, "model"));
    Usage usage = EventFields.usage(event);
    Span span = new Span("llm", model == null ? "token_usage" : model, conversation, facts);
    InteractionSpans.tokens(span, usage, false);
    return span.with("gen_ai.request.model", model)
        .with("agentsight.llm.embedding_tokens", EventFields.number(event, "embedding_tokens"));
  }

  private static String named(Event event, String otherwise) {
    String name = Limits.string(event.name());
    return name == null ? otherwise : name;
  }

  private static @Nullable String metadata(Event event) {
    Map<String, @Nullable Object> metadata = EventFields.metadata(event);
    return metadata.isEmpty() ? null : Limits.json(metadata);
  }

  private static long nanos(Event event) {
    return event.fields().get("duration_ms") instanceof Number millis
        ? Math.max(0, (long) (millis.doubleValue() * NANOS_IN_A_MILLI))
        : 0;
  }
}
