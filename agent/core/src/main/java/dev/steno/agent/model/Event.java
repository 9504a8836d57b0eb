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

    /** The name in {@code snake_case}. */
    public String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
