package dev.steno.agent.assemble;

import dev.steno.agent.config.Speakers;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says who speaks, of all that was told of it. */
public final class Origins {
  /** The strongest first. */
  private static final List<Source> ORDER =
      List.of(
          Source.API, Source.PRINCIPAL, Source.HEADER, Source.INBOUND, Source.MDC, Source.BAGGAGE);

  private static final String REQUEST = "request";

  private final List<String> userFrom;
  private final ClientAddress addresses;

  /** With those sources of users and proxies. */
  public Origins(Speakers speakers) {
    this.userFrom = speakers.userFrom();
    this.addresses = new ClientAddress(speakers.trustedProxies());
  }

  /** The same interaction, with who it comes from, and its conversation if that was told. */
  Interaction placed(Interaction interaction, ScopeFacts facts) {
    String named = RequestFields.user(interaction.calls());
    if (facts.told().isEmpty() && named == null) {
      return interaction;
    }
    Interaction placed = interaction.from(origin(facts, named));
    String told = text(facts, Source.API, Fact.CONVERSATION_ID);
    if (told != null) {
      return placed.in(told, "api");
    }
    String inbound = first(facts, Fact.CONVERSATION_ID);
    return inbound != null && interaction.conversationSource().equals("new")
        ? placed.in(inbound, "inbound")
        : placed;
  }

  /** An event, with who it comes from, and its conversation if that was told. */
  Event event(Item.Happened happened) {
    ScopeFacts facts = happened.facts();
    return new Event(
        happened.id(),
        happened.kind(),
        first(facts, Fact.CONVERSATION_ID),
        null,
        happened.at(),
        origin(facts, null),
        happened.name(),
        happened.fields(),
        happened.content());
  }

  private Origin origin(ScopeFacts facts, @Nullable String namedInRequest) {
    String userAgent = Clients.userAgent(first(facts, Fact.USER_AGENT));
    Client client =
        new Client(
            ip(facts),
            userAgent,
            Clients.device(userAgent),
            Clients.language(first(facts, Fact.LANGUAGE)),
            first(facts, Fact.SOURCE),
            first(facts, Fact.PATH));
    return new Origin(
        user(facts, namedInRequest),
        first(facts, Fact.DEVICE_ID),
        session(facts),
        first(facts, Fact.CONVERSATION_NAME),
        first(facts, Fact.ENVIRONMENT),
        client.equals(Client.UNKNOWN) ? Client.UNKNOWN : client,
        first(facts, Fact.TRACE_ID),
        first(facts, Fact.SPAN_ID),
        null,
        properties(facts));
  }

  private @Nullable String user(ScopeFacts facts, @Nullable String namedInRequest) {
    for (String source : userFrom) {
      String user =
          source.equals(REQUEST)
              ? namedInRequest
              : text(facts, Source.valueOf(source.toUpperCase(Locale.ROOT)), Fact.USER_ID);
      if (user != null) {
        return Given.id(user);
      }
    }
    return null;
  }

  /** Whoever has the id of a web session is let in: so that is never told as it is. */
  private static @Nullable String session(ScopeFacts facts) {
    for (Source source : ORDER) {
      String session = text(facts, source, Fact.SESSION_ID);
      if (session != null) {
        return source == Source.INBOUND ? Given.hashed(session) : Given.id(session);
      }
    }
    return null;
  }

  private @Nullable String ip(ScopeFacts facts) {
    String told = text(facts, Source.API, Fact.REMOTE_ADDRESS);
    if (told != null) {
      return addresses.of(told, null, null, null);
    }
    return addresses.of(
        text(facts, Source.INBOUND, Fact.REMOTE_ADDRESS),
        text(facts, Source.INBOUND, Fact.FORWARDED),
        text(facts, Source.INBOUND, Fact.X_FORWARDED_FOR),
        text(facts, Source.INBOUND, Fact.X_REAL_IP));
  }

  private static Map<String, @Nullable Object> properties(ScopeFacts facts) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    for (Source source : ORDER) {
      if (facts.value(source, Fact.PROPERTIES) instanceof Map<?, ?> some) {
        some.forEach((name, value) -> all.putIfAbsent(String.valueOf(name), value));
      }
    }
    return all;
  }

  private static @Nullable String first(ScopeFacts facts, Fact fact) {
    for (Source source : ORDER) {
      String text = text(facts, source, fact);
      if (text != null) {
        return fact == Fact.CONVERSATION_ID ? Given.id(text) : text;
      }
    }
    return null;
  }

  private static @Nullable String text(ScopeFacts facts, Source source, Fact fact) {
    String text = facts.text(source, fact);
    return text == null || text.isBlank() ? null : text;
  }
}
