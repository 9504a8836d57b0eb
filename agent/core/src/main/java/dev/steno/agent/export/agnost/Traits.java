package dev.steno.agent.export.agnost;

import dev.steno.agent.export.Lru;
import dev.steno.agent.export.TurnFacts;
import dev.steno.agent.model.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of users, for the next session of each: as the vendor's own SDK does, nothing is
 * sent when it is learned.
 */
final class Traits {
  private static final int MOST_USERS = 2_000;
  private static final int MOST_CHARACTERS = 4_096;

  private final Map<String, Map<String, String>> known = new Lru<>(MOST_USERS);

  /** Takes down what an event says of its user, beside what is known. */
  void learn(Event event) {
    String user = event.origin().userId();
    if (user == null) {
      return;
    }
    Map<String, String> traits = new LinkedHashMap<>(of(user));
    if (event.kind() == Event.Kind.IDENTIFY) {
      TurnFacts.map(event.fields().get("traits"))
          .forEach(
              (name, value) -> traits.put(name, value == null ? "null" : TurnFacts.text(value)));
    } else if (event.kind() == Event.Kind.ALIAS) {
      Object previous = event.fields().get("previous_id");
      of(previous instanceof String id ? id : null).forEach(traits::putIfAbsent);
    }
    int characters = 0;
    for (Map.Entry<String, String> trait : traits.entrySet()) {
      characters += trait.getKey().length() + trait.getValue().length();
    }
    if (!traits.isEmpty() && characters <= MOST_CHARACTERS) {
      known.put(user, traits);
    }
  }

  /** What is known of a user. */
  Map<String, String> of(@Nullable String user) {
    Map<String, String> traits = user == null ? null : known.get(user);
    return traits == null ? Map.of() : traits;
  }
}
