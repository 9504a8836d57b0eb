package dev.steno.instrumentation.reactor;

import dev.steno.agent.capture.Streams;
import dev.steno.agent.spi.Interceptor;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/** An operator gets a signal, and runs what the application gave it. */
final class Signalled implements Interceptor {
  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    return Streams.isCarrying() && self instanceof CoreSubscriber<?> subscriber
        ? Carriers.within(subscriber)
        : null;
  }

  @Override
  public @Nullable Object exit(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    Carriers.leave(state);
    return returned;
  }
}
