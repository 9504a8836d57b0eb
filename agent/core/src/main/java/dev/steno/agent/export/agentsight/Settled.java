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
   * @throws DeliveryException when the first is refused, with those after it for the same reason
   */
  int take(List<Entry> entries) throws DeliveryException {
    String outcome = outcomes.get(entries.get(0).id());
    int count = 0;
    while (outcome != null
        && count < entries.size()
        && outcome.equals(outcomes.get(entries.get(count).id()))) {
      count++;
    }
    for (Entry entry : entries.subList(0, count)) {
      outcomes.remove(entry.id());
    }
    if (outcome != null && !outcome.equals(DELIVERED)) {
      throw new DeliveryException(Remedy.SET_ASIDE, outcome, null, count, null);
    }
    return count;
  }
}
