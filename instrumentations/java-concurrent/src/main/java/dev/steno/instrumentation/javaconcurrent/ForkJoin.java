package dev.steno.instrumentation.javaconcurrent;

import dev.steno.agent.capture.Tasks;
import dev.steno.agent.spi.Interceptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Pools of fork and join, of which only what holds a Runnable or a Callable is followed: a task
 * that divides itself, as a parallel stream is, costs nothing.
 */
final class ForkJoin {
  private ForkJoin() {}

  /** A task is given to a pool; its last argument. */
  static final class Submit implements Interceptor {
    private static final String ADAPTER = "java.util.concurrent.ForkJoinTask$";

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object task = arguments[arguments.length - 1];
      return task != null && Tasks.isInside() && isRunSeen(task) && !isOfCarriers(self)
          ? Submission.of(task)
          : null;
    }

    /** The one that virtual threads run on, who have threads of their own. */
    private static boolean isOfCarriers(@Nullable Object pool) {
      return pool instanceof ForkJoinPool of
          && of.getFactory().getClass().getName().startsWith("java.lang.VirtualThread");
    }

    private static boolean isRunSeen(Object task) {
      return task instanceof AsynchronousCompletionTask
          || task.getClass().getName().startsWith(ADAPTER);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      Submission.refused(state, thrown);
      return returned;
    }
  }

  /** A task is given to a pool for later; what runs again and again is nobody's. */
  static final class Delayed implements Interceptor {
    private final MethodHandle period;

    Delayed(MethodHandles.Lookup pool) throws ReflectiveOperationException {
      Class<?> task = pool.findClass("java.util.concurrent.DelayScheduler$ScheduledForkJoinTask");
      period =
          pool.findGetter(task, "nextDelay", long.class)
              .asType(MethodType.methodType(Object.class, Object.class));
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object task = arguments[0];
      boolean once =
          task != null && Tasks.isInside() && Long.valueOf(0).equals(Fields.get(period, task));
      return once ? Submission.of(task) : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      Submission.refused(state, thrown);
      return returned;
    }
  }

  /**
   * A task runs: on a worker, or on a thread that waits for another task and helps, and is inside
   * of something that has nothing to do with it.
   */
  static final class Exec implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self == null ? null : Tasks.beganApart(self);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state != null) {
        Tasks.ended(state);
      }
      return returned;
    }
  }
}
