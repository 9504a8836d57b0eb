package dev.steno.instrumentation.javaconcurrent;

import dev.steno.agent.capture.Tasks;
import dev.steno.agent.spi.Interceptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Futures: what a stage does is done in what the stage was made in, whichever thread does it. A
 * stage is found by the object that the future keeps of it, and an executor that nothing else knows
 * is passed by the function that it is to run.
 */
final class Stage {
  private Stage() {}

  /** A function is given to an executor; its last argument. */
  static final class Given implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return given(arguments[1]);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      Submission.refused(state, thrown);
      return returned;
    }
  }

  /** The same, its first argument. */
  static final class GivenFirst implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return given(arguments[0]);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      Submission.refused(state, thrown);
      return returned;
    }
  }

  private static @Nullable Object given(@Nullable Object function) {
    return function == null || !Tasks.isInside() ? null : Tasks.submitted(function);
  }

  /** What was given to an executor runs, if no hook of the executor's saw it. */
  static final class Run implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self == null ? null : Tasks.began(self);
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

  /** A supplier runs. */
  static final class RunSupplier implements Interceptor {
    private final MethodHandle function;

    RunSupplier(MethodHandles.Lookup task) throws ReflectiveOperationException {
      function = getter(task, java.util.function.Supplier.class);
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self == null ? null : begun(self, Fields.get(function, self));
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

  /** A Runnable runs. */
  static final class RunRunnable implements Interceptor {
    private final MethodHandle function;

    RunRunnable(MethodHandles.Lookup task) throws ReflectiveOperationException {
      function = getter(task, Runnable.class);
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self == null ? null : begun(self, Fields.get(function, self));
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

  private static MethodHandle getter(MethodHandles.Lookup task, Class<?> type)
      throws ReflectiveOperationException {
    return task.findGetter(task.lookupClass(), "fn", type)
        .asType(MethodType.methodType(Object.class, Object.class));
  }

  /** In what came with the task, or else with its function. */
  private static Object begun(Object task, @Nullable Object function) {
    Object before = function == null ? null : Tasks.began(function);
    Object beforeTask = Tasks.began(task);
    return before == null ? beforeTask : before;
  }

  /** A stage is made; it may run at once, or when what it waits for is there. */
  static final class Registered implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object stage = arguments[arguments.length - 1];
      if (stage != null && Tasks.isInside()) {
        Tasks.submittedOnce(stage);
      }
      return null;
    }
  }

  /** A stage runs, if it can: more than once is tried, on any thread. */
  static final class Fire implements Interceptor {
    private record Firing(Object stage, Object before) {}

    private final MethodHandle dependent;

    Fire(MethodHandles.Lookup stage) throws ReflectiveOperationException {
      Class<?> base = stage.findClass("java.util.concurrent.CompletableFuture$UniCompletion");
      dependent =
          stage
              .findGetter(base, "dep", java.util.concurrent.CompletableFuture.class)
              .asType(MethodType.methodType(Object.class, Object.class));
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object before = self == null ? null : Tasks.inside(self);
      return self == null || before == null ? null : new Firing(self, before);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Firing firing) {
        Tasks.ended(firing.before());
        if (Fields.get(dependent, firing.stage()) == null) {
          Tasks.dropped(firing.stage()); // it has run, and never will again
        }
      }
      return returned;
    }
  }
}
