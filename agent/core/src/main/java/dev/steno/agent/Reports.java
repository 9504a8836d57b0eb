package dev.steno.agent;

import dev.steno.agent.config.Config;
import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Jmx;
import dev.steno.agent.health.Log;
import dev.steno.agent.health.LossReport;
import dev.steno.agent.health.Status;
import dev.steno.agent.health.StatusFile;
import dev.steno.agent.health.ThisProcess;
import dev.steno.agent.health.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Steno says of itself as time passes: a line when something was lost, a file that says how it
 * does, and the counters over JMX. Nothing of it throws.
 *
 * <p>Made at start, and asked from the first call on, by one thread; at the end by another.
 */
final class Reports {
  private static final long LOSS_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long FIRST_STATUS_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long JMX_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final String REMOTE = "com.sun.management.jmxremote";

  private final Config config;
  private final Health health;
  private final Waiting waiting;
  private final Log log;
  private final LossReport losses;
  private @Nullable Status status;
  private @Nullable StatusFile file;
  private @Nullable Jmx jmx;
  private @Nullable Thread jmxThread;
  private boolean begun;
  private boolean ended;
  private long nextLoss;
  private long nextStatus;
  private long nextJmx;

  Reports(Config config, Health health, Waiting waiting, Log log) {
    this.config = config;
    this.health = health;
    this.waiting = waiting;
    this.log = log;
    this.losses = new LossReport(health);
  }

  /** Says what is due at that time, by {@link System#nanoTime}; called as often as may be. */
  void tick(long now) {
    if (!begun) {
      begin(now);
    }
    if (now - nextStatus >= 0) {
      nextStatus = now + STATUS_NANOS;
      write(false);
    }
    if (now - nextLoss >= 0) {
      nextLoss = now + LOSS_NANOS;
      say(false);
    }
    if (now - nextJmx >= 0) {
      nextJmx = now + LOSS_NANOS;
      register();
    }
  }

  private void begin(long now) {
    begun = true;
    nextLoss = now + LOSS_NANOS;
    nextStatus = now + FIRST_STATUS_NANOS;
    nextJmx = now + (isRemote() ? 0 : JMX_NANOS);
  }

  private static boolean isRemote() {
    try {
      for (String property : System.getProperties().stringPropertyNames()) {
        if (property.startsWith(REMOTE)) {
          return true;
        }
      }
    } catch (RuntimeException unreadable) {
      // It waits for its turn, then.
    }
    return false;
  }

  /** Says what there is to be said at the end. */
  void end() {
    say(true);
    write(true);
  }

  private void say(boolean atEnd) {
    try {
      String line = atEnd ? losses.atEnd() : losses.lastMinute();
      if (line != null) {
        log.say(line);
      }
    } catch (Throwable failure) {
      unsaid(failure);
    }
  }

  /** Also by the thread of the JVM's end, after which nobody writes it. */
  private synchronized void write(boolean atEnd) {
    if (ended) {
      return;
    }
    ended = atEnd;
    try {
      Instant now = Clock.systemUTC().instant();
      Status current = status;
      StatusFile written = file;
      if (current == null || written == null) {
        ThisProcess process = ThisProcess.get();
        current = new Status(facts(process), health, waiting);
        written = new StatusFile(Path.of(config.delivery().dir()), process.name());
        status = current;
        file = written;
      }
      written.write(current.tree(atEnd), now);
    } catch (Throwable failure) {
      unsaid(failure);
    }
  }

  private void unsaid(Throwable failure) {
    try {
      log.debug(
          "how Steno does is written nowhere: "
              + (failure instanceof IOException ? failure : Failures.describe(failure)));
    } catch (Throwable again) {
      // There may be no memory for the line.
    }
  }

  private Map<String, Object> facts(ThisProcess process) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("schema", "steno-status/1");
    facts.put("version", Version.get());
    facts.put("pid", process.pid());
    facts.put("host", process.host());
    facts.put("program", process.program());
    facts.put("jvm", process.jvm());
    facts.put("started_at", process.startedAt().toString());
    facts.put("settings", config.set());
    facts.put("problems", config.problems());
    facts.put("exporters", config.exporters());
    return facts;
  }

  private void register() {
    Jmx bean = jmx;
    if (bean == null) {
      bean = new Jmx(health, waiting, Version.get(), log);
      jmx = bean;
    }
    if (!bean.isDone()) {
      Thread thread = new Thread(null, bean, "steno-jmx", 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(Reports.class.getClassLoader());
      thread.start();
      jmxThread = thread;
    }
  }

  /** The last one that was started to register the bean, or null. */
  @Nullable Thread jmxThread() {
    return jmxThread;
  }
}
