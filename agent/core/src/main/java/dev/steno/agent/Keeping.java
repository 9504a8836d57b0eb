package dev.steno.agent;

import dev.steno.agent.config.Config;
import dev.steno.agent.export.Journal;
import dev.steno.agent.export.Weight;
import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.pricing.Pricing;
import dev.steno.agent.privacy.Rules;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is finished, as far as it may go further, in the journal: on the writer's thread; and
 * when that has more to do than it can, or at the end, on one that waits for it anyway, since two
 * do it in half the time.
 */
final class Keeping {
  private static final long LOOK_NANOS = 500_000L;
  private static final int MOST_HANDED = 200;

  private final Rules rules;
  private final Pricing pricing;
  private final Health health;
  private final Log log;

  /** What is to be kept by who helps. */
  private final Queue<Entry> handed = new ConcurrentLinkedQueue<>();

  private final AtomicInteger handedCount = new AtomicInteger();

  /** Held by who keeps what was handed over, so that it is kept in order. */
  private final ReentrantLock keeping = new ReentrantLock();

  /** Somebody helps because the writer is behind. */
  private boolean behind;

  /** Somebody helps until the writer has ended. */
  private volatile boolean ending;

  private @Nullable Journal journal;

  Keeping(Config config, Rules rules, Health health, Log log) {
    this.rules = rules;
    this.pricing = new Pricing(config.pricesFile(), log);
    this.health = health;
    this.log = log;
  }

  /** Where to; before anything is kept. */
  void in(Journal kept) {
    journal = kept;
  }

  Journal journal() {
    return Objects.requireNonNull(journal);
  }

  /** Keeps those, which are taken out of there, or hands them to who helps. Writer only. */
  void keep(Queue<Entry> finished) {
    if (finished.isEmpty()) {
      return;
    }
    boolean isHelped = behind || ending;
    boolean isHanded = isHelped || handedCount.get() > 0;
    for (Entry entry = finished.poll(); entry != null; entry = finished.poll()) {
      if (isHanded) {
        handed.add(entry);
        handedCount.incrementAndGet();
      } else {
        keep(entry);
      }
    }
    if (isHanded && (!isHelped || handedCount.get() > MOST_HANDED)) {
      keepHanded();
    }
  }

  /** Whether somebody helps from now on, who calls {@link #help} again and again. Writer only. */
  void behind(boolean isHelped) {
    if (behind && !isHelped) {
      keepHanded();
    }
    behind = isHelped;
  }

  /** Keeps what was handed over until now, for about that time; whether there was something. */
  boolean help(long mostNanos) {
    if (handedCount.get() == 0) {
      return false;
    }
    keepHanded(System.nanoTime(), mostNanos);
    return true;
  }

  /** Keeps what was handed over until now; any thread. */
  void keepHanded() {
    keepHanded(System.nanoTime(), Long.MAX_VALUE);
  }

  private void keepHanded(long begin, long mostNanos) {
    keeping.lock();
    try {
      while (System.nanoTime() - begin < mostNanos) {
        Entry entry = handed.poll();
        if (entry == null) {
          return;
        }
        try {
          keep(entry);
        } finally {
          handedCount.decrementAndGet(); // what comes meanwhile is behind it
        }
      }
    } finally {
      keeping.unlock();
    }
  }

  /** From now on, who waits helps. */
  void begins() {
    ending = true;
  }

  /** Keeps what is handed over until that is done, or for that time. */
  void helpUntil(CountDownLatch done, long mostNanos) throws InterruptedException {
    long begin = System.nanoTime();
    boolean isDone = false;
    for (long left = mostNanos; !isDone && left > 0; left = begin + mostNanos - System.nanoTime()) {
      try {
        keepHanded(begin, mostNanos);
      } catch (Throwable failure) {
        say(failure); // and the rest is for the writer
      }
      isDone = done.await(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
    }
    ending = false; // who is late goes on alone
  }

  private void keep(Entry entry) {
    Entry kept = kept(entry);
    if (kept != null) {
      journal().add(kept);
    }
  }

  /** What of it may go further; null for nothing, which is counted. */
  private @Nullable Entry kept(Entry entry) {
    String reason;
    try {
      reason = rules.whyDropped(entry);
      if (reason == null) {
        return rules.forAll(priced(entry));
      }
    } catch (Throwable failure) {
      reason = "redaction_failed";
      say(failure);
    }
    health.dropped(reason, Weight.calls(entry));
    return null;
  }

  private Entry priced(Entry entry) {
    try {
      return entry instanceof Interaction one ? pricing.priced(one) : entry;
    } catch (RuntimeException failure) {
      say(failure);
      return entry;
    }
  }

  /** Says what failed, if that can be said. */
  void say(Throwable failure) {
    try {
      log.warn("a call could not be read: " + Failures.describe(failure));
    } catch (Throwable again) {
      // There may be no memory for the line; the counters say it at the end.
    }
  }
}
