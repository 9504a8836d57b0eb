package dev.steno.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Steno's threads, made at start and not started. A thread that an application's thread makes keeps
 * that application's class loader by its access control context. On the start path: no lambda.
 */
final class Daemons {
  static final String WRITER = "steno-writer";
  static final String SHUTDOWN = "steno-shutdown";
  static final String ERRORS = "steno-errors";

  private final Map<String, Thread> threads = new HashMap<>();
  private final Map<String, Later> jobs = new HashMap<>();

  Daemons(List<String> exporters) {
    add(WRITER);
    add(SHUTDOWN);
    add(ERRORS);
    for (String exporter : exporters) {
      add(ofExporter(exporter));
    }
  }

  static String ofExporter(String exporter) {
    return "steno-".concat(exporter);
  }

  private void add(String name) {
    Later job = new Later();
    Thread thread = new Thread(null, job, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Daemons.class.getClassLoader());
    threads.put(name, thread);
    jobs.put(name, job);
  }

  /** The thread of that name, which is to do that when it is started. */
  Thread with(String name, Runnable job) {
    Objects.requireNonNull(jobs.get(name)).job = job;
    return Objects.requireNonNull(threads.get(name));
  }

  /** What a thread does that is made before anybody knows whether it will do anything. */
  private static final class Later implements Runnable {
    private volatile @Nullable Runnable job;

    @Override
    public void run() {
      Runnable known = job;
      if (known != null) {
        known.run();
      }
    }
  }
}
