package dev.steno.instrumentation.reactor;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.capture.Streams;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/** What subscribers' contexts lead to. */
final class Carriers {
  private Carriers() {}

  /** This thread goes inside of that, until what this returns is run; null when it need not. */
  static @Nullable Runnable within(CoreSubscriber<?> subscriber) {
    Object carrier = subscriber.currentContext().getOrDefault(Streams.KEY, null);
    return carrier == null ? null : Recorder.within(carrier);
  }

  /** To be run at the exit. */
  static void leave(@Nullable Object state) {
    if (state != null) {
      ((Runnable) state).run();
    }
  }
}
