package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says which conversation of AgentSight's each entry belongs to. For one thread; the same entries
 * may come again, in the same order.
 *
 * <p>AgentSight counts a visit as a conversation that is not used yet. A visit has a session and no
 * conversation: it opens one whose id comes from the session. The first conversation that is new in
 * that session is that one, with all that follows in it; so the visit becomes used. A conversation
 * that the application, a framework or a request names keeps its name: there, only a visit that was
 * told the same name is part of it.
 */
final class Places {
  private static final int MOST = 10_000;

  /** A session in which something opened a conversation, and since when that is used. */
  private static final class Opened {
    private @Nullable Instant used;
  }

  private final Recent<String, Opened> sessions = new Recent<>(MOST);
  private final Recent<String, String> visited = new Recent<>(MOST);

  /** The id of the entry's conversation; null for a visit of one that is used already. */
  @Nullable String of(Entry entry) {
    String session = entry.origin().sessionId();
    String conversation = entry.conversationId();
    if (conversation == null || conversation.isBlank()) {
      return session == null ? entry.id() : opened(entry, session);
    }
    String known = visited.get(conversation);
    if (known != null) {
      return known;
    }
    if (entry instanceof Interaction interaction
        && session != null
        && interaction.conversationSource().equals("new")
        && Said.isSpoken(interaction)) {
      Opened opened = sessions.get(session);
      if (opened != null && opened.used == null) {
        opened.used = entry.startedAt();
        String visit = Keys.visit(session);
        visited.put(conversation, visit);
        return visit;
      }
    }
    return Keys.conversation(conversation);
  }

  private @Nullable String opened(Entry entry, String session) {
    Opened opened = sessions.computeIfAbsent(session, added -> new Opened());
    boolean isVisit = entry instanceof Event event && event.kind() == Event.Kind.VISIT;
    boolean isLater = opened.used != null && entry.startedAt().isAfter(opened.used);
    return isVisit && isLater ? null : Keys.visit(session);
  }
}
