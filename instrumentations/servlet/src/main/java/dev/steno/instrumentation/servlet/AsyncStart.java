package dev.steno.instrumentation.servlet;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Unseen;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** Lets what a request starts on another thread of the container go on in what it is inside of. */
final class AsyncStart implements Interceptor {
  private static final Unseen<Runnable> INSIDE =
      Unseen.of(MethodHandles.lookup(), Runnable.class, Inside.class);

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    Object carrier = Recorder.here();
    if (carrier == null || !(arguments[0] instanceof Runnable work)) {
      return null;
    }
    arguments[0] = INSIDE.make(work, carrier);
    return carrier;
  }

  /** Outside of the hidden class, in which a lambda may not name the class. */
  static @Nullable Runnable entered(Object carrier) {
    return Recorder.guarded(() -> Recorder.inside(carrier));
  }

  /** Does the application's work inside of what it was started in. */
  static final class Inside implements Runnable {
    private final Runnable work;
    private final Object carrier;

    Inside(Runnable work, Object carrier) {
      this.work = work;
      this.carrier = carrier;
    }

    @Override
    public void run() {
      Runnable left = entered(carrier);
      try {
        work.run();
      } finally {
        if (left != null) {
          left.run();
        }
      }
    }

    @Override
    public String toString() {
      return work.toString();
    }
  }
}
