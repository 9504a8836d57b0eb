package dev.steno.agent.export.mindlytics;

import dev.steno.agent.export.Lru;
import dev.steno.agent.export.Uuids;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions and conversations that are open, and those that are to be ended: their analysis
 * begins with that. Bounded: what is forgotten is ended first.
 */
final class Sessions {
  private static final int MOST = 10_000;

  private final Duration timeout;
  private final Clock clock;
  private final Deque<Map<String, @Nullable Object>> ending = new ArrayDeque<>();
  private final Map<String, Session> sessions = new Lru<>(MOST, (key, session) -> end(session));
  private final Map<String, Conversation> conversations = new Lru<>(MOST, this::end);

  private record Conversation(String id, Session session, Instant last) {}

  Sessions(Duration timeout, Clock clock) {
    this.timeout = timeout;
    this.clock = clock;
  }

  /** The session of an entry: as it is known, else one of its conversation or of who speaks. */
  Session of(Entry entry, Instant now) {
    String key = key(entry);
    Session session = sessions.get(key);
    if (session == null) {
      String known = Flat.id(entry.origin().sessionId());
      session = new Session(known == null ? Uuids.named("session " + entry.id()) : known, now);
      sessions.put(key, session);
    }
    session.last = now;
    return session;
  }

  private static String key(Entry entry) {
    Origin origin = entry.origin();
    if (Flat.id(origin.sessionId()) != null) {
      return "s" + origin.sessionId();
    }
    if (entry.conversationId() != null) {
      return "c" + entry.conversationId();
    }
    return origin.userId() == null ? "d" + origin.deviceId() : "u" + origin.userId();
  }

  /** Whether that conversation is open in that session. */
  boolean isOpen(Session session, String conversation) {
    return conversations.containsKey(key(session, conversation));
  }

  /** An entry arrived. */
  void arrived(Entry entry, Session session, Instant now) {
    String conversation = Flat.id(entry.conversationId());
    Event.Kind kind = entry instanceof Event event ? event.kind() : null;
    if (kind == Event.Kind.SESSION_END) {
      ended(session);
      sessions.remove(key(entry));
    } else if (conversation != null && kind == Event.Kind.CONVERSATION_END) {
      conversations.remove(key(session, conversation));
      session.conversations.remove(key(session, conversation));
    } else if (conversation != null) {
      String key = key(session, conversation);
      session.conversations.add(key);
      conversations.put(key, new Conversation(conversation, session, now));
    }
  }

  /** Its conversations end with it there, and so they do here. */
  private void ended(Session session) {
    session.conversations.forEach(conversations::remove);
    session.conversations.clear();
  }

  private static String key(Session session, String conversation) {
    return session.id + '\n' + conversation;
  }

  /** What was silent for too long is to be ended. */
  void expire(Instant now) {
    List<Session> expired = new ArrayList<>();
    Iterator<Session> eldestFirst = sessions.values().iterator();
    while (eldestFirst.hasNext()) {
      Session session = eldestFirst.next();
      if (session.last.plus(timeout).isAfter(now)) {
        break;
      }
      eldestFirst.remove();
      expired.add(session);
    }
    expired.forEach(this::end);
    Iterator<Map.Entry<String, Conversation>> silent = conversations.entrySet().iterator();
    while (silent.hasNext()) {
      Map.Entry<String, Conversation> conversation = silent.next();
      if (conversation.getValue().last.plus(timeout).isAfter(now)) {
        break;
      }
      silent.remove();
      end(conversation.getKey(), conversation.getValue());
    }
  }

  private void end(Session session) {
    ended(session);
    ending.add(Bodies.endSession(session, clock.instant(), Map.of()));
  }

  private void end(String key, Conversation conversation) {
    conversation.session.conversations.remove(key);
    ending.add(
        Bodies.endConversation(conversation.session, clock.instant(), conversation.id, Map.of()));
  }

  /** All that is open is to be ended. */
  void endAll() {
    sessions.values().forEach(this::end);
    sessions.clear();
  }

  /** What is to be said of what ended, in order; whoever says it removes it. */
  Deque<Map<String, @Nullable Object>> ending() {
    return ending;
  }
}
