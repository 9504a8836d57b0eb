package dev.steno.agent.export.agnost;

import dev.steno.agent.export.TurnFacts;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Usage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The facts around a session or an event, as strings: Agnost AI takes no others. What the
 * application said of them stands before what Steno knows by the same name.
 */
final class Metadata {
  private Metadata() {}

  static Map<String, String> session(String session, Entry first) {
    Origin origin = first.origin();
    Client client = origin.client();
    Map<String, String> facts = new LinkedHashMap<>();
    String conversation = first.conversationId();
    if (conversation != null && !conversation.toLowerCase(Locale.ROOT).equals(session)) {
      put(facts, "conversation_id", conversation);
    }
    put(facts, "conversation_name", origin.conversationName());
    origin(facts, origin);
    put(facts, "device", client.device());
    put(facts, "language", client.language());
    put(facts, "source", client.source());
    put(facts, "user_agent", client.userAgent());
    return facts;
  }

  static Map<String, String> turn(Interaction turn) {
    Map<String, String> facts = new LinkedHashMap<>();
    turn.properties().forEach((name, value) -> put(facts, name, value));
    turn.origin().properties().forEach((name, value) -> put(facts, name, value));
    Call call = TurnFacts.answering(turn);
    if (call != null) {
      put(facts, "model", TurnFacts.model(call));
      put(facts, "provider", call.provider());
      put(facts, "streaming", call.streaming());
      put(facts, "finish_reason", TurnFacts.finishReason(call));
      put(facts, "temperature", call.request().get("temperature"));
    }
    usage(facts, turn.usage());
    if (turn.cost() != null) {
      put(facts, "cost_usd", turn.cost().usd().toPlainString());
      put(facts, "cost_prices", turn.cost().prices());
    }
    Long firstChunk = turn.timeToFirstChunkNanos();
    put(
        facts,
        "time_to_first_chunk_ms",
        firstChunk == null ? null : TimeUnit.NANOSECONDS.toMillis(firstChunk));
    put(facts, "outcome", turn.outcome().json());
    Failure failure = turn.failure();
    if (failure != null) {
      put(facts, "error_type", failure.type());
      put(facts, "error_status", failure.status());
      put(facts, "partial_output", turn.output());
    }
    put(facts, "conversation_source", turn.conversationSource());
    put(facts, "user_id", turn.origin().userId());
    origin(facts, turn.origin());
    put(facts, "trace_id", turn.origin().traceId());
    put(facts, "span_id", turn.origin().spanId());
    put(facts, "truncated", turn.truncated() ? true : null);
    return facts;
  }

  static Map<String, String> event(Event event) {
    Map<String, String> facts = new LinkedHashMap<>();
    TurnFacts.map(event.fields().get("properties"))
        .forEach((name, value) -> put(facts, name, value));
    event.origin().properties().forEach((name, value) -> put(facts, name, value));
    put(facts, "event", event.kind().json());
    origin(facts, event.origin());
    return facts;
  }

  private static void usage(Map<String, String> facts, @Nullable Usage usage) {
    if (usage != null) {
      put(facts, "prompt_tokens", usage.inputTokens());
      put(facts, "completion_tokens", usage.outputTokens());
      put(facts, "cache_read_input_tokens", usage.cacheReadInputTokens());
      put(facts, "cache_write_input_tokens", usage.cacheWriteInputTokens());
      put(facts, "reasoning_output_tokens", usage.reasoningOutputTokens());
      usage.billed().forEach((what, count) -> put(facts, what.json(), count));
    }
  }

  private static void origin(Map<String, String> facts, Origin origin) {
    put(facts, "environment", origin.environment());
    put(facts, "inbound_session_id", origin.sessionId());
    put(facts, "device_id", origin.deviceId());
  }

  /** Nothing for what is not known, or was said before. */
  static void put(Map<String, String> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.putIfAbsent(name, TurnFacts.text(value));
    }
  }
}
