package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One span, as the vendor's own SDK writes it. */
final class Span {
  /** What the SDK says of itself in each: an OpenTelemetry resource, and a scope. */
  record Maker(Map<String, Object> resource, Map<String, Object> scope) {
    static Maker of(String version, String instanceId) {
      Map<String, Object> resource = new LinkedHashMap<>();
      resource.put("telemetry.sdk.language", "java");
      resource.put("telemetry.sdk.name", "steno");
      resource.put("telemetry.sdk.version", version);
      resource.put("service.instance.id", instanceId);
      resource.put("service.name", "steno");
      return new Maker(
          resource, Map.of("name", "agentsight", "version", version, "schema_url", ""));
    }
  }

  private static final int SAMPLED_AND_RANDOM = 3;

  private final Map<String, @Nullable Object> tree = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
  private final List<Object> events = new ArrayList<>();
  private final Map<String, @Nullable Object> otel = new LinkedHashMap<>();

  /** A span of that kind in a conversation; {@code status} is unset. */
  Span(String kind, String name, String conversation, Facts facts) {
    String entity = Limits.cut(name, Limits.STRING);
    for (String field : List.of("span_id", "trace_id", "parent_span_id")) {
      tree.put(field, null);
    }
    tree.put("kind", kind);
    tree.put("name", entity);
    attributes.put("agentsight.conversation.id", conversation);
    attributes.putAll(facts.attributes());
    attributes.put("agentsight.span.kind", kind);
    attributes.put("agentsight.entity.name", entity);
    status("unset");
  }

  Span ids(String trace, String id, @Nullable String parent) {
    tree.put("span_id", id);
    tree.put("trace_id", trace);
    tree.put("parent_span_id", parent);
    return this;
  }

  Span time(Instant begin, long nanos) {
    tree.put("started_at", Limits.time(begin));
    tree.put("ended_at", Limits.time(begin.plusNanos(nanos)));
    tree.put("duration_ms", Limits.millis(nanos));
    return this;
  }

  /** {@code ok}, {@code error} or {@code unset}. */
  Span status(String status) {
    tree.put("status", status);
    return this;
  }

  /** An attribute, unless it is null. */
  Span with(String name, @Nullable Object value) {
    Limits.put(attributes, name, value);
    return this;
  }

  /** What somebody said in it, unless that is nothing. */
  Span message(
      String sender, @Nullable String text, Instant at, Map<String, @Nullable Object> metadata) {
    if (Said.has(text)) {
      Map<String, @Nullable Object> message = new LinkedHashMap<>();
      message.put("agentsight.message.sender", sender);
      message.put("agentsight.message.content", Limits.text(text));
      if (!metadata.isEmpty()) {
        message.put("agentsight.message.metadata", Limits.json(metadata));
      }
      event("agentsight.message", at, message);
    }
    return this;
  }

  /** Why it failed. */
  Span exception(Failure failure, Instant at) {
    Map<String, @Nullable Object> exception = new LinkedHashMap<>();
    exception.put("exception.type", Limits.cut(failure.type(), Limits.STRING));
    exception.put("exception.message", Said.error(failure));
    exception.put("exception.escaped", "False");
    event("exception", at, exception);
    return this;
  }

  /** Why it failed, in short. */
  Span described(@Nullable String description) {
    otel.put("status_description", description);
    return this;
  }

  private void event(String name, Instant at, Map<String, @Nullable Object> fields) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("name", name);
    event.put("timestamp", Limits.time(at));
    event.put("attributes", fields);
    events.add(event);
  }

  Map<String, @Nullable Object> tree(Maker maker) {
    Map<String, @Nullable Object> whole = new LinkedHashMap<>();
    whole.put("span_kind", "INTERNAL");
    whole.put("trace_flags", SAMPLED_AND_RANDOM);
    whole.put("trace_state", null);
    whole.put("is_remote", false);
    whole.put("status_description", null);
    whole.putAll(otel);
    whole.put("links", List.of());
    whole.put("resource", maker.resource);
    whole.put("dropped", Map.of("attributes", 0, "events", 0, "links", 0));
    whole.put("scope", maker.scope);
    tree.put("attributes", attributes);
    tree.put("events", events);
    tree.put("otel", whole);
    return tree;
  }
}
