package dev.steno.agent.export;

import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import dev.steno.agent.wire.JsonWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an interaction as the bytes that its tree would be written as, without the tree: what all
 * are written as, always. What is rare in it goes by its own tree. For one thread.
 */
final class InteractionLine {
  private static final long SECONDS_IN_A_DAY = 86_400;
  private static final int NANOS_IN_A_MICRO = 1_000;

  private final JsonWriter out;

  /** Whether what the format leaves out is written as well, for the spool. */
  private final boolean exact;

  private long day = Long.MIN_VALUE;
  private String date = "";

  InteractionLine(JsonWriter out, boolean exact) {
    this.out = out;
    this.exact = exact;
  }

  /** Writes it behind what was written. */
  void write(Interaction one) {
    out.open('{');
    plain("schema", "steno/1");
    text("id", one.id());
    text("conversation_id", one.conversationId());
    text("conversation_source", one.conversationSource());
    Origin origin = one.origin();
    text("conversation_name", origin.conversationName());
    text("session_id", origin.sessionId());
    text("user_id", origin.userId());
    text("device_id", origin.deviceId());
    text("environment", origin.environment());
    text("agent_name", one.agentName());
    time(one.startedAt());
    millis("latency_ms", one.latencyNanos());
    millis("time_to_first_chunk_ms", one.timeToFirstChunkNanos());
    plain("outcome", one.outcome().json());
    truth("success", one.outcome() == Outcome.OK);
    failure(one.failure());
    if (one.truncated()) {
      truth("truncated", true);
    }
    text("input", one.input());
    text("output", one.output());
    usage(one.usage());
    cost(one.cost());
    calls(one.calls());
    tree("properties", InteractionJson.properties(one));
    client(origin);
    if (exact) {
      out.name(EntryCodec.EXACT);
      out.value(EntryCodec.exact(one));
    }
    out.close('}');
  }

  @SuppressWarnings("ReferenceEquality") // most are of this one, of which nothing is to be said
  private void client(Origin origin) {
    if (origin.client() != Client.UNKNOWN) {
      tree("client", EntryJson.facts(origin.client()));
    }
    text("visit_id", origin.visitId());
    text("trace_id", origin.traceId());
    text("span_id", origin.spanId());
  }

  private void calls(List<Call> calls) {
    if (calls.isEmpty()) {
      return;
    }
    out.name("calls");
    out.open('[');
    for (Call call : calls) {
      out.element();
      if (call.detail() == null) {
        call(call);
      } else {
        Map<String, @Nullable Object> tree = InteractionJson.call(call);
        if (exact) {
          EntryCodec.call(call, tree);
        }
        out.value(tree);
      }
    }
    out.close(']');
  }

  private void call(Call call) {
    out.open('{');
    text("id", call.id());
    text("parent_id", call.parentId());
    text("operation", call.operation());
    text("provider", call.provider());
    text("request_model", call.requestModel());
    text("response_model", call.responseModel());
    text("response_id", call.responseId());
    truth("streaming", call.streaming());
    time(call.startedAt());
    millis("latency_ms", call.latencyNanos());
    millis("time_to_first_byte_ms", call.timeToFirstByteNanos());
    millis("time_to_first_chunk_ms", call.timeToFirstChunkNanos());
    number("attempts", call.attempts());
    number("http_status", call.httpStatus());
    text("server_address", call.serverAddress());
    number("server_port", call.serverPort());
    text("request_id", call.requestId());
    tree("request", call.request());
    if (!call.systemInstructions().isEmpty()) {
      out.name("system_instructions");
      parts(call.systemInstructions());
    }
    messages("input_messages", call.inputMessages());
    messages("output_messages", call.outputMessages());
    tree("tool_definitions", call.toolDefinitions());
    tree("finish_reasons", call.finishReasons());
    usage(call.usage());
    cost(call.cost());
    tree("result", call.result());
    plain("outcome", call.outcome().json());
    failure(call.failure());
    if (call.truncated()) {
      truth("truncated", true);
    }
    tree("instrumentation", call.instrumentation());
    if (exact) {
      exact(call);
    }
    out.close('}');
  }

