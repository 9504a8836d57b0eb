package dev.steno.agent.health;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Shows the counters over JMX. Loading that costs tens of milliseconds, so that it runs on a thread
 * of its own, late.
 *
 * <p>Making the JVM's server loads what these properties name, by the class loader of the thread
 * that does: the application's, and never ours. Where one of them is set, its server is waited for.
 */
public final class Jmx implements Runnable {
  static final String NAME = "dev.steno:type=Health";

  private static final String[] LOADED_WITH_IT = {
    "javax.management.builder.initial",
    "java.util.logging.manager",
    "java.util.logging.config.class"
  };

  private final Health health;
  private final Waiting waiting;
  private final String version;
  private final Log log;
  private final AtomicBoolean done = new AtomicBoolean();

  /** Of those counters. */
  public Jmx(Health health, Waiting waiting, String version, Log log) {
    this.health = health;
    this.waiting = waiting;
    this.version = version;
    this.log = log;
  }

  /** Whether there is nothing to be tried again. */
  public boolean isDone() {
    return done.get();
  }

  @Override
  public void run() {
    try {
      MBeanServer server = mayMakeOne() ? ManagementFactory.getPlatformMBeanServer() : existing();
      if (server == null) {
        log.debug("not over JMX yet: the application has no server of its own yet");
        return;
      }
      done.set(true);
      server.registerMBean(new HealthBean(health, waiting, version), new ObjectName(NAME));
    } catch (Throwable failure) {
      done.set(true);
      try {
        log.debug("not over JMX: " + Failures.describe(failure));
      } catch (Throwable again) {
        // There may be no memory for the line.
      }
    }
  }

  private static boolean mayMakeOne() {
    for (String property : LOADED_WITH_IT) {
      if (System.getProperty(property) != null) {
        return false;
      }
    }
    return true;
  }

  /** The JVM's own, if somebody has made it. */
  private static @Nullable MBeanServer existing() throws Exception {
    ObjectName runtime = new ObjectName(ManagementFactory.RUNTIME_MXBEAN_NAME);
    for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
      if (server.isRegistered(runtime)) {
        return server;
      }
    }
    return null;
  }
}
