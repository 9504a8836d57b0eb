package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.Entries;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Origin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who entries of tests come from. */
final class Origins {
  private Origins() {}

  static Origin of(
      @Nullable String user,
      @Nullable String session,
      @Nullable String conversationName,
      Client client,
      Map<String, ?> properties) {
    return of(user, session, conversationName, null, client, properties);
  }

  static Origin of(
      @Nullable String user,
      @Nullable String session,
      @Nullable String conversationName,
      @Nullable String environment,
      Client client,
      Map<String, ?> properties) {
    return new Origin(
        user,
        null,
        session,
        conversationName,
        environment,
        client,
        null,
        null,
        Map.copyOf(properties));
  }

  /** In that session. */
  static Origin in(String session) {
    return Entries.origin(null, null, session);
  }
}
