package dev.steno.agent.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened around interactions: what the application told with Steno's API, or a
 * visit.
 *
 * @param id a UUID of version 7
 * @param kind what happened
 * @param conversationId the conversation that it belongs to, or null
 * @param interactionId the interaction that it belongs to, or null
 * @param startedAt wall clock when it happened, microseconds
 * @param origin who it comes from
 * @param name of an action, a button, an event or an attachment: which; else null
 * @param fields other facts: JSON trees by name, the names in {@code snake_case}
 * @param content of an attachment, its bytes, which only exporters for which they are meant send;
 *     else null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Event(
    String id,
    Kind kind,
    @Nullable String conversationId,
    @Nullable String interactionId,
    Instant startedAt,
    Origin origin,
    @Nullable String name,
    Map<String, @Nullable Object> fields,
    byte @Nullable [] content)
    implements Entry {

  /** The same, in that conversation and that interaction, where there is one. */
  public Event in(@Nullable String conversation, @Nullable String interaction) {
    return new Event(id, kind, conversation, interaction, startedAt, origin, name, fields, content);
  }

  /** The same, with those fields and that content. */
  public Event with(Map<String, @Nullable Object> newFields, byte @Nullable [] newContent) {
    return new Event(
        id, kind, conversationId, interactionId, startedAt, origin, name, newFields, newContent);
  }

  /** What happened, and the fields that it has. */
  public enum Kind {
    /** A page on which a user could speak was served. */
    VISIT,
    /** {@code traits} are known of the user, a Map. */
    IDENTIFY,
    /** The user is the same as {@code previous_id}. */
    ALIAS,
    /** A session began; {@code attributes}. */
    SESSION_START,
    /** A session ended; {@code attributes}. */
    SESSION_END,
    /** A conversation ended. */
    CONVERSATION_END,
    /** The user said {@code text}, outside of an interaction. */
    HUMAN_MESSAGE,
    /** The assistant said {@code text}, outside of an interaction. */
    AGENT_MESSAGE,
    /**
     * The assistant did something: {@code duration_ms}, {@code tools}, {@code response}, {@code
     * error}.
     */
    ACTION,
    /** The user pressed a button: {@code label}, {@code value}. */
    BUTTON,
    /** The user judged: {@code sentiment}, {@code comment}. */
    FEEDBACK,
    /** A file was given: {@code mime_type}, {@code size}, {@code sha256}. */
    ATTACHMENT,
    /** Tokens were used: the fields of a usage. */
    TOKEN_USAGE,
    /** Anything else; {@code properties}. */
    EVENT;

    /** Whether it is of a user, and of no conversation unless that was told. */
    public boolean isOutside() {
      return switch (this) {
        case VISIT, IDENTIFY, ALIAS, SESSION_START, SESSION_END -> true;
        default -> false;
      };
    }

    /** The name in {@code snake_case}. */
    public String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
