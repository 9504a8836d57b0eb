package dev.steno.agent.export;

import dev.steno.agent.model.Client;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry as a JSON tree, in the format {@code steno/1}; an event has {@code event} in it. */
public final class EntryJson {
  private EntryJson() {}

  /** The tree of one entry; a new map, that may be changed. */
  public static Map<String, @Nullable Object> tree(Entry entry) {
    return entry instanceof Interaction interaction
        ? InteractionJson.tree(interaction)
        : tree((Event) entry);
  }

  private static Map<String, @Nullable Object> tree(Event event) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("schema", "steno/1");
    tree.put("event", event.kind().json());
    tree.put("id", event.id());
    put(tree, "conversation_id", event.conversationId());
    put(tree, "interaction_id", event.interactionId());
    origin(event.origin(), tree);
    tree.put("started_at", InteractionJson.time(event.startedAt()));
    put(tree, "name", event.name());
    event.fields().forEach((name, value) -> put(tree, name, value));
    Map<String, @Nullable Object> properties = new LinkedHashMap<>(event.origin().properties());
    if (event.fields().get("properties") instanceof Map<?, ?> own) {
      own.forEach((name, value) -> properties.put(String.valueOf(name), value));
    }
    put(tree, "properties", properties.isEmpty() ? null : properties);
    client(event.origin(), tree);
    return tree;
  }

  static void origin(Origin origin, Map<String, @Nullable Object> tree) {
    put(tree, "conversation_name", origin.conversationName());
    put(tree, "session_id", origin.sessionId());
    put(tree, "user_id", origin.userId());
    put(tree, "device_id", origin.deviceId());
    put(tree, "environment", origin.environment());
  }

  static void client(Origin origin, Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> facts = facts(origin.client());
    put(tree, "client", facts.isEmpty() ? null : facts);
    put(tree, "visit_id", origin.visitId());
    put(tree, "trace_id", origin.traceId());
    put(tree, "span_id", origin.spanId());
  }

  /** What is known of a client. */
  static Map<String, @Nullable Object> facts(Client client) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    put(facts, "ip", client.ip());
    put(facts, "user_agent", client.userAgent());
    put(facts, "device", client.device());
    put(facts, "language", client.language());
    put(facts, "source", client.source());
    put(facts, "path", client.path());
    return facts;
  }

  private static void put(Map<String, @Nullable Object> tree, String name, @Nullable Object value) {
    if (value != null) {
      tree.put(name, value);
    }
  }
}
