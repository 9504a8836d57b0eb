package dev.steno.instrumentation.javaconcurrent;

import dev.steno.agent.capture.Tasks;
import dev.steno.agent.spi.Interceptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.RunnableScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * Pools of threads: the JDK's, and Tomcat's copy of it. A task is found again by itself when a
 * worker gets it from the queue, so that nothing stands between the pool and the task.
 */
final class Pool {
  private Pool() {}

  /** A task is given to an executor. */
  static final class Execute implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return Submission.of(arguments[0]);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      Submission.refused(state, thrown);
      return returned;
    }
  }

  /** A task is given to an executor for later; what runs again and again is nobody's. */
  static final class Delayed implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[0] instanceof RunnableScheduledFuture<?> task
              && Tasks.isInside()
              && !task.isPeriodic()
          ? Submission.of(task)
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      Submission.refused(state, thrown);
      return returned;
    }
  }

  /** A worker is done with a task, waits for the next, and gets it. */
  static final class NextTask implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Tasks.idle();
      return null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (returned != null) {
        Tasks.began(returned);
      }
      return returned;
    }
  }

  /** A worker begins, perhaps with a task that was in no queue. */
  static final class FirstTask implements Interceptor {
    private final MethodHandle firstTask;

    FirstTask(MethodHandles.Lookup worker) throws ReflectiveOperationException {
      firstTask =
          worker
              .findGetter(worker.lookupClass(), "firstTask", Runnable.class)
              .asType(MethodType.methodType(Object.class, Object.class));
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object task = self == null ? null : Fields.get(firstTask, self);
      if (task != null) {
        Tasks.began(task);
      }
      return null;
    }
  }

  /** A worker ends, perhaps because a task threw. */
  static final class WorkerExit implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Tasks.idle();
      return null;
    }
  }
}
