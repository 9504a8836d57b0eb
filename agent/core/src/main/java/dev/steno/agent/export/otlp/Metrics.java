package dev.steno.agent.export.otlp;

import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Usage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what the conventions count of calls and interactions. */
final class Metrics {
  private static final int MOST_KNOWN = 1_000;
  private static final double NANOS = 1e9;
  private static final List<Double> SECONDS = doubling(0.01, 2, 14);
  private static final List<Double> TOKENS = doubling(1, 4, 14);
  private static final List<Double> AGENT_SECONDS = doubling(0.1, 2, 13);
  private static final List<Double> CALLS = doubling(1, 2, 8);

  private final Source source;
  private final Conventions conventions;
  private final boolean cumulative;
  private final Map<String, Instrument> instruments = new LinkedHashMap<>();

  /** To make and to compare attributes takes longer than all the rest. */
  private final Map<Known, Attributes> known = new HashMap<>();

  private long startNanos;

  Metrics(Source source, Conventions conventions, boolean cumulative, long nowNanos) {
    this.source = source;
    this.conventions = conventions;
    this.cumulative = cumulative;
    this.startNanos = nowNanos;
  }

  private static List<Double> doubling(double first, int factor, int count) {
    List<Double> bounds = new ArrayList<>(count);
    long times = 1;
    for (int i = 0; i < count; i++) {
      // Divided, so that 0.64 is 0.64.
      bounds.add(first < 1 ? times / (double) Math.round(1 / first) : first * times);
      times *= factor;
    }
    return List.copyOf(bounds);
  }

  /** All that was counted and not sent yet; all at all when that is wanted. */
  List<MetricData> collect(long nowNanos) {
    AggregationTemporality temporality =
        cumulative ? AggregationTemporality.CUMULATIVE : AggregationTemporality.DELTA;
    List<MetricData> metrics = new ArrayList<>();
    for (Instrument instrument : instruments.values()) {
      MetricData metric = instrument.collect(source, startNanos, nowNanos, temporality);
      if (metric != null) {
        metrics.add(metric);
      }
    }
    return metrics;
  }

  /** What was collected then has arrived. */
  void delivered(long nowNanos) {
    if (!cumulative) {
      instruments.values().forEach(Instrument::reset);
      startNanos = nowNanos;
    }
  }

  void count(Interaction interaction) {
    for (Call call : interaction.calls()) {
      if (CallFacts.kind(call) == SpanKind.CLIENT) {
        client(call);
      } else if (conventions == Conventions.LATEST) {
        inProcess(interaction, call);
      }
    }
    if (conventions == Conventions.LATEST && Spans.isAgent(interaction)) {
      agent(interaction);
    }
  }

  private void client(Call call) {
    boolean inference = CallFacts.INFERENCE.contains(call.operation());
    boolean isLatest = conventions == Conventions.LATEST;
    Kind kind = Kind.of(call);
    Attributes withoutError = attributes(kind, "", null);
    Attributes attributes =
        attributes(kind, "error.type", CallFacts.errorType(call.outcome(), call.failure()));
    String prefix = "gen_ai.client." + (isLatest && inference ? "inference" : "operation");
    histogram(prefix + ".duration", "How long the operation took", "s", SECONDS)
        .record(call.latencyNanos() / NANOS, attributes);
    Long firstChunk = call.timeToFirstChunkNanos();
    if (inference && firstChunk != null) {
      histogram(
              prefix + ".time_to_first_chunk",
              "How long it took until the first chunk of the answer came",
              "s",
              SECONDS)
          .record(firstChunk / NANOS, withoutError);
    }
    Usage usage = call.usage();
    if (usage == null) {
      return;
    }
    if (!isLatest) {
      tokenUsage("input", usage.inputTokens(), kind);
      tokenUsage("output", usage.outputTokens(), kind);
    } else if (inference) {
      tokens("input", usage.inputTokens(), attributes);
      tokens("output", usage.outputTokens(), attributes);
      usage(kind, usage);
    }
  }

  /** Version 1.41's. */
  private void tokenUsage(String type, @Nullable Long count, Kind kind) {
    if (count != null) {
      histogram("gen_ai.client.token.usage", "Tokens that were used", "{token}", TOKENS)
          .record(count, attributes(kind, "gen_ai.token.type", type));
    }
  }

  private void tokens(String type, @Nullable Long count, Attributes attributes) {
    if (count != null) {
      histogram(
              "gen_ai.client.inference.operation." + type + "_tokens",
              "Tokens of one operation",
              "{token}",
              TOKENS)
          .record(count, attributes);
    }
  }

  private void usage(Kind kind, Usage usage) {
    Map<Billed, Long> billed = usage.billed();
    modalities(
        kind,
        "input_tokens",
        usage.inputTokens(),
        billed.get(Billed.AUDIO_INPUT_TOKENS),
        billed.get(Billed.IMAGE_INPUT_TOKENS));
    modalities(
        kind,
        "output_tokens",
        usage.outputTokens(),
        billed.get(Billed.AUDIO_OUTPUT_TOKENS),
        billed.get(Billed.IMAGE_OUTPUT_TOKENS));
    counted(kind, "cache_read.input_tokens", usage.cacheReadInputTokens(), "unknown");
    counted(kind, "cache_write.input_tokens", usage.cacheWriteInputTokens(), "unknown");
    counted(kind, "reasoning.output_tokens", usage.reasoningOutputTokens(), "unknown");
  }

