package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes spans of an interaction: a turn, with what was said as its events, and its calls in it. */
final class InteractionSpans {
  private final Interaction interaction;
  private final String conversation;
  private final Facts facts;
  private final String trace;
  private final String turn;
  private final Set<String> callIds = new HashSet<>();

  private InteractionSpans(Interaction interaction, String conversation, Facts facts) {
    this.interaction = interaction;
    this.conversation = conversation;
    this.facts = facts;
    this.trace = Keys.trace(interaction.id());
    this.turn = Keys.span(interaction.id());
    interaction.calls().forEach(call -> callIds.add(call.id()));
  }

  static List<Span> of(Interaction interaction, String conversation, Facts facts) {
    return new InteractionSpans(interaction, conversation, facts).spans();
  }

  private List<Span> spans() {
    boolean isTurn = Said.isSpoken(interaction);
    List<Span> spans = new ArrayList<>(1 + interaction.calls().size());
    if (isTurn) {
      spans.add(turn());
    }
    for (Call call : interaction.calls()) {
      Span span = span(call);
      String parent = call.parentId();
      String outer = isTurn ? turn : null;
      if (parent != null && callIds.contains(parent) && !parent.equals(call.id())) {
        outer = Keys.span(parent);
      }
      span.ids(trace, Keys.span(call.id()), outer).time(call.startedAt(), call.latencyNanos());
      span.with("agentsight.turn.id", isTurn ? turn : null);
      spans.add(span);
    }
    return spans;
  }

  private Span turn() {
    Outcome outcome = interaction.outcome();
    String agent = Limits.string(interaction.agentName());
    Instant begin = interaction.startedAt();
    Instant end = begin.plusNanos(interaction.latencyNanos());
    Map<String, @Nullable Object> properties = Said.properties(interaction);
    boolean asked = Said.has(interaction.input());
    Span span =
        new Span("turn", agent == null ? "turn" : agent, conversation, facts)
            .ids(trace, turn, null)
            .time(begin, interaction.latencyNanos())
            .status(status(outcome, "ok"))
            .with("agentsight.turn.id", turn)
            .with("agentsight.turn.complete", outcome == Outcome.OK)
            .with("agentsight.turn.incomplete_reason", incompleteReason(outcome))
            .message(Said.USER, interaction.input(), begin, properties)
            .message(Said.AGENT, interaction.output(), end, asked ? Map.of() : properties);
    Failure failure = interaction.failure();
    return failure == null ? span : span.exception(failure, end);
  }

  /** The application that stopped listening gave the turn up. */
  private static @Nullable String incompleteReason(Outcome outcome) {
    return switch (outcome) {
      case OK -> null;
      case ERROR -> "error";
      case CANCELLED, ABANDONED -> "abandoned";
    };
  }

  private static String status(Outcome outcome, String ok) {
    return switch (outcome) {
      case OK -> ok;
      case ERROR -> "error";
      case CANCELLED, ABANDONED -> "unset";
    };
  }

  private Span span(Call call) {
    Detail detail = call.detail();
    Span span;
    if (detail == null) {
      span = llm(call).status(status(call.outcome(), "unset"));
    } else if (detail instanceof Detail.Tool tool) {
      span = tool(call, tool).status(status(call.outcome(), "ok"));
    } else {
      span = new Span("task", Said.name(call), conversation, facts);
      span.status(status(call.outcome(), "ok"));
    }
    Failure failure = call.failure();
    return failure == null
        ? span
        : span.described(Said.error(failure)).exception(failure, call.endedAt());
  }

  private Span tool(Call call, Detail.Tool tool) {
    String name = Said.name(call);
    Object arguments = tool.arguments();
    return new Span("tool", name, conversation, facts)
        .with("agentsight.tool.name", name)
        .with("agentsight.tool.arguments", Limits.text(arguments))
        .with("agentsight.tool.response", Limits.text(tool.result()))
        .with("agentsight.tool.error", Said.error(call.failure()));
  }

  /** No word of what was said: that is in the turn. */
  private Span llm(Call call) {
    String requested = Limits.string(call.requestModel());
    String answered = Limits.string(call.responseModel());
    String model = answered == null ? requested : answered;
    Span span = new Span("llm", model == null ? call.operation() : model, conversation, facts);
    span.with("gen_ai.system", Limits.string(call.provider()));
    tokens(span, call);
    return span.with("gen_ai.request.model", model)
        .with(
            "agentsight.llm.requested_model",
            requested == null || requested.equals(model) ? null : requested)
        .with("gen_ai.operation.name", call.operation())
        .with("agentsight.llm.streaming", call.streaming() ? true : null)
        .with("agentsight.llm.error", Said.error(call.failure()));
  }

  private static void tokens(Span span, Call call) {
    Usage usage = call.usage();
    boolean unreported = usage == null && call.outcome() == Outcome.OK;
    tokens(span, usage, call.operation().equals(Said.EMBEDDINGS));
    span.with("agentsight.llm.usage_reported", unreported ? false : null);
  }

  /** Those that came from a cache, or went there, are counted apart, as they have other prices. */
  static void tokens(Span span, @Nullable Usage usage, boolean isEmbedding) {
    long input = usage == null ? 0 : Said.count(usage.inputTokens());
    long output = usage == null ? 0 : Said.count(usage.outputTokens());
    Long read = usage == null ? null : usage.cacheReadInputTokens();
    Long written = usage == null ? null : usage.cacheWriteInputTokens();
    long uncached = Math.max(0, input - Said.count(read) - Said.count(written));
    span.with("gen_ai.usage.input_tokens", isEmbedding ? 0 : uncached)
        .with("gen_ai.usage.output_tokens", output)
        .with("agentsight.llm.cache_read_tokens", positive(read))
        .with("agentsight.llm.cache_write_tokens", positive(written))
        .with(
            "agentsight.llm.reasoning_tokens",
            usage == null ? null : positive(usage.reasoningOutputTokens()))
        .with("agentsight.llm.embedding_tokens", isEmbedding ? uncached : null);
  }

  private static @Nullable Long positive(@Nullable Long tokens) {
    return tokens == null || tokens <= 0 ? null : tokens;
  }
}
