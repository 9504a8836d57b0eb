package dev.steno.smoke.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Spreads bursts of calls over time; for one thread. */
final class Pace {
  private final long periodNanos;
  private long dueNanos = System.nanoTime();

  /** {@code callsPerSecond} may be 0: then nothing waits. */
  Pace(int callsPerSecond, int burst) {
    periodNanos = callsPerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(burst) / callsPerSecond;
  }

  /** Returns when the next burst is due. */
  void await() {
    long now = System.nanoTime();
    // Being late is not made up for: between two bursts the writer is to have its time.
    dueNanos = Math.max(dueNanos + periodNanos, now);
    while (periodNanos > 0 && now < dueNanos) {
      LockSupport.parkNanos(this, dueNanos - now);
      now = System.nanoTime();
    }
  }
}
