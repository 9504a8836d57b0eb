package dev.steno.instrumentation.reactor;

import dev.steno.agent.capture.Streams;
import dev.steno.agent.spi.Interceptor;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/** A publisher is subscribed to: its sources are in what its subscriber is in. */
final class Subscribing implements Interceptor {
  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    return Streams.isCarrying() && arguments[0] instanceof CoreSubscriber<?> subscriber
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
