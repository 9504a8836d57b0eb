package dev.steno.agent.export.otlp;

import dev.steno.agent.model.Client;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;

/** Who speaks, and where. */
final class SpeakerFacts {
  private SpeakerFacts() {}

  /** What each span and event has: backends find users and sessions by any of them. */
  static void everywhere(Entry entry, Facts into) {
    Origin origin = entry.origin();
    String session = origin.sessionId();
    into.put("gen_ai.conversation.id", entry.conversationId());
    into.put("session.id", session == null ? entry.conversationId() : session);
    into.put("user.id", origin.userId());
    into.put("enduser.id", origin.userId());
  }

  /** What the outermost span of an interaction has as well, and each event. */
  static void once(Entry entry, Facts into) {
    Origin origin = entry.origin();
    if (entry instanceof Interaction interaction) {
      into.put("steno.interaction.id", interaction.id());
      into.put("steno.conversation.source", interaction.conversationSource());
      interaction.properties().forEach((name, value) -> property(name, value, into));
    }
    into.put("steno.conversation.name", origin.conversationName());
    into.put("deployment.environment.name", origin.environment());
    into.put("device.id", origin.deviceId());
    Client client = origin.client();
    into.put("client.address", client.ip());
    into.put("user_agent.original", client.userAgent());
    into.put("steno.client.device", client.device());
    into.put("steno.client.language", client.language());
    into.put("steno.client.source", client.source());
    into.put("url.path", client.path());
    origin.properties().forEach((name, value) -> property(name, value, into));
  }

  private static void property(
      String name, @org.jspecify.annotations.Nullable Object value, Facts into) {
    into.any("steno.property." + name, value);
  }
}
