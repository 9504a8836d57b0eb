package dev.steno.agent.weave;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Hook;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hooks of classes that every program uses: woven on a thread of the agent's own once a library is
 * hooked, so that a program that uses none pays nothing. On the start path: no lambda.
 */
final class LaterHooks implements Runnable {
  private final Map<String, List<Hook>> hooks;
  private final Instrumentation jvm;
  private final Log log;
  private final Thread thread;
  private volatile boolean wanted;

  /** {@code hooks} by the class's internal name. */
  LaterHooks(Map<String, List<Hook>> hooks, Instrumentation jvm, Log log) {
    this.hooks = hooks;
    this.jvm = jvm;
    this.log = log;
    // Made now: an application's thread would give it its access control context.
    thread = new Thread(null, this, "steno-weaver", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(LaterHooks.class.getClassLoader());
  }

  /** Those of a class, from the time on that there is a library. */
  @Nullable List<Hook> of(String name) {
    return wanted ? hooks.get(name) : null;
  }

  /**
   * A library is hooked. Called while its class is being loaded, where nothing may be
   * retransformed.
   */
  void start() {
    if (!wanted && begin()) {
      thread.start();
    }
  }

  private synchronized boolean begin() {
    boolean first = !wanted;
    wanted = true;
    return first && !hooks.isEmpty();
  }

  @Override
  public void run() {
    try {
      long begin = System.nanoTime();
      List<Class<?>> loaded = new ArrayList<>(hooks.size());
      for (Class<?> type : jvm.getAllLoadedClasses()) {
        if (type.getClassLoader() == null && hooks.containsKey(type.getName().replace('.', '/'))) {
          loaded.add(type);
        }
      }
      retransform(loaded);
      if (log.debugs()) {
        long millis = (System.nanoTime() - begin) / 1_000_000;
        log.debug("hooked " + loaded.size() + " classes of the JDK in " + millis + " ms");
      }
    } catch (Throwable failure) {
      log.warn("what executors run is recorded alone: " + Failures.describe(failure));
    }
  }

  /** At once, since each time stops the application's threads; or else one by one. */
  private void retransform(List<Class<?>> loaded) {
    try {
      jvm.retransformClasses(loaded.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | RuntimeException | LinkageError together) {
      for (Class<?> type : loaded) {
        try {
          jvm.retransformClasses(type);
        } catch (UnmodifiableClassException | RuntimeException | LinkageError failure) {
          log.warn("could not hook " + type.getName() + ": " + Failures.describe(failure));
        }
      }
    }
  }
}
