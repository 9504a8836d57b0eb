package dev.steno.agent.capture;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A wall clock, in microseconds, that never runs backwards: when the one that it reads is set back,
 * it goes on a little slower until the two agree again. Safe for use by several threads.
 *
 * <p>It follows that clock forwards at once: a machine that slept has not measured the time.
 */
public final class SteadyClock extends Clock {
  /** How much slower it goes while it is ahead: a sixteenth, so that durations still make sense. */
  private static final int SLOWER = 16;

  private final Clock wall;
  private final LongSupplier nanos;
  private final AtomicReference<Reading> last;

  private record Reading(Instant time, long nanos) {}

  /**
   * Reads those two clocks.
   *
   * @param wall tells the time, and may jump
   * @param nanos measures time, and never jumps, as {@link System#nanoTime}
   */
  public SteadyClock(Clock wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.last = new AtomicReference<>(new Reading(wall.instant(), nanos.getAsLong()));
  }

  /** The system's. */
  public static SteadyClock system() {
    return new SteadyClock(Clock.systemUTC(), new Nanos());
  }

  @Override
  public Instant instant() {
    while (true) {
      Reading before = Objects.requireNonNull(last.get());
      long now = nanos.getAsLong();
      long passed = Math.max(0, now - before.nanos);
      Instant least = before.time.plusNanos(passed - passed / SLOWER);
      Instant told = wall.instant();
      Instant time = told.isAfter(least) ? told : least;
      // Whoever was overtaken in between reads again: later readings are never earlier.
      if (last.compareAndSet(before, new Reading(time, before.nanos + passed))) {
        return time.truncatedTo(ChronoUnit.MICROS);
      }
    }
  }

  @Override
  public ZoneId getZone() {
    return wall.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new SteadyClock(wall.withZone(zone), nanos);
  }

  /** No lambda: it is made on the start path. */
  private static final class Nanos implements LongSupplier {
    @Override
    public long getAsLong() {
      return System.nanoTime();
    }
  }
}
