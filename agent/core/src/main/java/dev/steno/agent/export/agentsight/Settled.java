package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.model.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of entries that wait for those before them, since a batch is refused in parts. */
final class Settled {
  private static final String DELIVERED = "";

  /** By the entry's id: why it was refused, or that it was not. */
  private final Map<String, String> outcomes = new HashMap<>();

  void deliver(Entry entry) {
    outcomes.put(entry.id(), DELIVERED);
  }

  void refuse(Entry entry, String why) {
    outcomes.put(entry.id(), why);
  }

  boolean has(Entry entry) {
    return outcomes.containsKey(entry.id());
  }

  /**
   * How many of the first are delivered; they are forgotten.
   *
   * @throws DeliveryException when the first is refused, which was found out for each
   */
  int take(List<Entry> entries) throws DeliveryException {
    String outcome = outcomes.get(entries.get(0).id());
    boolean isDelivered = DELIVERED.equals(outcome);
    int count = outcome == null ? 0 : 1;
    while (isDelivered
        && count < entries.size()
        && DELIVERED.equals(outcomes.get(entries.get(count).id()))) {
      count++;
    }
    for (Entry entry : entries.subList(0, count)) {
      outcomes.remove(entry.id());
    }
    if (outcome != null && !isDelivered) {
      throw new DeliveryException(Remedy.SET_ASIDE, outcome, null, 1, null);
    }
    return count;
  }
}
