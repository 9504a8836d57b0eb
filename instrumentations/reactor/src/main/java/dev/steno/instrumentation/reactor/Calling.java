package dev.steno.instrumentation.reactor;

import dev.steno.agent.capture.Streams;
import dev.steno.agent.spi.Interceptor;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;

/** A scheduler's thread runs a source that nothing is subscribed to for. */
final class Calling implements Interceptor {
  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    return Streams.isCarrying()
            && Scannable.from(self).scanUnsafe(Scannable.Attr.ACTUAL)
                instanceof CoreSubscriber<?> subscriber
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
