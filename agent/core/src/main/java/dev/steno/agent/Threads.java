package dev.steno.agent;

import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.config.Config;
import dev.steno.agent.export.Sender;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Steno's threads, all daemons: the writer's, one for each exporter, one that tells listeners of
 * errors, and the hook that ends them with the JVM. Running this starts them, once.
 *
 * <p>They are made at start, though started only with the first call, because a thread that an
 * application's thread makes keeps that application's class loader by its access control context.
 */
final class Threads implements Runnable {
  private static final long MOST_WRITER_MILLIS = 1_000;
  private static final long MOST_WAIT_NANOS = 10_000_000_000L;

  /** What the writer waits for rather than lose anything, since it is no slower than the disk. */
  private static final List<String> LOCAL = List.of("file", "console");

  private static final long MOST_SENDER_NANOS = 1_000_000_000L;

  private final Writer writer;
  private final Health health;
  private final Log log;
  private final Config config;
  private final PrintStream err;
  private final List<Sender> senders = new ArrayList<>(2);
  private final List<Later> jobs = new ArrayList<>(2);
  private final List<Thread> threads = new ArrayList<>(3);
  private final Thread hook;
  private final Thread errors;
  private boolean started;
  private boolean tellsErrors;

  Threads(
      Config config, Outbox<Item> outbox, OpenCalls open, Health health, Log log, PrintStream err) {
    this.config = config;
    this.health = health;
    this.log = log;
    this.err = err;
    for (String name : config.exporters()) {
      Later job = new Later();
      jobs.add(job);
      threads.add(daemon("steno-".concat(name), job));
    }
    this.writer = new Writer(outbox, open, config, senders, health, log);
    threads.add(daemon("steno-writer", writer));
    this.hook = daemon("steno-shutdown", new AtEnd());
    this.errors = daemon("steno-errors", health.errors());
  }

  private static Thread daemon(String name, Runnable job) {
    Thread thread = new Thread(null, job, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Threads.class.getClassLoader());
    return thread;
  }

  @Override
  public synchronized void run() {
    if (!started) {
      started = true;
      makeSenders();
      for (Thread thread : threads) {
        thread.start();
      }
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  private void makeSenders() {
    Exporters opening = new Exporters(config, err, health, log);
    for (int i = 0; i < jobs.size(); i++) {
      Sender sender =
          new Sender(
              config.exporters().get(i),
              opening::open,
              config.outboxMaxSize(),
              LOCAL.contains(config.exporters().get(i)) ? MOST_WAIT_NANOS : 0,
              health,
              log,
              Math::random);
      senders.add(sender);
      jobs.get(i).job = sender;
    }
  }

  /** Whether all that ended before is delivered. */
  boolean flush(long mostNanos) {
    synchronized (this) {
      if (!started) {
        return true;
      }
    }
    return writer.flush(mostNanos);
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
      writer.stop(MOST_WRITER_MILLIS);
      long begin = System.nanoTime();
      for (Sender sender : senders) {
        sender.finish();
      }
      for (Sender sender : senders) {
        sender.await(Duration.ofNanos(MOST_SENDER_NANOS - (System.nanoTime() - begin)));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Listeners are told of errors from now on. */
  synchronized void tellErrors() {
    if (!tellsErrors) {
      tellsErrors = true;
      errors.start();
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

  /** What a thread does that is made before anybody knows whether it will do anything. */
  private static final class Later implements Runnable {
    private @Nullable Runnable job;

    @Override
    public void run() {
      if (job != null) {
        job.run();
      }
    }
  }

  private final class AtEnd implements Runnable {
    @Override
    public void run() {
      stop();
      health.droppedTheRest("shutdown", config.exporters());
      log.debug("summary ".concat(health.summary()));
    }
  }
}
