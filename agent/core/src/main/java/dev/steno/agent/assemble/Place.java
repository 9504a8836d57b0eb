package dev.steno.agent.assemble;

import dev.steno.agent.model.Client;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an interaction comes from, and the conversation that it was told to be of.
 *
 * @param origin who it comes from
 * @param conversationId the conversation, or null when none was told
 * @param source how it was told
 */
record Place(Origin origin, @Nullable String conversationId, String source) {
  /** How a conversation can be told, the strongest first. */
  private static final List<String> TOLD = List.of("api", "request", "framework", "inbound");

  static Place of(Interaction interaction) {
    String source = interaction.conversationSource();
    boolean told = TOLD.contains(source);
    return new Place(interaction.origin(), told ? interaction.conversationId() : null, source);
  }

  /** The same, with what only the later one knows. */
  Place completedBy(Place later) {
    boolean stronger =
        later.conversationId != null
            && (conversationId == null || TOLD.indexOf(later.source) < TOLD.indexOf(source));
    return new Place(
        completed(origin, later.origin),
        stronger ? later.conversationId : conversationId,
        stronger ? later.source : source);
  }

  private static Origin completed(Origin first, Origin later) {
    if (later.equals(Origin.UNKNOWN) || first.equals(Origin.UNKNOWN)) {
      return first.equals(Origin.UNKNOWN) ? later : first;
    }
    Map<String, @Nullable Object> properties = new LinkedHashMap<>(later.properties());
    properties.putAll(first.properties());
    boolean traced = first.traceId() != null;
    return new Origin(
        either(first.userId(), later.userId()),
        either(first.deviceId(), later.deviceId()),
        either(first.sessionId(), later.sessionId()),
        either(first.conversationName(), later.conversationName()),
        either(first.environment(), later.environment()),
        first.client().equals(Client.UNKNOWN) ? later.client() : first.client(),
        traced ? first.traceId() : later.traceId(),
        traced ? first.spanId() : later.spanId(),
        null,
        properties);
  }

  private static @Nullable String either(@Nullable String first, @Nullable String later) {
    return first == null ? later : first;
  }

  /** That interaction, from here. */
  Interaction put(Interaction interaction) {
    Interaction placed = interaction.from(origin);
    return conversationId == null ? placed : placed.in(conversationId, source);
  }
}
