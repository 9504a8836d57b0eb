package dev.steno.instrumentation.stenoapi;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An interaction that is over when the application tells of it. */
final class Finished {
  private static final Duration AHEAD = Duration.ofDays(1);
  private static final long MICROS = 1_000_000L;
  private static final long NANOS_IN_A_MICRO = 1_000L;

  private Finished() {}

  /** Its id. */
  static @Nullable String track(Given given) {
    Step step = Recorder.step(StepStart.of(StenoApi.NAME, Kind.AGENT, new Object()), null);
    if (step == null) {
      return null;
    }
    step.leave();
    step.tell(Fact.NAME, given.label(0, "agent_name"));
    step.tell(Fact.INPUT, given.text(1));
    step.tell(Fact.OUTPUT, given.text(2));
    Duration took = given.duration(5);
    Duration latency = took == null ? Duration.ZERO : took;
    Instant begin = startedAt(given.at(4));
    Instant started = begin == null ? Instant.now().minus(latency) : begin;
    step.tell(
        Fact.STARTED_AT, started.getEpochSecond() * MICROS + started.getNano() / NANOS_IN_A_MICRO);
    step.tell(Fact.LATENCY, latency.toNanos());
    step.tell(Fact.PROPERTIES, given.scalars(6));
    Begun.finish(step, !Boolean.FALSE.equals(given.at(3)));
    return step.id();
  }

  private static @Nullable Instant startedAt(@Nullable Object given) {
    if (!(given instanceof Instant instant)) {
      return null;
    }
    if (instant.isBefore(Instant.EPOCH) || instant.isAfter(Instant.now().plus(AHEAD))) {
      Given.misused("time_out_of_range");
      return null;
    }
    return instant;
  }
}
