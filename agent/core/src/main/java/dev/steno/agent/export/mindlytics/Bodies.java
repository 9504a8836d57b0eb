package dev.steno.agent.export.mindlytics;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of requests to Mindlytics, as its Python SDK writes them; no field is null. */
final class Bodies {
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

  private Bodies() {}

  static Map<String, @Nullable Object> track(
      Session session,
      Instant at,
      @Nullable String conversation,
      String event,
      Map<String, @Nullable Object> properties) {
    Map<String, @Nullable Object> body = begin(session, at);
    if (conversation != null) {
      body.put("conversation_id", conversation);
    }
    body.put("type", "track");
    body.put("event", event);
    body.put("properties", properties);
    return body;
  }

  static Map<String, @Nullable Object> endConversation(
      Session session, Instant at, String conversation, Map<String, @Nullable Object> properties) {
    return track(session, at, conversation, "Conversation Ended", properties);
  }

  static Map<String, @Nullable Object> startSession(
      Session session, Instant at, Map<String, @Nullable Object> attributes) {
    Map<String, @Nullable Object> body = begin(session, at);
    Object user = body.remove("user_id");
    body.put("type", "start_session");
    if (user != null) {
      body.put("id", user);
    }
    if (!attributes.isEmpty()) {
      body.put("attributes", attributes);
    }
    return body;
  }

  static Map<String, @Nullable Object> endSession(
      Session session, Instant at, Map<String, @Nullable Object> attributes) {
    Map<String, @Nullable Object> body = begin(session, at);
    body.put("type", "end_session");
    body.put("attributes", attributes);
    return body;
  }

  /** Of whoever spoke in the session until now. */
  static Map<String, @Nullable Object> identify(
      Session session, Instant at, String id, Map<String, @Nullable Object> traits) {
    Map<String, @Nullable Object> body = begin(session, at);
    body.put("type", "identify");
    body.put("traits", traits);
    body.put("id", id);
    return body;
  }

  static Map<String, @Nullable Object> alias(
      Session session, Instant at, String id, String previousId) {
    Map<String, @Nullable Object> body = begin(session, at);
    body.put("type", "alias");
    body.put("id", id);
    body.put("previous_id", previousId);
    return body;
  }

  private static Map<String, @Nullable Object> begin(Session session, Instant at) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    if (session.user != null) {
      body.put("user_id", session.user);
    }
    if (session.device != null) {
      body.put("device_id", session.device);
    }
    body.put("timestamp", MICROSECONDS.format(at));
    body.put("session_id", session.id);
    return body;
  }
}
