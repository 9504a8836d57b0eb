package dev.steno.agent.export.mindlytics;

import dev.steno.agent.export.TurnFacts;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An interaction as Mindlytics' events: the turn, the functions in it, and what models used that
 * did not write its answer.
 *
 * <p>The turn has the tokens of all its calls to the model that wrote the answer, so that the price
 * is right that is made of both there; those of each other model are a usage of their own.
 */
final class Turns {
  private Turns() {}

  static List<Map<String, @Nullable Object>> events(Interaction turn, Session session) {
    String conversation = Flat.id(turn.conversationId());
    List<Map<String, @Nullable Object>> events = new ArrayList<>();
    Call answering = TurnFacts.answering(turn);
    boolean isSaid =
        turn.input() != null
            || turn.output() != null
            || answering == null
            || TurnFacts.writes(answering);
    Map<String, Spent> spent = spent(turn);
    if (isSaid) {
      Spent own = answering == null ? null : spent.remove(key(answering));
      events.add(
          Bodies.track(
              session,
              turn.startedAt(),
              conversation,
              "Conversation Turn",
              turn(turn, answering, own)));
    } else if (turn.failure() != null) {
      events.add(
          Bodies.track(
              session, turn.startedAt(), conversation, "LLM Error", error(turn, answering)));
    }
    for (Call call : turn.calls()) {
      if (call.detail() instanceof Detail.Tool tool) {
        events.add(
            Bodies.track(
                session,
                call.startedAt(),
                conversation,
                "Conversation Function",
                function(turn, call, tool)));
      }
    }
    for (Spent one : spent.values()) {
      if (one.tells()) {
        events.add(
            Bodies.track(
                session,
                one.first.startedAt(),
                conversation,
                "Conversation Usage",
                one.usage(true).put("interaction_id", turn.id()).map()));
      }
    }
    return events;
  }

  private static Map<String, @Nullable Object> turn(
      Interaction turn, @Nullable Call answering, @Nullable Spent own) {
    Failure failure = turn.failure();
    Flat flat =
        new Flat()
            .put("user", Objects.requireNonNullElse(turn.input(), ""))
            .put("assistant", Objects.requireNonNullElse(turn.output(), ""))
            .put("assistant_id", Flat.name(turn.agentName()));
    if (own != null) {
      flat.putAll(own.usage(false).map());
    }
    boolean isToldOfTheWhole = turn.calls().stream().noneMatch(call -> call.usage() != null);
    if (isToldOfTheWhole && turn.usage() != null) {
      flat.put("prompt_tokens", turn.usage().inputTokens());
      flat.put("completion_tokens", turn.usage().outputTokens());
    }
    flat.putAll(turn.properties()).putAll(turn.origin().properties());
    flat.put("interaction_id", turn.id())
        .put("success", turn.outcome() == Outcome.OK)
        .put("outcome", turn.outcome().json())
        .put("error", failure == null ? null : TurnFacts.words(failure))
        .put("latency_ms", TimeUnit.NANOSECONDS.toMillis(turn.latencyNanos()))
        .put("time_to_first_chunk_ms", millis(turn.timeToFirstChunkNanos()));
    if (answering != null) {
      flat.put("provider", answering.provider())
          .put("finish_reason", TurnFacts.finishReason(answering))
          .put("streaming", answering.streaming());
    }
    Usage usage = turn.usage();
    if (usage != null) {
      flat.put("cache_read_input_tokens", usage.cacheReadInputTokens())
          .put("cache_write_input_tokens", usage.cacheWriteInputTokens())
          .put("reasoning_output_tokens", usage.reasoningOutputTokens());
    }
    flat.put("conversation_source", turn.conversationSource());
    Origin origin = turn.origin();
    return flat.put("environment", origin.environment())
        .put("trace_id", origin.traceId())
        .put("span_id", origin.spanId())
        .map();
  }

  private static Map<String, @Nullable Object> error(Interaction turn, @Nullable Call call) {
    Failure failure = Objects.requireNonNull(turn.failure());
    Flat flat = new Flat().put("error", TurnFacts.words(failure)).put("interaction_id", turn.id());
    if (call != null) {
      flat.put("operation", call.operation())
          .put("model", TurnFacts.model(call))
          .put("provider", call.provider());
    }
    return flat.put("latency_ms", TimeUnit.NANOSECONDS.toMillis(turn.latencyNanos())).map();
  }

  private static Map<String, @Nullable Object> function(
      Interaction turn, Call call, Detail.Tool tool) {
    Failure failure = call.failure();
    Object arguments = tool.arguments();
    Object result = tool.result();
    return new Flat()
        .put("name", tool.name() == null ? "tool" : tool.name())
        .put("args", arguments == null ? null : TurnFacts.text(arguments))
        .put("result", result == null ? null : TurnFacts.text(result))
        .put("runtime", TimeUnit.NANOSECONDS.toMillis(call.latencyNanos()))
        .put("success", call.outcome() == Outcome.OK)
        .put("error", failure == null ? null : TurnFacts.words(failure))
        .put("latency_source", tool.latencySource())
        .put("tool_call_id", tool.callId())
        .put("interaction_id", turn.id())
        .map();
  }

  private static @Nullable Long millis(@Nullable Long nanos) {
    return nanos == null ? null : Long.valueOf(TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private static String key(Call call) {
    return call.provider() + " " + TurnFacts.model(call);
  }

  /** What each model used, by the model, in the order of their first calls. */
  private static Map<String, Spent> spent(Interaction turn) {
    Map<String, Spent> spent = new LinkedHashMap<>();
    for (Call call : turn.calls()) {
      if (call.detail() == null) {
        spent.computeIfAbsent(key(call), model -> new Spent(call)).add(call);
      }
    }
    return spent;
  }

  /** What a model used. */
  private static final class Spent {
    private final Call first;
    private @Nullable Usage usage;
    private @Nullable Cost cost;

    Spent(Call first) {
      this.first = first;
    }

    void add(Call call) {
      if (call.usage() != null) {
        usage = usage == null ? call.usage() : usage.plus(call.usage());
      }
      if (call.cost() != null) {
        cost = cost == null ? call.cost() : cost.plus(call.cost());
      }
    }

    /** Whether there is enough of it for an event. */
    boolean tells() {
      return cost != null || (usage != null && Flat.name(TurnFacts.model(first)) != null);
    }

    /** {@code whole}: both counts, since one is not taken without the other. */
    Flat usage(boolean whole) {
      Flat flat = new Flat().put("model", Flat.name(TurnFacts.model(first)));
      if (usage != null) {
        Long none = whole ? Long.valueOf(0) : null;
        flat.put("prompt_tokens", usage.inputTokens()).put("prompt_tokens", none);
        flat.put("completion_tokens", usage.outputTokens()).put("completion_tokens", none);
      }
      return flat.put("cost", cost == null ? null : cost.usd());
    }
  }
}