  private void exact(Call call) {
    out.name(EntryCodec.EXACT);
    out.open('{');
    long below = EntryCodec.below(call.startedAt());
    if (below != 0) {
      number("at", below);
    }
    out.name("nanos");
    out.open('[');
    element(call.latencyNanos());
    element(call.timeToFirstByteNanos());
    element(call.timeToFirstChunkNanos());
    out.close(']');
    if (EntryCodec.tellsNothing(call.usage())) {
      out.name("usage");
      out.open('[');
      out.close(']');
    }
    out.close('}');
  }

  private void element(@Nullable Long value) {
    out.element();
    if (value == null) {
      out.nothing();
    } else {
      out.number(value.longValue());
    }
  }

  private void messages(String name, List<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    out.name(name);
    out.open('[');
    for (Message message : messages) {
      out.element();
      out.open('{');
      text("role", message.role());
      text("name", message.name());
      out.name("parts");
      parts(message.parts());
      text("finish_reason", message.finishReason());
      out.close('}');
    }
    out.close(']');
  }

  private void parts(List<Part> parts) {
    out.open('[');
    for (Part part : parts) {
      out.element();
      Map<String, @Nullable Object> fields = part.fields();
      if (EntryCodec.isOdd(part)) {
        Map<String, @Nullable Object> tree = InteractionJson.part(part);
        if (exact) {
          EntryCodec.part(part, tree);
        }
        out.value(tree);
      } else {
        out.open('{');
        text("type", part.type());
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
          out.field(field.getKey());
          out.value(field.getValue());
        }
        out.close('}');
      }
    }
    out.close(']');
  }

  private void usage(@Nullable Usage usage) {
    if (usage == null || EntryCodec.tellsNothing(usage)) {
      return;
    }
    out.name("usage");
    out.open('{');
    number("input_tokens", usage.inputTokens());
    number("output_tokens", usage.outputTokens());
    number("cache_read_input_tokens", usage.cacheReadInputTokens());
    number("cache_write_input_tokens", usage.cacheWriteInputTokens());
    number("reasoning_output_tokens", usage.reasoningOutputTokens());
    for (Map.Entry<Billed, Long> billed : usage.billed().entrySet()) {
      number(billed.getKey().json(), billed.getValue());
    }
    out.close('}');
  }

  private void cost(@Nullable Cost cost) {
    if (cost != null) {
      out.name("cost");
      out.open('{');
      out.name("usd");
      out.value(cost.usd());
      text("prices", cost.prices());
      out.close('}');
    }
  }

  private void failure(@Nullable Failure failure) {
    if (failure != null) {
      out.name("error");
      out.open('{');
      text("type", failure.type());
      text("message", failure.message());
      number("status", failure.status());
      out.close('}');
    }
  }

  private void text(String name, @Nullable String text) {
    if (text != null) {
      out.name(name);
      out.text(text);
    }
  }

  /** A text that is known to be plain. */
  private void plain(String name, String text) {
    out.name(name);
    out.plain(text);
  }

  private void truth(String name, boolean value) {
    out.name(name);
    out.truth(value);
  }

  private void number(String name, @Nullable Number number) {
    if (number != null) {
      out.name(name);
      out.number(number.longValue());
    }
  }

  private void tree(String name, Collection<?> list) {
    if (!list.isEmpty()) {
      out.name(name);
      out.value(list);
    }
  }

  private void tree(String name, Map<?, ?> map) {
    if (!map.isEmpty()) {
      out.name(name);
      out.value(map);
    }
  }

  private void millis(String name, @Nullable Long nanos) {
    Double millis = InteractionJson.millis(nanos);
    if (millis != null) {
      out.name(name);
      out.number(millis.doubleValue());
    }
  }

  /** As {@link InteractionJson#time} has it. */
  private void time(Instant instant) {
    long second = instant.getEpochSecond();
    long today = Math.floorDiv(second, SECONDS_IN_A_DAY);
    if (today != day) {
      date = LocalDate.ofEpochDay(today).toString();
      day = today;
    }
    int rest = (int) Math.floorMod(second, SECONDS_IN_A_DAY);
    out.name("started_at");
    out.time(date, rest, instant.getNano() / NANOS_IN_A_MICRO);
  }
}
