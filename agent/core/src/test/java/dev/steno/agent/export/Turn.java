package dev.steno.agent.export;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an interaction, of which a test says what matters to it. */
public final class Turn {
  private String id = Entries.id(1);
  private String conversation = Entries.id(1_000_000);
  private String source = "new";
  private @Nullable String agent;
  private Instant startedAt = Entries.BEGIN;
  private Duration latency = Duration.ofMillis(120);
  private Outcome outcome = Outcome.OK;
  private @Nullable Failure failure;
  private @Nullable String input;
  private @Nullable String output;
  private @Nullable Usage usage;
  private @Nullable Cost cost;
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();
  private Origin origin = Origin.UNKNOWN;

  /** In which that was said, and answered; each may be null. */
  public Turn(@Nullable String input, @Nullable String output) {
    this.input = input;
    this.output = output;
  }

  /** With that id. */
  public Turn id(String is) {
    id = is;
    return this;
  }

  /** In that conversation. */
  public Turn in(String conversationId) {
    conversation = conversationId;
    return this;
  }

  /** Which was found so. */
  public Turn source(String found) {
    source = found;
    return this;
  }

  /** Of that assistant. */
  public Turn by(@Nullable String agentName) {
    agent = agentName;
    return this;
  }

  /** Begun then. */
  public Turn at(Instant begin) {
    startedAt = begin;
    return this;
  }

  /** So long. */
  public Turn took(Duration time) {
    latency = time;
    return this;
  }

  /** Ended so. */
  public Turn ended(Outcome how) {
    outcome = how;
    return this;
  }

  /** Failed. */
  public Turn failed(String type, @Nullable String message, @Nullable Integer status) {
    outcome = Outcome.ERROR;
    failure = new Failure(type, message, status);
    return this;
  }

  /** With those tokens. */
  public Turn usage(Usage tokens) {
    usage = tokens;
    return this;
  }

  /** Which costs that. */
  public Turn cost(Cost price) {
    cost = price;
    return this;
  }

  /** With that call in it. */
  public Turn call(Call made) {
    calls.add(made);
    return this;
  }

  /** With that property. */
  public Turn property(String name, Object value) {
    properties.put(name, value);
    return this;
  }

  /** From there. */
  public Turn from(Origin known) {
    origin = known;
    return this;
  }

  /** Of that user, of whom nothing else is known. */
  public Turn user(String userId) {
    return from(new Origin(userId, null, null, null, null, Client.UNKNOWN, null, null, Map.of()));
  }

  /** The interaction. */
  public Interaction build() {
    return new Interaction(
        id,
        conversation,
        source,
        true,
        agent,
        startedAt,
        latency.toNanos(),
        null,
        outcome,
        failure,
        input,
        output,
        usage,
        cost,
        List.copyOf(calls),
        new LinkedHashMap<>(properties),
        origin);
  }
}
