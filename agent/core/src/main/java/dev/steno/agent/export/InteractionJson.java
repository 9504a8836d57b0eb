package dev.steno.agent.export;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An interaction as a JSON tree, in the format {@code steno/1}: maps, lists, strings, numbers and
 * booleans. What is not known is left out, never null and never 0.
 */
public final class InteractionJson {
  private static final double NANOS_IN_A_MICRO = 1_000;
  private static final double MICROS_IN_A_MILLI = 1_000;

  private InteractionJson() {}

  /** The tree of one interaction; new maps and lists, that may be changed. */
  public static Map<String, @Nullable Object> tree(Interaction interaction) {
    Fields fields = new Fields();
    fields.put("schema", "steno/1");
    fields.put("id", interaction.id());
    fields.put("conversation_id", interaction.conversationId());
    fields.put("conversation_source", interaction.conversationSource());
    EntryJson.origin(interaction.origin(), fields.map);
    fields.put("agent_name", interaction.agentName());
    fields.put("started_at", time(interaction.startedAt()));
    fields.put("latency_ms", millis(interaction.latencyNanos()));
    fields.put("time_to_first_chunk_ms", millis(interaction.timeToFirstChunkNanos()));
    fields.put("outcome", interaction.outcome().json());
    fields.put("success", interaction.outcome() == Outcome.OK);
    fields.put("error", failure(interaction.failure()));
    fields.put("truncated", interaction.truncated() ? true : null);
    fields.put("input", interaction.input());
    fields.put("output", interaction.output());
    fields.put("usage", usage(interaction.usage()));
    fields.put("cost", cost(interaction.cost()));
    List<Object> calls = new ArrayList<>();
    interaction.calls().forEach(call -> calls.add(call(call)));
    fields.put("calls", calls);
    fields.put("properties", properties(interaction));
    EntryJson.client(interaction.origin(), fields.map);
    return fields.map;
  }

  /** All that was told of it. */
  static Map<String, @Nullable Object> properties(Interaction interaction) {
    if (interaction.origin().properties().isEmpty()) {
      return interaction.properties();
    }
    Map<String, @Nullable Object> properties =
        new LinkedHashMap<>(interaction.origin().properties());
    properties.putAll(interaction.properties());
    return properties;
  }

  /** The tree of one call. */
  static Map<String, @Nullable Object> call(Call call) {
    Fields fields = new Fields();
    fields.put("id", call.id());
    fields.put("parent_id", call.parentId());
    fields.put("operation", call.operation());
    fields.put("provider", call.provider());
    fields.put("request_model", call.requestModel());
    fields.put("response_model", call.responseModel());
    fields.put("response_id", call.responseId());
    detail(call.detail(), fields);
    fields.put("streaming", call.detail() == null ? call.streaming() : null);
    fields.put("started_at", time(call.startedAt()));
    fields.put("latency_ms", millis(call.latencyNanos()));
    fields.put("time_to_first_byte_ms", millis(call.timeToFirstByteNanos()));
    fields.put("time_to_first_chunk_ms", millis(call.timeToFirstChunkNanos()));
    fields.put("attempts", call.detail() == null ? call.attempts() : null);
    fields.put("http_status", call.httpStatus());
    fields.put("server_address", call.serverAddress());
    fields.put("server_port", call.serverPort());
    fields.put("request_id", call.requestId());
    fields.put("request", call.request());
    fields.put("system_instructions", parts(call.systemInstructions()));
    fields.put("input_messages", messages(call.inputMessages()));
    fields.put("output_messages", messages(call.outputMessages()));
    fields.put("tool_definitions", call.toolDefinitions());
    fields.put("finish_reasons", call.finishReasons());
    fields.put("usage", usage(call.usage()));
    fields.put("cost", cost(call.cost()));
    fields.put("result", call.result());
    fields.put("outcome", call.outcome().json());
    fields.put("error", failure(call.failure()));
    fields.put("truncated", call.truncated() ? true : null);
    fields.put("instrumentation", call.instrumentation());
    return fields.map;
  }

