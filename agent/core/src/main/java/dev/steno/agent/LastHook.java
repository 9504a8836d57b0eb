package dev.steno.agent;

import dev.steno.agent.health.Log;
import dev.steno.agent.weave.JavaLang;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a thread when the JVM ends, after all shutdown hooks of the application: a server that waits
 * in its hook for the requests it still has makes model calls until that hook has ended.
 *
 * <p>{@link Runtime#addShutdownHook} knows no order. {@code java.lang.Shutdown}, JDK 17 to 25, runs
 * ten hooks of the JDK's one after the other, of which the application's are the second together.
 * Where that cannot be reached, the thread is a hook like any other.
 */
final class LastHook implements Runnable {
  private static final int AFTER_ALL_OTHERS = 9;

  private final Thread hook;
  private final long mostMillis;

  private LastHook(Thread hook, long mostMillis) {
    this.hook = hook;
    this.mostMillis = mostMillis;
  }

  /**
   * Runs that thread at the end.
   *
   * @param mostMillis how long the JVM's end waits for it
   */
  static void add(Thread hook, long mostMillis, @Nullable Instrumentation jvm, Log log) {
    try {
      if (jvm != null) {
        JavaLang.open(jvm);
      }
      Method add =
          Class.forName("java.lang.Shutdown")
              .getDeclaredMethod("add", int.class, boolean.class, Runnable.class);
      add.setAccessible(true);
      add.invoke(null, AFTER_ALL_OTHERS, true, new LastHook(hook, mostMillis));
    } catch (ReflectiveOperationException | RuntimeException | Error unreachable) {
      log.debug("ends with the application's shutdown hooks: ".concat(unreachable.toString()));
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  /** On the thread that ends the JVM, which may be any of the application's. */
  @Override
  public void run() {
    hook.start();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
    boolean interrupted = false;
    for (long left = mostMillis;
        left > 0 && hook.isAlive();
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
      try {
        hook.join(left);
      } catch (InterruptedException notOurs) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
