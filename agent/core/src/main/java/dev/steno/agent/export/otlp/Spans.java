package dev.steno.agent.export.otlp;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.wire.JsonWriter;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes spans of an interaction: {@code invoke_agent} for itself, and one for each call, inside of
 * the call that it was made in.
 *
 * <p>One call to a model, of which nobody said that it is an agent's, is no agent's: its span is
 * the only one.
 */
final class Spans {
  private static final long NANOS_IN_A_SECOND = 1_000_000_000L;

  private final Source source;
  private final Conventions conventions;
  private final CallFacts facts;
  private final Content content;
  private final JsonWriter json = new JsonWriter();

  Spans(Source source, Conventions conventions, Content content) {
    this.source = source;
    this.conventions = conventions;
    this.content = content;
    this.facts = new CallFacts(conventions, content);
  }

  static boolean isAgent(Interaction interaction) {
    List<Call> calls = interaction.calls();
    return interaction.turn()
        || interaction.agentName() != null
        || calls.size() != 1
        || calls.get(0).detail() != null;
  }

  /** The span that stands for the whole of it: who has the interaction's id can tell its own. */
  static SpanContext outermost(Interaction interaction) {
    return TraceIds.context(
        TraceIds.trace(interaction.id(), interaction.origin()), TraceIds.span(interaction.id()));
  }

  /** The span of a call of it. */
  static SpanContext of(Call call, Interaction interaction) {
    return isAgent(interaction)
        ? TraceIds.context(
            TraceIds.trace(interaction.id(), interaction.origin()), TraceIds.span(call.id()))
        : outermost(interaction);
  }

  /** Adds them, and says about how many bytes they are. */
  long add(Interaction interaction, List<SpanData> into) {
    SpanContext around = TraceIds.around(interaction.origin());
    long weight = 0;
    SpanContext inside = around;
    boolean isAgent = isAgent(interaction);
    if (isAgent) {
      inside = outermost(interaction);
      weight += add(interaction, around, into);
    }
    Map<String, SpanContext> contexts = new HashMap<>();
    for (Call call : interaction.calls()) {
      contexts.put(call.id(), of(call, interaction));
    }
    for (Call call : interaction.calls()) {
      SpanContext own = Objects.requireNonNull(contexts.get(call.id()));
      SpanContext known = contexts.get(call.parentId());
      SpanContext parent = known == null || call.id().equals(call.parentId()) ? inside : known;
      weight += add(interaction, call, !isAgent, own, parent, into);
    }
    return weight;
  }

  private long add(Interaction interaction, SpanContext around, List<SpanData> into) {
    Facts attributes = new Facts(json);
    attributes.put("gen_ai.operation.name", "invoke_agent");
    attributes.put("gen_ai.agent.name", interaction.agentName());
    SpeakerFacts.everywhere(interaction, attributes);
    SpeakerFacts.once(interaction, attributes);
    summary(interaction, attributes);
    attributes.put("error.type", CallFacts.errorType(interaction.outcome(), interaction.failure()));
    if (interaction.outcome() != Outcome.OK) {
      attributes.put("steno.outcome", interaction.outcome().json());
    }
    if (interaction.truncated() || content.cuts()) {
      attributes.put("steno.truncated", true);
    }
    content.of(interaction, attributes);
    String agent = interaction.agentName();
    into.add(
        span(
            agent == null ? "invoke_agent" : "invoke_agent " + agent,
            SpanKind.INTERNAL,
            outermost(interaction),
            around,
            interaction.startedAt(),
            interaction.latencyNanos(),
            CallFacts.status(interaction.outcome(), interaction.failure()),
            attributes));
    return attributes.weight();
  }

  /** What its calls to models have in common, and their sum. */
  private void summary(Interaction interaction, Facts attributes) {
    Set<String> models = new HashSet<>();
    List<String> reasons = List.of();
    for (Call call : interaction.calls()) {
      if (CallFacts.INFERENCE.contains(call.operation())) {
        models.add(String.valueOf(call.requestModel()));
        reasons = call.finishReasons();
      }
    }
    if (models.size() == 1 && !models.contains("null")) {
      attributes.put("gen_ai.request.model", models.iterator().next());
    }
    attributes.put("gen_ai.response.finish_reasons", reasons);
    facts.usage(interaction.usage(), conventions == Conventions.V1_41, attributes);
  }

  private long add(
      Interaction interaction,
      Call call,
      boolean isOutermost,
      SpanContext own,
      SpanContext parent,
      List<SpanData> into) {
    Facts attributes = new Facts(json);
    SpeakerFacts.everywhere(interaction, attributes);
    if (isOutermost) {
      SpeakerFacts.once(interaction, attributes);
    }
    facts.put(call, attributes);
    if (call.operation().equals("execute_tool")) {
      attributes.put("gen_ai.agent.name", interaction.agentName());
    }
    into.add(
        span(
            CallFacts.name(call),
            CallFacts.kind(call),
            own,
            parent,
            call.startedAt(),
            call.latencyNanos(),
            CallFacts.status(call.outcome(), call.failure()),
            attributes));
    return attributes.weight();
  }

  private SpanData span(
      String name,
      SpanKind kind,
      SpanContext context,
      SpanContext parent,
      Instant startedAt,
      long latencyNanos,
      StatusData status,
      Facts attributes) {
    long start = nanos(startedAt);
    return new FinishedSpan(
        source,
        Facts.clean(name),
        kind,
        context,
        parent,
        start,
        start + Math.max(0, latencyNanos),
        status,
        attributes.build());
  }

  static long nanos(Instant instant) {
    return instant.getEpochSecond() * NANOS_IN_A_SECOND + instant.getNano();
  }
}