  private static void detail(@Nullable Detail detail, Fields fields) {
    if (detail instanceof Detail.Tool tool) {
      fields.put("tool_name", tool.name());
      fields.put("tool_type", tool.type());
      fields.put("tool_call_id", tool.callId());
      fields.put("arguments", tool.arguments());
      fields.put("result", tool.result());
      fields.put("latency_source", tool.latencySource());
    } else if (detail instanceof Detail.Retrieval retrieval) {
      fields.put("query", retrieval.query());
      List<Detail.Document> documents = retrieval.documents();
      fields.put("document_count", documents == null ? null : documents.size());
      fields.put("documents", documents == null ? null : documents(documents));
    } else if (detail instanceof Detail.Agent agent) {
      fields.put("agent_name", agent.name());
      fields.put("input", agent.input());
      fields.put("output", agent.output());
      fields.put("properties", agent.properties());
    } else if (detail instanceof Detail.Guardrail guardrail) {
      fields.put("guardrail_name", guardrail.name());
      fields.put("result", guardrail.result());
    }
  }

  private static List<Object> documents(List<Detail.Document> documents) {
    List<Object> trees = new ArrayList<>();
    for (Detail.Document document : documents) {
      Fields fields = new Fields();
      fields.put("id", document.id());
      fields.put("score", document.score());
      fields.put("content", document.content());
      trees.add(fields.map);
    }
    return trees;
  }

  private static List<Object> messages(List<Message> messages) {
    List<Object> trees = new ArrayList<>();
    for (Message message : messages) {
      Fields fields = new Fields();
      fields.put("role", message.role());
      fields.put("name", message.name());
      fields.map.put("parts", parts(message.parts()));
      fields.put("finish_reason", message.finishReason());
      trees.add(fields.map);
    }
    return trees;
  }

  private static List<Object> parts(List<Part> parts) {
    List<Object> trees = new ArrayList<>();
    for (Part part : parts) {
      trees.add(part(part));
    }
    return trees;
  }

  /** The tree of one part. */
  static Map<String, @Nullable Object> part(Part part) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("type", part.type());
    tree.putAll(part.fields());
    return tree;
  }

  private static @Nullable Object usage(@Nullable Usage usage) {
    if (usage == null) {
      return null;
    }
    Fields fields = new Fields();
    fields.put("input_tokens", usage.inputTokens());
    fields.put("output_tokens", usage.outputTokens());
    fields.put("cache_read_input_tokens", usage.cacheReadInputTokens());
    fields.put("cache_write_input_tokens", usage.cacheWriteInputTokens());
    fields.put("reasoning_output_tokens", usage.reasoningOutputTokens());
    usage.billed().forEach((what, count) -> fields.put(what.json(), count));
    return fields.map;
  }

  private static @Nullable Object cost(@Nullable Cost cost) {
    if (cost == null) {
      return null;
    }
    Fields fields = new Fields();
    fields.put("usd", cost.usd());
    fields.put("prices", cost.prices());
    return fields.map;
  }

  private static @Nullable Object failure(@Nullable Failure failure) {
    if (failure == null) {
      return null;
    }
    Fields fields = new Fields();
    fields.put("type", failure.type());
    fields.put("message", failure.message());
    fields.put("status", failure.status());
    return fields.map;
  }

  /** As {@code 2026-11-20T12:00:00.000000Z}. By hand: a formatter takes longer. */
  static String time(Instant instant) {
    LocalDateTime at =
        LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
    StringBuilder time = new StringBuilder(27).append(at.toLocalDate());
    append('T', at.getHour(), time);
    append(':', at.getMinute(), time);
    append(':', at.getSecond(), time);
    int point = time.length();
    time.append(1_000_000 + at.getNano() / 1_000).setCharAt(point, '.');
    return time.append('Z').toString();
  }

  private static void append(char before, int twoDigits, StringBuilder to) {
    to.append(before).append((char) ('0' + twoDigits / 10)).append((char) ('0' + twoDigits % 10));
  }

  /** Milliseconds with three digits behind the point. */
  static @Nullable Double millis(@Nullable Long nanos) {
    return nanos == null
        ? null
        : Double.valueOf(Math.round(nanos / NANOS_IN_A_MICRO) / MICROS_IN_A_MILLI);
  }

  /** A map that leaves out what is not known. */
  private static final class Fields {
    private final Map<String, @Nullable Object> map = new LinkedHashMap<>();

    void put(String name, @Nullable Object value) {
      boolean empty =
          value == null
              || (value instanceof Collection<?> many && many.isEmpty())
              || (value instanceof Map<?, ?> map && map.isEmpty());
      if (!empty) {
        map.put(name, value);
      }
    }
  }
}
