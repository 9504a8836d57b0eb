package dev.steno.instrumentation.javaconcurrent;

import dev.steno.agent.capture.Tasks;
import dev.steno.agent.spi.Interceptor;
import org.jspecify.annotations.Nullable;

/**
 * Threads that are made for one task. Other threads are not followed: a pool's, or an event loop's,
 * that happens to start in a request would be in it for ever.
 */
final class NewThread {
  private NewThread() {}

  /** A virtual thread starts. */
  static final class Starts implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (self instanceof Thread thread) {
        Tasks.starts(thread);
      }
      return null;
    }
  }

  /** Its argument is started. */
  static final class Started implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (arguments[0] instanceof Thread thread) {
        Tasks.starts(thread);
      }
      return null;
    }
  }

  /** A thread is made for its argument; it is followed if that was given to run once. */
  static final class Made implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object task = arguments[0];
      return task != null && Tasks.isPending(task) ? task : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state != null && returned instanceof Thread thread) {
        Tasks.starts(thread);
      }
      return returned;
    }
  }
}