  /** What is counted apart is told apart; of the rest nobody says what it was. */
  private void modalities(
      Kind kind, String name, @Nullable Long all, @Nullable Long audio, @Nullable Long image) {
    if (all != null) {
      long rest = all - (audio == null ? 0 : audio) - (image == null ? 0 : image);
      counted(kind, name, audio, "audio");
      counted(kind, name, image, "image");
      counted(kind, name, Math.max(0, rest), "unknown");
    }
  }

  private void counted(Kind kind, String name, @Nullable Long count, String modality) {
    if (count != null) {
      counter("gen_ai.client.inference.usage." + name)
          .record(count, attributes(kind, "gen_ai.token.modality", modality));
    }
  }

  private Attributes attributes(Kind kind, String name, @Nullable String value) {
    if (known.size() > MOST_KNOWN) {
      known.clear(); // they are made again
    }
    return known.computeIfAbsent(new Known(kind, name, value), Known::attributes);
  }

  /** A series' attributes: what its calls have in common, and one fact more if it is known. */
  private record Known(Kind kind, String name, @Nullable String value) {
    Attributes attributes() {
      Facts facts = kind.facts();
      facts.put(name, value);
      return facts.build().sorted();
    }
  }

  /** What calls have in common that are counted together. */
  private record Kind(
      String operation,
      @Nullable String provider,
      @Nullable String requestModel,
      @Nullable String responseModel,
      @Nullable String serverAddress,
      @Nullable Integer serverPort) {

    static Kind of(Call call) {
      return new Kind(
          call.operation(),
          call.detail() == null ? CallFacts.provider(call) : null,
          call.requestModel(),
          call.responseModel(),
          call.serverAddress(),
          call.serverPort());
    }

    Facts facts() {
      Facts facts = new Facts(false);
      facts.put("gen_ai.operation.name", operation);
      facts.put("gen_ai.provider.name", provider);
      facts.put("gen_ai.request.model", requestModel);
      facts.put("gen_ai.response.model", responseModel);
      CallFacts.server(serverAddress, serverPort, facts);
      return facts;
    }
  }

  private void inProcess(Interaction interaction, Call call) {
    Facts facts = new Facts(false);
    facts.put("error.type", CallFacts.errorType(call.outcome(), call.failure()));
    if (call.detail() instanceof Detail.Tool tool) {
      facts.put("gen_ai.tool.name", tool.name() == null ? "_OTHER" : tool.name());
      facts.put("gen_ai.tool.type", "function");
      facts.put("gen_ai.agent.name", interaction.agentName());
      histogram("gen_ai.execute_tool.duration", "How long the tool took", "s", SECONDS)
          .record(call.latencyNanos() / NANOS, facts.build().sorted());
    } else if (call.detail() instanceof Detail.Agent agent) {
      facts.put("gen_ai.agent.name", agent.name());
      agentDuration(call.latencyNanos(), facts);
      callsOf(interaction, call.id(), agent.name());
    }
  }

  private void agent(Interaction interaction) {
    Facts facts = new Facts(false);
    facts.put("error.type", CallFacts.errorType(interaction.outcome(), interaction.failure()));
    facts.put("gen_ai.agent.name", interaction.agentName());
    agentDuration(interaction.latencyNanos(), facts);
    callsOf(interaction, null, interaction.agentName());
  }

  private void agentDuration(long nanos, Facts facts) {
    histogram("gen_ai.invoke_agent.duration", "How long the agent took", "s", AGENT_SECONDS)
        .record(nanos / NANOS, facts.build().sorted());
  }

  /** How many calls the agent made itself. */
  private void callsOf(Interaction interaction, @Nullable String id, @Nullable String agent) {
    Map<String, Call> calls = new LinkedHashMap<>();
    interaction.calls().forEach(call -> calls.put(call.id(), call));
    int models = 0;
    int tools = 0;
    for (Call call : calls.values()) {
      if (java.util.Objects.equals(agentOf(call, calls), id)) {
        models += CallFacts.INFERENCE.contains(call.operation()) ? 1 : 0;
        tools += call.detail() instanceof Detail.Tool ? 1 : 0;
      }
    }
    Facts facts = new Facts(false);
    facts.put("gen_ai.agent.name", agent);
    Attributes attributes = facts.build().sorted();
    histogram(
            "gen_ai.invoke_agent.inference_calls",
            "Calls to models that the agent made",
            "{inference_call}",
            CALLS)
        .record(models, attributes);
    histogram(
            "gen_ai.invoke_agent.tool_calls",
            "Calls of tools that the agent made",
            "{tool_call}",
            CALLS)
        .record(tools, attributes);
  }

  /** The innermost agent around a call; null for that of the interaction. */
  private static @Nullable String agentOf(Call call, Map<String, Call> calls) {
    Call around = calls.get(call.parentId());
    for (int depth = 0; around != null && depth < calls.size(); depth++) {
      if (around.detail() instanceof Detail.Agent) {
        return around.id();
      }
      around = calls.get(around.parentId());
    }
    return null;
  }

  private Instrument histogram(String name, String description, String unit, List<Double> bounds) {
    return instruments.computeIfAbsent(
        name, key -> new Instrument(name, description, unit, bounds));
  }

  private Instrument counter(String name) {
    return instruments.computeIfAbsent(
        name, key -> new Instrument(name, "Tokens that were used", "{token}", null));
  }
}
