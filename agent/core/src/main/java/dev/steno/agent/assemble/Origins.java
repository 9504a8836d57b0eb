package dev.steno.agent.assemble;

import dev.steno.agent.model.Client;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says who speaks, of all that was told of it. */
public final class Origins {
  private static final List<Source> ORDER =
      List.of(
          Source.API, Source.PRINCIPAL, Source.HEADER, Source.INBOUND, Source.MDC, Source.BAGGAGE);

  /** The same interaction, with who it comes from, and its conversation if that was told. */
  Interaction placed(Interaction interaction, ScopeFacts facts) {
    if (facts.told().isEmpty()) {
      return interaction;
    }
    return interaction.from(origin(facts));
  }

  /** An event, with who it comes from. */
  public Event event(Item.Happened happened) {
    return new Event(
        happened.id(),
        happened.kind(),
        first(happened.facts(), Fact.CONVERSATION_ID),
        null,
        happened.at(),
        origin(happened.facts()),
        happened.name(),
        happened.fields(),
        happened.content());
  }

  private static Origin origin(ScopeFacts facts) {
    return new Origin(
        first(facts, Fact.USER_ID),
        first(facts, Fact.DEVICE_ID),
        first(facts, Fact.SESSION_ID),
        first(facts, Fact.CONVERSATION_NAME),
        first(facts, Fact.ENVIRONMENT),
        new Client(
            first(facts, Fact.REMOTE_ADDRESS),
            first(facts, Fact.USER_AGENT),
            null,
            first(facts, Fact.LANGUAGE),
            first(facts, Fact.SOURCE),
            first(facts, Fact.PATH)),
        first(facts, Fact.TRACE_ID),
        first(facts, Fact.SPAN_ID),
        Map.of());
  }

  private static @Nullable String first(ScopeFacts facts, Fact fact) {
    for (Source source : ORDER) {
      String text = facts.text(source, fact);
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
