package dev.steno.agent.export;

import dev.steno.agent.health.DeliveryErrors;
import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the thread {@code steno-<exporter>} does: takes what waits for one exporter there, in order,
 * as often as it takes; so that none of them waits for another.
 *
 * <p>{@link #finish} and {@link #await} are for other threads.
 */
public final class Sender implements Runnable {
  private static final int MOST_AT_ONCE = 512;
  private static final int MOST_DOUBLINGS = 6;
  private static final int MOST_WITHOUT_MEMORY = 5;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FIRST_BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST_BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long MOST_LOCAL_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** What comes in this time is sent together: a request of its own costs more than it does. */
  private static final long FOR_MORE_MILLIS = 200;

  private static final long LOCAL_FOR_MORE_MILLIS = 20;
  private static final long MOST_GIVEN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long HELP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);

  /**
   * Whose sender it is.
   *
   * @param name the exporter's
   * @param reader gives the name of its place on disk, on the writer's thread; null when what waits
   *     for it is in memory only
   * @param patienceNanos how long the writer waits for room for it; more than 0 for what is on this
   *     machine, and as quick as whoever waits for it
   */
  public record Whose(String name, @Nullable Supplier<String> reader, long patienceNanos) {}

  /** What there is to be done for the writer while nothing is sent. */
  public interface Meanwhile {
    /** Does some of it, for about that time; whether there was something. */
    boolean help(long mostNanos);
  }

  private final String name;
  private final boolean isLocal;
  private final Function<String, Exporter> opening;
  private final Backlog backlog;
  private final UnaryOperator<Entry> view;
  private final Dead dead;
  private final Health health;
  private final Log log;
  private final DoubleSupplier random;
  private final LongSupplier nanoTime;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Splitting splitting = new Splitting(MOST_AT_ONCE);

  /** What the exporter is to see of the first that wait. */
  private final Deque<Entry> viewed = new ArrayDeque<>();

  private Meanwhile meanwhile = mostNanos -> false;
  private @Nullable Exporter exporter;
  private int failures;
  private int withoutMemory;
  private long nextNanos;
  private long idledNanos;
  private String lastLoss = "";
  private volatile long tryNanos;
  private volatile long behindNanos;
  private volatile boolean held;
  private volatile boolean closing;

  /**
   * A sender of which nothing is opened yet.
   *
   * @param opening makes the exporter, on the sender's thread; what it throws turns it off
   * @param view what of an entry the exporter may see; what it throws for is not sent
   * @param random numbers from 0 to 1, for the times between attempts
   */
  public Sender(
      Whose whose,
      Function<String, Exporter> opening,
      Journal journal,
      UnaryOperator<Entry> view,
      Dead dead,
      Health health,
      Log log,
      DoubleSupplier random) {
    this(whose, opening, journal, view, dead, health, log, random, System::nanoTime);
  }

  /** The same, by that clock. */
  Sender(
      Whose whose,
      Function<String, Exporter> opening,
      Journal journal,
      UnaryOperator<Entry> view,
      Dead dead,
      Health health,
      Log log,
      DoubleSupplier random,
      LongSupplier nanoTime) {
    this.name = whose.name();
    this.isLocal = whose.patienceNanos() > 0;
    this.opening = opening;
    this.backlog = new Backlog(journal, name, whose.reader(), whose.patienceNanos(), health, log);
    this.view = view;
    this.dead = dead;
    this.health = health;
    this.log = log;
    this.random = random;
    this.nanoTime = nanoTime;
    this.nextNanos = nanoTime.getAsLong();
    this.idledNanos = nextNanos;
  }

  /** What it does while it gives way; before it runs. */
  public void helps(Meanwhile withWhat) {
    meanwhile = withWhat;
  }

  @Override
  public void run() {
    try {
      while (!closing) {
        if (held) {
          pause(IDLE_NANOS);
        } else if (givesWay()) {
          help();
        } else {
          pause(turn());
        }
      }
      sendTheRest();
    } finally {
      done.countDown();
    }
  }

  private void help() {
    try {
      if (meanwhile.help(HELP_NANOS)) {
        return;
      }
    } catch (Throwable failure) {
      say(failure); // and the rest is for the writer
    }
    LockSupport.parkNanos(HELP_NANOS);
    Thread.interrupted(); // nobody has a reason to: with the flag set, waiting would be a loop
  }

  private void pause(long nanos) {
    try {
      if (nanos > 0 && !closing) {
        long forMore = isLocal ? LOCAL_FOR_MORE_MILLIS : FOR_MORE_MILLIS;
        backlog.pause(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, forMore);
      }
    } catch (InterruptedException notOurs) {
      // Only finish() ends this thread: whoever interrupts all threads would lose what waits.
    }
  }

  /** What waits is sent once more; gives up at the first thing that is not taken. */
  private void sendTheRest() {
    Thread.interrupted();
    try {
      long begin = nanoTime.getAsLong();
      List<Entry> some = batch();
      while (!some.isEmpty() && send(some) == 0 && nanoTime.getAsLong() - begin < tryNanos) {
        some = batch();
      }
    } catch (Throwable failure) {
      say(failure);
    }
    try {
      if (exporter != null) {
        exporter.close();
      }
    } catch (DeliveryException noRecord) {
      log.debug(
          "the exporter "
              + name
              + " could not take its leave: "
              + DeliveryErrors.withoutAnswer(String.valueOf(noRecord.getMessage())));
    } catch (Throwable failure) {
      say(failure);
    }
  }

  /** Nothing more is sent until the end: others need the processors for what is not on disk. */
  public void hold() {
    held = true;
  }

  /**
   * Whether the writer has more to do than it can: then what is on disk is sent later, so that the
   * processors are the writer's, and it is helped; but not for ever.
   *
   * @return whether it is helped
   */
  public boolean giveWay(boolean isBehind) {
    if (!isBehind && behindNanos != 0) {
      behindNanos = 0;
      backlog.wake();
    } else if (isBehind && behindNanos == 0) {
      behindNanos = nanoTime.getAsLong() | 1;
      backlog.wake();
    }
    return givesWay();
  }

  private boolean givesWay() {
    long since = behindNanos;
    return since != 0 && nanoTime.getAsLong() - since < MOST_GIVEN_NANOS;
  }

  /** What waits is sent, as far as that goes in this time, and then it ends. */
  public void finish(Duration tryFor) {
    tryNanos = tryFor.toNanos();
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
  long waitingCalls() {
    return backlog.waitingCalls();
  }

  /** How many calls wait on disk. */
  public long spooledCalls() {
    return backlog.callsOnDisk();
  }

  /** Whether what waits is on disk as well. */
  public boolean isSpooled() {
    return backlog.hasReader();
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
      List<Entry> first = batch();
      if (!first.isEmpty()) {
        return send(first);
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
      return remedied(0, failure);
    }
  }

  /** What is tried next, as the exporter is to see it. */
  private List<Entry> batch() {
    List<Entry> first = backlog.first(splitting.limit());
    while (viewed.size() < first.size()) {
      Entry next = first.get(viewed.size());
      try {
        viewed.add(Objects.requireNonNull(view.apply(next)));
      } catch (OutOfMemoryError passing) {
        throw passing;
      } catch (RuntimeException | Error failure) {
        if (!viewed.isEmpty()) {
          break; // those before it first
        }
        lost("loses a record, of which it is not known what may be sent: " + why(failure));
        dropped("view_failed");
        first = backlog.first(splitting.limit());
      }
    }
    return List.copyOf(viewed).subList(0, Math.min(viewed.size(), first.size()));
  }

  /** How long to wait before the next, in nanoseconds. */
  private long send(List<Entry> first) {
    int taken;
    try {
      taken = opened().export(first);
      if (taken < 1 || taken > first.size()) {
        throw new IllegalStateException("it took " + taken + " of " + first.size());
      }
    } catch (DeliveryException failure) {
      return remedied(first.size(), failure);
    } catch (OutOfMemoryError failure) {
      withoutMemory++;
      if (withoutMemory > MOST_WITHOUT_MEMORY) {
        return failed(first.size(), failure);
      }
      if (first.size() > 1) {
        splitting.refused(first.size()); // fewer take less
      }
      return later(failure);
    } catch (Throwable failure) {
      return failed(first.size(), failure);
    }
    delivered(taken);
    return 0;
  }

  private long later(Throwable failure) {
    say(failure);
    nextNanos = nanoTime.getAsLong() + IDLE_NANOS;
    return IDLE_NANOS;
  }

  /** A bug of the exporter: which it is about is found out as with what is refused. */
  private long failed(int count, Throwable failure) {
    if (splitting.refused(count)) {
      lost("failed, a record is lost to it: " + why(failure));
      dead("export_failed", why(failure));
    }
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

  private long remedied(int count, DeliveryException failure) {
    String why = String.valueOf(failure.getMessage());
    long wait =
        switch (failure.remedy()) {
          case SET_ASIDE -> {
            failures = 0;
            if (splitting.refused(Math.min(count, failure.entries()))) {
              lost("lost a record that is not taken there: " + why);
              dead("refused", why);
            }
            yield 0;
          }
          case PAUSE -> {
            failures = 0;
            String what =
                "is not let in, and pauses for five minutes; look at its key and address: " + why;
            lost(what, what); // what is refused with it is the key, of which nothing is shown
            yield PAUSE_NANOS;
          }
          case RETRY -> {
            failures++;
            if (failures == 1) {
              lost("waits, and tries again: " + why);
            } else {
              log.debug(
                  "the exporter " + name + " still waits: " + DeliveryErrors.withoutAnswer(why));
            }
            yield backOff(failure.after());
          }
        };
    if (wait > 0) {
      backlog.failing(true);
    }
    nextNanos = nanoTime.getAsLong() + wait;
    return wait;
  }

  /** Full jitter: anything up to a bound that doubles each time; never before the server says. */
  private long backOff(@Nullable Duration after) {
    long bound = FIRST_BACK_OFF_NANOS << Math.min(failures - 1, MOST_DOUBLINGS);
    long most = isLocal ? MOST_LOCAL_NANOS : MOST_BACK_OFF_NANOS;
    long jitter = (long) (Math.min(bound, most) * random.getAsDouble());
    return Math.max(after == null ? 1 : after.toNanos(), jitter);
  }

  private void delivered(int count) {
    remove(count, calls -> health.delivered(name, calls));
    splitting.taken(count);
    if (failures > 0) {
      log.debug("the exporter " + name + " goes on");
    }
    backlog.failing(false);
    failures = 0;
    withoutMemory = 0;
    lastLoss = "";
  }

  /** The first is never taken: it is kept for people to look at. */
  private void dead(String reason, String answer) {
    withoutMemory = 0;
    List<Entry> first = backlog.first(1);
    if (!first.isEmpty()) {
      try {
        dead.add(name, reason, answer, first.get(0));
      } catch (RuntimeException | Error failure) {
        say(failure); // it is lost all the same, and counted
      }
    }
    dropped(reason);
  }

  private void dropped(String reason) {
    remove(1, calls -> health.dropped(reason, name, calls));
  }

  private void remove(int count, IntConsumer counting) {
    for (int i = 0; i < count && !viewed.isEmpty(); i++) {
      viewed.removeFirst();
    }
    backlog.remove(count, counting);
  }

  /** A log is read by more people than may see what was said: without what a server quotes. */
  private void lost(String what) {
    lost(what, DeliveryErrors.withoutAnswer(what));
  }

  private void lost(String what, String shown) {
    log.warn("the exporter " + name + " " + shown);
    if (!what.equals(lastLoss)) {
      health.errors().add(name, what);
    }
    lastLoss = what;
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
