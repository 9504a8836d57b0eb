package dev.steno.agent.export.agentsight;

import dev.steno.agent.config.Address;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What AgentSight keeps of a conversation. Null means "not known".
 *
 * @param ip only what is an address: anything else would be refused with all that goes with it
 */
record Facts(
    @Nullable String customerId,
    @Nullable String ip,
    @Nullable String device,
    @Nullable String source,
    @Nullable String language,
    @Nullable String name,
    String environment,
    Map<String, @Nullable Object> metadata) {

  private static final String PREFIX = "agentsight.conversation.";

  static Facts of(Entry entry, String environment) {
    Origin origin = entry.origin();
    Client client = origin.client();
    Address address = client.ip() == null ? null : Address.parse(client.ip().strip());
    return new Facts(
        Limits.string(origin.userId()),
        address == null ? null : address.toString(),
        Limits.string(client.device()),
        Limits.string(client.source()),
        Limits.string(client.language()),
        Limits.string(origin.conversationName()),
        Limits.cut(environment, Limits.STRING),
        Limits.metadata(metadata(entry, origin)));
  }

  private static Map<String, @Nullable Object> metadata(Entry entry, Origin origin) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(origin.properties());
    if (origin.sessionId() != null) {
      metadata.putIfAbsent("session_id", origin.sessionId());
    }
    if (origin.deviceId() != null) {
      metadata.putIfAbsent("device_id", origin.deviceId());
    }
    if (entry instanceof Event event) {
      if (event.kind() == Event.Kind.VISIT && origin.client().path() != null) {
        metadata.putIfAbsent("path", origin.client().path());
      }
      metadata.putAll(EventFields.ofConversation(event));
    }
    return metadata;
  }

  /** The fields of a conversation block. */
  void addTo(Map<String, @Nullable Object> block) {
    Limits.put(block, "customer_id", customerId);
    Limits.put(block, "customer_ip_address", ip);
    Limits.put(block, "device", device);
    Limits.put(block, "source", source);
    Limits.put(block, "language", language);
    Limits.put(block, "name", name);
    block.put("environment", environment);
    if (!metadata.isEmpty()) {
      block.put("metadata", metadata);
    }
  }

  /** The same as a span's attributes. */
  Map<String, @Nullable Object> attributes() {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    Limits.put(attributes, PREFIX + "customer_id", customerId);
    Limits.put(attributes, PREFIX + "customer_ip", ip);
    Limits.put(attributes, PREFIX + "device", device);
    Limits.put(attributes, PREFIX + "source", source);
    Limits.put(attributes, PREFIX + "language", language);
    Limits.put(attributes, PREFIX + "name", name);
    attributes.put(PREFIX + "environment", environment);
    if (!metadata.isEmpty()) {
      attributes.put(PREFIX + "metadata", Limits.json(metadata));
    }
    return attributes;
  }
}
