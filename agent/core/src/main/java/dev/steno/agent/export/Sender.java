package dev.steno.agent.export;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the thread {@code steno-<exporter>} does: takes what waits for one exporter there, in order,
 * as often as it takes; so that none of them waits for another.
 *
 * <p>{@link #offer}, {@link #finish} and {@link #await} are for other threads.
 */
public final class Sender implements Runnable {
  private static final int MOST_AT_ONCE = 512;
  private static final int MOST_DOUBLINGS = 6;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FIRST_BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST_BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final String name;
  private final Function<String, Exporter> opening;
  private final Backlog backlog;
  private final long patienceNanos;
  private final Health health;
  private final Log log;
  private final DoubleSupplier random;
  private final LongSupplier nanoTime;
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable Exporter exporter;
  private int failures;
  private long nextNanos;
  private long idledNanos;
  private boolean isFull;
  private volatile boolean closing;

  /**
   * A sender of which nothing is opened yet.
   *
   * @param opening makes the exporter, on the sender's thread; what it throws turns it off
   * @param capacity bytes that may wait for it
   * @param patienceNanos how long who offers waits for room: for what is on this machine, and as
   *     quick as whoever waits for it
   * @param random numbers from 0 to 1, for the times between attempts
   */
  public Sender(
      String name,
      Function<String, Exporter> opening,
      long capacity,
      long patienceNanos,
      Health health,
      Log log,
      DoubleSupplier random) {
    this(name, opening, capacity, patienceNanos, health, log, random, System::nanoTime);
  }

  /** The same, by that clock. */
  Sender(
      String name,
      Function<String, Exporter> opening,
      long capacity,
      long patienceNanos,
      Health health,
      Log log,
      DoubleSupplier random,
      LongSupplier nanoTime) {
    this.name = name;
    this.opening = opening;
    this.backlog = new Backlog(capacity);
    this.patienceNanos = patienceNanos;
    this.health = health;
    this.log = log;
    this.random = random;
    this.nanoTime = nanoTime;
    this.nextNanos = nanoTime.getAsLong();
    this.idledNanos = nextNanos;
  }

  /** What is recorded waits for its turn, or is counted as dropped. Called by one thread. */
  public void offer(Entry entry) {
    if (taken(entry)) {
      isFull = false;
      return;
    }
    health.dropped("backlog_full", name, calls(entry));
    String why = "the exporter " + name + " cannot keep up, records are lost to it";
    log.warn(why);
    if (!isFull) {
      health.errors().add(name, why);
    }
    isFull = true;
  }

  private boolean taken(Entry entry) {
    try {
      return patienceNanos == 0 ? backlog.offer(entry) : backlog.offer(entry, patienceNanos);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How many calls an entry counts for. */
  static int calls(Entry entry) {
    return entry instanceof Interaction one ? Math.max(1, one.calls().size()) : 1;
  }

  @Override
  public void run() {
    try {
      while (!closing) {
        pause(turn());
      }
      sendTheRest();
    } finally {
      done.countDown();
    }
  }

  private void pause(long nanos) {
    try {
      if (nanos > 0 && !closing) {
        backlog.pause(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
      }
    } catch (InterruptedException notOurs) {
      // Only finish() ends this thread: whoever interrupts all threads would lose what waits.
    }
  }

  /** What waits is sent once more; gives up at the first thing that is not taken. */
  private void sendTheRest() {
    Thread.interrupted();
    try {
      while (backlog.size() > 0 && send() == 0) {
        // The next.
      }
    } catch (Throwable failure) {
      say(failure);
    }
    try {
      if (exporter != null) {
        exporter.close();
      }
    } catch (DeliveryException noRecord) {
      log.debug("the exporter " + name + " could not take its leave: " + noRecord.getMessage());
    } catch (Throwable failure) {
      say(failure);
    }
  }

  /** What waits is sent, and then it ends. */
  public void finish() {
    closing = true;
    backlog.wake();
  }

  /** Returns when it has ended, or after that time. */
  public void await(Duration most) throws InterruptedException {
    if (!done.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
      log.debug("the exporter " + name + " did not end in time");
    }
  }

  /** Whether all that waits now is delivered, or lost, in that time. */
  public boolean flush(long mostNanos) throws InterruptedException {
    return backlog.awaitEmpty(mostNanos);
  }

  /** How many entries wait. */
  public int waiting() {
    return backlog.size();
  }

  /** How many calls wait: what was captured is delivered, or waits, or is dropped. */
  int waitingCalls() {
    List<Entry> all = backlog.first(Integer.MAX_VALUE);
    return calls(all, all.size());
  }

  /**
   * Does what is to be done now.
   *
   * @return how long there is nothing to be done, in nanoseconds; 0 when there may be something
   */
  long turn() {
    long now = nanoTime.getAsLong();
    if (now - nextNanos < 0) {
      return nextNanos - now;
    }
    try {
      if (backlog.size() > 0) {
        return send();
      }
      if (now - idledNanos >= IDLE_NANOS && exporter != null) {
        idledNanos = now;
        return idle(exporter);
      }
      return IDLE_NANOS;
    } catch (Throwable failure) {
      say(failure);
      return IDLE_NANOS;
    }
  }

  private long idle(Exporter opened) throws Exception {
    try {
      opened.idle();
      return IDLE_NANOS;
    } catch (DeliveryException failure) {
      if (failure.remedy() == DeliveryException.Remedy.SET_ASIDE) {
        lost("was refused something that is no record: " + failure.getMessage());
        return IDLE_NANOS;
      }
      return remedied(List.of(), failure);
    }
  }

  /** How long to wait before the next, in nanoseconds. */
  private long send() {
    List<Entry> first = backlog.first(MOST_AT_ONCE);
    int taken;
    try {
      taken = opened().export(first);
      if (taken < 1 || taken > first.size()) {
        throw new IllegalStateException("it took " + taken + " of " + first.size());
      }
    } catch (DeliveryException failure) {
      return remedied(first, failure);
    } catch (Throwable failure) {
      dropped(first, 1, "export_failed");
      lost("failed, a record is lost to it: " + why(failure));
      return 0;
    }
    delivered(first, taken);
    return 0;
  }

  /** An exporter that cannot be made takes nothing, so that what it loses is counted. */
  private Exporter opened() {
    Exporter opened = exporter;
    if (opened == null) {
      try {
        opened = opening.apply(name);
      } catch (OutOfMemoryError passing) {
        throw passing;
      } catch (RuntimeException | Error failure) {
        String why =
            failure instanceof InvalidPathException
                ? failure.getMessage()
                : Failures.describe(failure);
        log.warn("the exporter " + name + " is off: " + why);
        opened =
            entries -> {
              throw new IOException("it could not be started");
            };
      }
      exporter = opened;
    }
    return opened;
  }

  private long remedied(List<Entry> first, DeliveryException failure) {
    long wait =
        switch (failure.remedy()) {
          case SET_ASIDE -> {
            failures = 0;
            dropped(first, failure.entries(), "refused");
            lost("lost a record that is not taken there: " + failure.getMessage());
            yield 0;
          }
          case PAUSE -> {
            failures = 0;
            lost(
                "is not let in, and pauses for five minutes; look at its key and address: "
                    + failure.getMessage());
            yield PAUSE_NANOS;
          }
          case RETRY -> {
            failures++;
            if (failures == 1) {
              lost("waits, and tries again: " + failure.getMessage());
            } else {
              log.debug("the exporter " + name + " still waits: " + failure.getMessage());
            }
            yield backOff(failure.after());
          }
        };
    nextNanos = nanoTime.getAsLong() + wait;
    return wait;
  }

  /** Full jitter: anything up to a bound that doubles each time; never before the server says. */
  private long backOff(@Nullable Duration after) {
    long bound = FIRST_BACK_OFF_NANOS << Math.min(failures - 1, MOST_DOUBLINGS);
    long jitter = (long) (Math.min(bound, MOST_BACK_OFF_NANOS) * random.getAsDouble());
    return Math.max(after == null ? 1 : after.toNanos(), jitter);
  }

  private void delivered(List<Entry> first, int count) {
    int calls = calls(first, count);
    health.delivered(name, calls);
    backlog.remove(count);
    if (failures > 0) {
      log.debug("the exporter " + name + " goes on");
    }
    failures = 0;
  }

  private void dropped(List<Entry> first, int count, String reason) {
    int some = Math.min(count, first.size());
    int calls = calls(first, some);
    health.dropped(reason, name, calls);
    backlog.remove(some);
  }

  private static int calls(List<Entry> first, int count) {
    int calls = 0;
    for (Entry entry : first.subList(0, count)) {
      calls += calls(entry);
    }
    return calls;
  }

  private void lost(String what) {
    log.warn("the exporter " + name + " " + what);
    health.errors().add(name, what);
  }

  /** An I/O error names the file and the reason, and never content. */
  private static String why(Throwable failure) {
    return failure instanceof IOException ? failure.toString() : Failures.describe(failure);
  }

  private void say(Throwable failure) {
    try {
      lost("failed: " + why(failure));
    } catch (Throwable again) {
      // There may be no memory for the line; the counters say it at the end.
    }
  }
}
