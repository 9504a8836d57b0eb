package dev.steno.agent;

import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.config.Config;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import java.io.PrintStream;

/**
 * Steno's threads, all daemons: the writer's, and the hook that ends it with the JVM. Running this
 * starts them, once.
 *
 * <p>They are made at start, though started only with the first call, because a thread that an
 * application's thread makes keeps that application's class loader by its access control context.
 */
final class Threads implements Runnable {
  private static final long MOST_SHUTDOWN_MILLIS = 2_000;

  private final Writer writer;
  private final Health health;
  private final Log log;
  private final Thread thread;
  private final Thread hook;
  private boolean started;

  Threads(
      Config config, Outbox<Item> outbox, OpenCalls open, Health health, Log log, PrintStream err) {
    this.health = health;
    this.log = log;
    this.writer = new Writer(outbox, open, new Exporters(config, err, log), health, log);
    this.thread = daemon("steno-writer", writer);
    this.hook = daemon("steno-shutdown", new AtEnd());
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
      thread.start();
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  private final class AtEnd implements Runnable {
    @Override
    public void run() {
      try {
        writer.stop(MOST_SHUTDOWN_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      log.debug("summary ".concat(health.summary()));
    }
  }
}
