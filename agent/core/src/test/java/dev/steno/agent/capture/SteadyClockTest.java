package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the clock tells when the wall clock jumps. */
class SteadyClockTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final Hands hands = new Hands();
  private final SteadyClock clock = new SteadyClock(hands, () -> hands.nanos);

  /** A wall clock that is set by hand, and the nanoseconds that really passed. */
  private static final class Hands extends Clock {
    volatile Instant wall = NOON;
    volatile long nanos = -5;

    void pass(Duration time) {
      wall = wall.plus(time);
      nanos += time.toNanos();
    }

    @Override
    public Instant instant() {
      return wall;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void itTellsTheWallClocksTimeInMicroseconds() {
    hands.pass(Duration.ofNanos(1_234_567));
    assertThat(clock.instant()).isEqualTo(NOON.plusNanos(1_234_000));
    hands.pass(Duration.ofHours(1000));
    assertThat(clock.instant()).isEqualTo(hands.wall.truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  void itFollowsAJumpForwardsAtOnce() {
    hands.wall = NOON.plusSeconds(7200);
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(7200));
  }

  @Test
  void setBackItGoesOnSlowerUntilBothAgree() {
    hands.wall = NOON.minusSeconds(60);
    assertThat(clock.instant()).isEqualTo(NOON);
    hands.pass(Duration.ofSeconds(16));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(15));
    hands.pass(Duration.ofSeconds(60 * 16));
    assertThat(clock.instant()).isEqualTo(hands.wall);
    hands.pass(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(hands.wall);
  }

  @Test
  void itNeverRunsBackwardsWhateverTheWallClockDoes() {
    Random random = new Random(7);
    Instant before = clock.instant();
    for (int i = 0; i < 100_000; i++) {
      hands.pass(Duration.ofNanos(random.nextInt(1_000_000)));
      if (random.nextInt(100) == 0) {
        hands.wall = hands.wall.plusMillis(random.nextInt(20_000) - 10_000);
      }
      Instant now = clock.instant();
      assertThat(now).isAfterOrEqualTo(before);
      before = now;
    }
  }

  @Test
  void noThreadSeesItRunBackwards() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> seen = new ArrayList<>();
    SteadyClock system = SteadyClock.system();
    for (int i = 0; i < 4; i++) {
      seen.add(
          threads.submit(
              () -> {
                Instant before = system.instant();
                boolean forwards = true;
                for (int n = 0; n < 50_000; n++) {
                  Instant now = system.instant();
                  forwards &= !now.isBefore(before);
                  before = now;
                }
                return forwards;
              }));
    }
    for (Future<Boolean> forwards : seen) {
      assertThat(forwards.get()).isTrue();
    }
    threads.shutdown();
  }
}
