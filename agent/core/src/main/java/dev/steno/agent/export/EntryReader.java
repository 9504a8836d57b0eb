package dev.steno.agent.export;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries from JSON in the format {@code steno/1}: all of what {@link EntryCodec} wrote, and
 * of a line of the file exporter what is in it. Fields that are not known are ignored.
 */
public final class EntryReader {
  private static final String SCHEMA = "steno/1";

  private EntryReader() {}

  /**
   * The entry of those bytes.
   *
   * @throws IOException when there is none, with what is missing; never with content
   */
  public static Entry read(byte[] json) throws IOException {
    if (!(Json.read(json) instanceof Map<?, ?> tree)) {
      throw new IOException("no JSON object");
    }
    Fields fields = new Fields(tree, "");
    String schema = fields.text("schema");
    if (!SCHEMA.equals(schema)) {
      throw new IOException("it is not of the format " + SCHEMA);
    }
    try {
      return fields.has("event") ? event(fields) : interaction(fields);
    } catch (RuntimeException unreadable) {
      throw new IOException("it has a value that cannot be: " + unreadable.getClass().getName());
    }
  }

  private static Event event(Fields fields) throws IOException {
    Fields exact = fields.in(EntryCodec.EXACT);
    Event.Kind kind = fields.constant("event", Event.Kind.values());
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    if (exact.has("fields")) {
      own.putAll(exact.map("fields"));
      properties.putAll(exact.map("properties"));
    } else {
      fields.forEach(
          (name, value) -> {
            if (!EntryCodec.EVENT_NAMES.contains(name)) {
              own.put(name, value);
            }
          });
      properties.putAll(fields.map("properties"));
    }
    String content = exact.text("content");
    return new Event(
        fields.needed("id"),
        kind,
        fields.text("conversation_id"),
        fields.text("interaction_id"),
        fields.time("started_at", exact),
        origin(fields, properties),
        fields.text("name"),
        own,
        content == null ? null : Base64.getDecoder().decode(content));
  }

  private static Interaction interaction(Fields fields) throws IOException {
    Fields exact = fields.in(EntryCodec.EXACT);
    List<Call> calls = new ArrayList<>();
    for (Fields call : fields.all("calls")) {
      calls.add(CallReader.call(call));
    }
    boolean isSplit = exact.has("origin");
    List<?> nanos = exact.list("nanos");
    Long latency = fields.nanos("latency_ms", nanos, 0);
    return new Interaction(
        fields.needed("id"),
        fields.needed("conversation_id"),
        fields.textOr("conversation_source", "new"),
        exact.truth("turn"),
        fields.text("agent_name"),
        fields.time("started_at", exact),
        latency == null ? 0 : latency,
        fields.nanos("time_to_first_chunk_ms", nanos, 1),
        fields.outcome(),
        fields.failure(),
        fields.text("input"),
        fields.text("output"),
        fields.usage(exact),
        fields.cost(),
        calls,
        isSplit ? exact.map("properties") : fields.map("properties"),
        origin(fields, exact.map("origin")));
  }

  private static Origin origin(Fields fields, Map<String, @Nullable Object> properties)
      throws IOException {
    Fields client = fields.in("client");
    return new Origin(
        fields.text("user_id"),
        fields.text("device_id"),
        fields.text("session_id"),
        fields.text("conversation_name"),
        fields.text("environment"),
        new Client(
            client.text("ip"),
            client.text("user_agent"),
            client.text("device"),
            client.text("language"),
            client.text("source"),
            client.text("path")),
        fields.text("trace_id"),
        fields.text("span_id"),
        fields.text("visit_id"),
        properties);
  }
}
