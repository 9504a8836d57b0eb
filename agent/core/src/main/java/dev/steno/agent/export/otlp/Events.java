package dev.steno.agent.export.otlp;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes events: those of the application, and, if asked for, one for each call to a model.
 *
 * <p>Feedback is {@code gen_ai.evaluation.result}, the ends of a session are those of
 * OpenTelemetry; all else is {@code steno.<kind>}.
 */
final class Events {
  private static final int MOST_TRACES = 10_000;

  private final Source source;
  private final Content content;
  private final CallFacts facts;

  /** Of the last interactions that were part of a trace of the application's. */
  private final Map<String, SpanContext> spans =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SpanContext> eldest) {
          return size() > MOST_TRACES;
        }
      };

  Events(Source source, Conventions conventions, Content content) {
    this.source = source;
    this.content = content;
    this.facts = new CallFacts(conventions, content);
  }

  /** What is told of that interaction later is told of its span. */
  void remember(Interaction interaction) {
    if (interaction.origin().traceId() != null) {
      spans.put(interaction.id(), Spans.outermost(interaction));
    }
  }

  /** Adds the event of each call to a model, and says about how many bytes they are. */
  long details(Interaction interaction, List<LogRecordData> into) {
    long weight = 0;
    for (Call call : interaction.calls()) {
      if (CallFacts.INFERENCE.contains(call.operation()) && call.detail() == null) {
        Facts attributes = new Facts(true);
        SpeakerFacts.everywhere(interaction, attributes);
        facts.put(call, attributes);
        weight += attributes.weight();
        into.add(
            new FinishedLog(
                source,
                "gen_ai.client.inference.operation.details",
                Severity.DEBUG,
                Spans.of(call, interaction),
                Spans.nanos(call.endedAt()),
                attributes.build()));
      }
    }
    return weight;
  }

  /** Adds the event, and says about how many bytes it is. */
  long add(Event event, List<LogRecordData> into) {
    Facts attributes = new Facts(true);
    SpeakerFacts.everywhere(event, attributes);
    SpeakerFacts.once(event, attributes);
    attributes.put("steno.event.id", event.id());
    attributes.put("steno.interaction.id", event.interactionId());
    attributes.put("steno.name", event.name());
    if (event.kind() == Event.Kind.FEEDBACK) {
      feedback(event, attributes);
    } else {
      event.fields().forEach((name, value) -> content.ofEvent("steno." + name, value, attributes));
    }
    into.add(
        new FinishedLog(
            source,
            name(event),
            Severity.INFO,
            context(event),
            Spans.nanos(event.startedAt()),
            attributes.build()));
    return attributes.weight();
  }

  private static String name(Event event) {
    return switch (event.kind()) {
      case FEEDBACK -> "gen_ai.evaluation.result";
      case SESSION_START -> "session.start";
      case SESSION_END -> "session.end";
      default -> "steno." + event.kind().json();
    };
  }

  private void feedback(Event event, Facts into) {
    into.put("gen_ai.evaluation.name", "user_feedback");
    event
        .fields()
        .forEach(
            (name, value) -> {
              switch (name) {
                case "sentiment" -> into.put("gen_ai.evaluation.score.label", text(value));
                case "comment" -> content.ofEvent("gen_ai.evaluation.explanation", value, into);
                default -> content.ofEvent("steno." + name, value, into);
              }
            });
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** The interaction that it is about, or what the application did when it was told. */
  private SpanContext context(Event event) {
    String interaction = event.interactionId();
    if (interaction == null) {
      return TraceIds.around(event.origin());
    }
    SpanContext known = spans.get(interaction);
    return known == null
        ? TraceIds.context(TraceIds.trace(interaction, Origin.UNKNOWN), TraceIds.span(interaction))
        : known;
  }
}
