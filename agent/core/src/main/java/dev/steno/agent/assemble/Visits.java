package dev.steno.agent.assemble;

import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;

/** Knows which interaction is the first after a visit, in the same session. For one thread. */
final class Visits {
  private static final int MOST = 10_000;

  private static final String USED = "";

  /** Ids of the first visits by their sessions; {@link #USED} once somebody spoke there. */
  private final Recent<String, String> bySession = new Recent<>(MOST);

  void take(Event event) {
    String session = event.origin().sessionId();
    if (event.kind() == Event.Kind.VISIT && session != null && !bySession.has(session)) {
      bySession.put(session, event.id());
    }
  }

  /** The same interaction, or the same after its visit. */
  Interaction visited(Interaction interaction) {
    String session = interaction.origin().sessionId();
    String visit = session == null ? null : bySession.get(session);
    if (session == null || visit == null || visit.equals(USED)) {
      return interaction;
    }
    bySession.put(session, USED);
    return interaction.from(interaction.origin().after(visit));
  }
}
