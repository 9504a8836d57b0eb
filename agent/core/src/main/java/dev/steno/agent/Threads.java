package dev.steno.agent;

import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.config.Config;
import dev.steno.agent.export.Dead;
import dev.steno.agent.export.Journal;
import dev.steno.agent.export.Sender;
import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.health.Waiting;
import dev.steno.agent.privacy.Rules;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Steno's threads, all daemons: the writer's, one for each exporter, one that tells listeners of
 * errors, and the hook that ends them with the JVM. Running this starts them, once.
 */
final class Threads implements Runnable {
  private static final long MOST_WAIT_NANOS = 10_000_000_000L;

  /** How long what is on disk anyway is still tried to be sent at the end. */
  private static final Duration LAST_TRY = Duration.ofMillis(100);

  private static final long SETTLE_MILLIS = 200;

  /** How much longer the JVM waits for what is counted and told at the end. */
  private static final long MORE_MILLIS = 1_000;

  private static final long AGAIN_NANOS = 1_000_000_000L;

  private final Outbox<Item> outbox;
  private final OpenCalls open;
  private final Health health;
  private final Log log;
  private final Config config;
  private final PrintStream err;
  private final @Nullable Instrumentation jvm;
  private final List<Sender> senders = new ArrayList<>(2);
  private final Daemons daemons;
  private final Thread writing;
  private final Thread hook;
  private final Thread errors;
  private boolean started;
  private boolean tellsErrors;

  /** How many of the senders run. */
  private int sending;

  private @Nullable Writer writer;
  private @Nullable Reports reports;
  private @Nullable Journal journal;

  Threads(
      Config config,
      Daemons daemons,
      Outbox<Item> outbox,
      OpenCalls open,
      Health health,
      Log log,
      PrintStream err,
      @Nullable Instrumentation jvm) {
    this.jvm = jvm;
    this.config = config;
    this.daemons = daemons;
    this.outbox = outbox;
    this.open = open;
    this.health = health;
    this.log = log;
    this.err = err;
    this.writing = daemons.with(Daemons.WRITER, new Writing());
    this.hook = daemons.with(Daemons.SHUTDOWN, new AtEnd());
    this.errors = daemons.with(Daemons.ERRORS, health.errors());
  }

  @Override
  public synchronized void run() {
    if (!started) {
      writing.start();
      started = true;
      long mostMillis = TimeUnit.SECONDS.toMillis(config.delivery().shutdownSeconds());
      LastHook.add(hook, mostMillis + MORE_MILLIS, jvm, log);
    }
  }

  /** What the threads do; made by the writer's, since the one of the first call is in a hurry. */
  private synchronized Writer made() {
    Writer made = writer;
    if (made == null) {
      made = make();
      writer = made;
    }
    while (sending < senders.size()) {
      Sender next = senders.get(sending);
      daemons.with(Daemons.ofExporter(config.exporters().get(sending)), next).start();
      sending++; // when it runs: there may be no memory for a thread, and it is tried again
    }
    return made;
  }

  private Writer make() {
    senders.clear();
    Rules rules = new Rules(config.privacy(), config.exporters(), config.delivery().dir(), log);
    Reports ofAll = new Reports(config, health, new ToExporters(), log);
    Writer made = new Writer(outbox, open, config, rules, senders, health, log, ofAll);
    Exporters opening = new Exporters(config, err, health, log);
    Kept folder = new Kept(config, rules, health, log);
    Dead dead = folder.dead();
    Journal kept = new Journal(config.outboxMaxSize(), folder.opening(), health, log);
    for (String name : config.exporters()) {
      boolean isLocal = Exporters.isLocal(name);
      Sender.Whose whose =
          new Sender.Whose(
              name,
              isLocal ? null : () -> Exporters.reader(name, config),
              isLocal ? MOST_WAIT_NANOS : 0);
      Sender sender =
          new Sender(whose, opening::open, kept, rules.of(name), dead, health, log, Math::random);
      sender.helps(made.help());
      senders.add(sender);
    }
    made.keepIn(kept);
    reports = ofAll;
    journal = kept;
    return made;
  }

  /** Whether all that ended before is delivered. */
  boolean flush(long mostNanos) {
    synchronized (this) {
      if (!started) {
        return true;
      }
    }
    return made().flush(mostNanos);
  }

  /** Delivers what there is, and ends for good. */
  void stop() {
    synchronized (this) {
      if (!started) {
        started = true;
        return;
      }
    }
    try {
      long begin = System.nanoTime();
      Duration most = Duration.ofSeconds(config.delivery().shutdownSeconds());
      Duration lastTry = LAST_TRY.compareTo(most) < 0 ? LAST_TRY : Duration.ZERO;
      Writer written = made();
      for (Sender sender : senders) {
        if (sender.isSpooled()) {
          sender.hold();
        }
      }
      written.stop(most.minus(lastTry).toMillis()); // what is not read yet can be lost
      for (Sender sender : senders) {
        sender.finish(sender.isSpooled() ? lastTry : left(most, begin));
      }
      for (Sender sender : senders) {
        sender.await(left(most, begin));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration left(Duration most, long beginNanos) {
    return most.minusNanos(System.nanoTime() - beginNanos);
  }

  /** Listeners are told of errors from now on. */
  synchronized void tellErrors() {
    if (!tellsErrors) {
      errors.start();
      tellsErrors = true;
    }
  }

  /** How many records wait for each exporter. */
  synchronized Map<String, Integer> waiting() {
    Map<String, Integer> waiting = new LinkedHashMap<>();
    for (int i = 0; i < senders.size(); i++) {
      waiting.put(config.exporters().get(i), senders.get(i).waiting());
    }
    return waiting;
  }

  /** How many calls wait on disk for each exporter that has a place there. */
  synchronized Map<String, Long> spooled() {
    Map<String, Long> spooled = new LinkedHashMap<>();
    for (int i = 0; i < senders.size(); i++) {
      if (senders.get(i).isSpooled()) {
        spooled.put(config.exporters().get(i), senders.get(i).spooledCalls());
      }
    }
    return spooled;
  }

  private synchronized Map<String, Long> close() {
    boolean isPatient = config.delivery().shutdownSeconds() > 0;
    return journal == null ? Map.of() : journal.close(isPatient ? SETTLE_MILLIS : 0);
  }

  private void endReports() {
    Reports ofAll;
    synchronized (this) {
      ofAll = reports;
    }
    if (ofAll != null) {
      ofAll.end();
    }
  }

  private final class Writing implements Runnable {
    @Override
    public void run() {
      Writer made = null;
      while (made == null) {
        made = tried();
      }
      made.run();
    }

    /** Null, and later, when it could not be made: there may be memory again. */
    private @Nullable Writer tried() {
      try {
        return made();
      } catch (Throwable failure) {
        log.warn("nothing is recorded for now: ".concat(Failures.describe(failure)));
        LockSupport.parkNanos(AGAIN_NANOS);
        return null;
      }
    }
  }

  private final class ToExporters implements Waiting {
    @Override
    public Map<String, Integer> records() {
      return waiting();
    }

    @Override
    public Map<String, Long> spooledCalls() {
      return spooled();
    }
  }

  private final class AtEnd implements Runnable {
    @Override
    public void run() {
      stop();
      health.settle("shutdown", config.exporters(), close());
      endReports();
      if (log.debugs()) {
        log.debug("summary ".concat(health.summary()));
      }
    }
  }
}
