package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests of the older protocol for an interaction, in the order of time. */
final class LegacySteps {
  /**
   * One request.
   *
   * @param body without its conversation
   */
  record Step(String path, Map<String, @Nullable Object> body) {}

  static final String ACTIONS = "/api/action_logs/";
  static final double NANOS_IN_A_MILLI = 1_000_000;

  private static final String TRACK = "/api/track/";
  private static final String FAILED_CALL = "llm_call";

  private LegacySteps() {}

  static List<Step> of(Interaction interaction) {
    List<Step> steps = new ArrayList<>();
    boolean isAnswered = Said.has(interaction.output());
    Map<String, @Nullable Object> properties = Said.properties(interaction);
    Map<String, @Nullable Object> ending = new LinkedHashMap<>(ending(interaction));
    if (Said.has(interaction.input())) {
      Map<String, @Nullable Object> metadata = new LinkedHashMap<>(properties);
      metadata.putAll(isAnswered ? Map.of() : ending);
      steps.add(message(Said.USER, interaction.input(), interaction.startedAt(), metadata));
    } else {
      ending.putAll(properties);
    }
    boolean isFailureSaid = false;
    for (Call call : interaction.calls()) {
      boolean isFailed = call.detail() == null && call.failure() != null;
      if (isFailed || call.detail() instanceof Detail.Tool) {
        steps.add(action(call));
      }
      isFailureSaid |= isFailed;
    }
    Instant end = interaction.startedAt().plusNanos(interaction.latencyNanos());
    Failure failure = interaction.failure();
    if (failure != null && !isFailureSaid) {
      Map<String, @Nullable Object> body =
          action(FAILED_CALL, interaction.startedAt(), interaction.latencyNanos());
      body.put("metadata", Map.of("error_type", failure.type()));
      body.put("error_msg", Said.error(failure));
      steps.add(new Step(ACTIONS, body));
    }
    if (isAnswered) {
      steps.add(message(Said.AGENT, interaction.output(), end, ending));
    }
    Map<String, @Nullable Object> tokens = tokens(interaction);
    if (tokens != null) {
      steps.add(tokens(end, tokens));
    }
    return steps;
  }

  static Step message(
      String sender, @Nullable String text, Instant at, Map<String, @Nullable Object> metadata) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("timestamp", Limits.time(at));
    body.put("content", Limits.text(text));
    body.put("sender", sender);
    body.put("metadata", Limits.metadata(metadata));
    return new Step(TRACK, body);
  }

  /** This protocol has no field for it. */
  private static Map<String, @Nullable Object> ending(Interaction interaction) {
    Map<String, @Nullable Object> ending = new LinkedHashMap<>();
    Call last = null;
    for (Call call : interaction.calls()) {
      last = call.detail() == null ? call : last;
    }
    if (last != null) {
      String answered = last.responseModel();
      Limits.put(ending, "model", answered == null ? last.requestModel() : answered);
      Limits.put(ending, "provider", last.provider());
    }
    Limits.put(ending, "agent_name", interaction.agentName());
    ending.put("latency_ms", Limits.millis(interaction.latencyNanos()));
    Long first = interaction.timeToFirstChunkNanos();
    Limits.put(ending, "time_to_first_chunk_ms", first == null ? null : Limits.millis(first));
    Cost cost = interaction.cost();
    Limits.put(ending, "cost_usd", cost == null ? null : cost.usd());
    ending.put("success", interaction.outcome() == Outcome.OK);
    if (interaction.outcome() != Outcome.OK) {
      ending.put("outcome", interaction.outcome().json());
      Limits.put(ending, "error", Said.error(interaction.failure()));
    }
    return ending;
  }

  private static Step action(Call call) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    boolean isTool = call.detail() instanceof Detail.Tool;
    String name = isTool ? Said.name(call) : FAILED_CALL;
    Map<String, @Nullable Object> body = action(name, call.startedAt(), call.latencyNanos());
    if (call.detail() instanceof Detail.Tool tool) {
      Limits.put(metadata, "tool_call_id", tool.callId());
      Limits.put(metadata, "latency_source", tool.latencySource());
      if (tool.arguments() != null) {
        Map<String, @Nullable Object> used = new LinkedHashMap<>();
        used.put(name, tool.arguments());
        body.put("tools_used", Limits.metadata(used));
      }
      Limits.put(body, "response", Limits.text(tool.result()));
    } else {
      Limits.put(metadata, "operation", call.operation());
      Limits.put(metadata, "model", call.requestModel());
      Limits.put(metadata, "provider", call.provider());
      Limits.put(metadata, "http_status", call.httpStatus());
    }
    Failure failure = call.failure();
    if (failure != null) {
      metadata.put("error_type", failure.type());
      body.put("error_msg", Said.error(failure));
    }
    body.put("metadata", Limits.metadata(metadata));
    return new Step(ACTIONS, body);
  }

  private static Map<String, @Nullable Object> action(String name, Instant begin, long nanos) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("timestamp", Limits.time(begin));
    body.put("action_name", Limits.cut(name, Limits.STRING));
    body.put("metadata", Map.of());
    body.put("started_at", Limits.time(begin));
    body.put("ended_at", Limits.time(begin.plusNanos(nanos)));
    body.put("duration_ms", Math.round(nanos / NANOS_IN_A_MILLI));
    return body;
  }

  /** What this interaction alone used; null when nothing told. */
  private static @Nullable Map<String, @Nullable Object> tokens(Interaction interaction) {
    Usage usage = null;
    long embedding = 0;
    boolean isTold = false;
    for (Call call : interaction.calls()) {
      Usage one = call.usage();
      if (one == null) {
        continue;
      }
      isTold = true;
      if (call.operation().equals(Said.EMBEDDINGS)) {
        embedding += Said.count(one.inputTokens());
      } else {
        usage = usage == null ? one : usage.plus(one);
      }
    }
    if (!isTold) {
      usage = interaction.usage();
    }
    return isTold || usage != null ? tokens(usage, embedding) : null;
  }

  static Map<String, @Nullable Object> tokens(@Nullable Usage usage, long embedding) {
    long prompt = usage == null ? 0 : Said.count(usage.inputTokens());
    long completion = usage == null ? 0 : Said.count(usage.outputTokens());
    Map<String, @Nullable Object> tokens = new LinkedHashMap<>();
    tokens.put("prompt_tokens", prompt);
    tokens.put("completion_tokens", completion);
    tokens.put("total_tokens", prompt + completion);
    tokens.put("embedding_tokens", embedding);
    return tokens;
  }

  static Step tokens(Instant at, Map<String, @Nullable Object> tokens) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("timestamp", Limits.time(at));
    body.put("action_name", "token_usage");
    body.put("metadata", tokens);
    return new Step(ACTIONS, body);
  }
}
