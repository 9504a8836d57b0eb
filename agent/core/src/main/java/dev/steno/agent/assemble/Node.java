package dev.steno.agent.assemble;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Event;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.wire.Ending;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call, or a step, that is open, with those inside of it that have ended. */
final class Node {
  final String id;
  final @Nullable String parentId;

  /** Null for a call. */
  final Step.@Nullable Kind kind;

  final String instrumentation;

  /** As it was measured, or as it was told. */
  Instant startedAt;

  /** What is known of who speaks, when it is in no other. */
  final ScopeFacts scope;

  final List<Call> calls = new ArrayList<>(2);

  /** What happened inside of it. */
  final List<Event> events = new ArrayList<>(0);

  /** How many calls and steps directly inside of it have not ended. */
  int openInside;

  /** How it ended, while it still waits for those inside of it; null before. */
  @Nullable Ending ending;

  boolean bare;
  boolean cut;
  private final Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);

  Node(
      String id,
      @Nullable String parentId,
      Step.@Nullable Kind kind,
      String instrumentation,
      Instant startedAt,
      ScopeFacts scope) {
    this.id = id;
    this.parentId = parentId;
    this.kind = kind;
    this.instrumentation = instrumentation;
    this.startedAt = startedAt;
    this.scope = scope;
  }

  void tell(Fact fact, @Nullable Object value) {
    if (fact == Fact.STARTED_AT && value instanceof Number micros) {
      startedAt = Instant.EPOCH.plus(micros.longValue(), ChronoUnit.MICROS);
    } else if (fact == Fact.PROPERTIES) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>(tree(fact));
      if (value instanceof Map<?, ?> more) {
        more.forEach((name, one) -> all.put(String.valueOf(name), one));
      }
      facts.put(fact, all);
    } else {
      facts.put(fact, value);
    }
  }

  /** As it was told, or else as it was measured. */
  long latencyNanos(Ending measured) {
    return facts.get(Fact.LATENCY) instanceof Number told
        ? told.longValue()
        : measured.latencyNanos();
  }

  @Nullable Object fact(Fact fact) {
    return facts.get(fact);
  }

  @Nullable String text(Fact fact) {
    return facts.get(fact) instanceof String text ? text : null;
  }

  /** Empty when it was not told. */
  @SuppressWarnings("unchecked") // trees have String keys only
  Map<String, @Nullable Object> tree(Fact fact) {
    return facts.get(fact) instanceof Map<?, ?> map
        ? (Map<String, @Nullable Object>) map
        : Map.of();
  }
}
