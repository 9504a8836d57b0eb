package dev.steno.agent.assemble;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that happened while an interaction was open, until it is known of which conversation that
 * is. For one thread.
 */
final class Surrounding {
  /** So many events, or so much of what they hold. */
  private static final int MOST = 1_000;

  private static final int MOST_ENDED = 10_000;

  private static final int BYTES_OF_ONE = 1 << 14;

  /** By the first call of the interaction, or by its own id when it has none. */
  private final Map<String, List<Event>> waiting = new HashMap<>();

  private int size;

  /** Where turns are that have ended, and those inside of them, by their ids. */
  private final Recent<String, Place> ended = new Recent<>(MOST_ENDED);

  private record Place(String conversation, String interaction) {}

  boolean hasRoom() {
    return size < MOST;
  }

  /** One more waits, in something that is open. */
  void takes(Event event) {
    size += weight(event);
  }

  void gone(List<Event> events) {
    events.forEach(event -> size -= weight(event));
  }

  private static int weight(Event event) {
    byte[] content = event.content();
    return content == null ? 1 : 1 + content.length / BYTES_OF_ONE;
  }

  /** They wait for that interaction, or for the one that its calls become a part of. */
  void put(Interaction interaction, List<Event> events) {
    List<Call> calls = interaction.calls();
    String key = calls.isEmpty() ? interaction.id() : calls.get(0).id();
    if (!events.isEmpty()) {
      waiting.computeIfAbsent(key, added -> new ArrayList<>()).addAll(events);
    }
  }

  /** Those that happened in that interaction, which has its conversation now. */
  List<Event> in(Interaction interaction) {
    know(interaction);
    if (size == 0) {
      return List.of();
    }
    List<Event> events = new ArrayList<>();
    take(interaction.id(), events);
    interaction.calls().forEach(call -> take(call.id(), events));
    gone(events);
    events.replaceAll(event -> event.in(interaction.conversationId(), interaction.id()));
    return events;
  }

  private void know(Interaction interaction) {
    if (!interaction.turn()) {
      return;
    }
    Place place = new Place(interaction.conversationId(), interaction.id());
    ended.put(interaction.id(), place);
    for (Call call : interaction.calls()) {
      if (call.detail() instanceof Detail.Agent) {
        ended.put(call.id(), place);
      }
    }
  }

  /** The same event, of that interaction, which is over. */
  Event placed(Event event, String interaction) {
    Place place = ended.get(interaction);
    if (place == null) {
      return event.in(event.conversationId(), interaction);
    }
    String told = event.conversationId();
    return event.in(told == null ? place.conversation : told, place.interaction);
  }

  private void take(String key, List<Event> into) {
    List<Event> found = waiting.remove(key);
    if (found != null) {
      into.addAll(found);
    }
  }
}
