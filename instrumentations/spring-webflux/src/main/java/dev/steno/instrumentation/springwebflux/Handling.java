package dev.steno.instrumentation.springwebflux;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.capture.Streams;
import dev.steno.agent.spi.Interceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** A request comes in: whatever is done for it is inside of its scope. */
final class Handling implements Interceptor {
  /** This thread puts together what is to be subscribed to. */
  private record Assembly(Exchange exchange, @Nullable Runnable leaving) {}

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof ServerHttpRequest request)
        || !(arguments[1] instanceof ServerHttpResponse response)) {
      return null;
    }
    Exchange exchange = Exchange.begin(request, response);
    if (exchange == null) {
      return null;
    }
    Streams.carry();
    return new Assembly(exchange, Recorder.within(exchange.scope()));
  }

  @Override
  @SuppressWarnings("unchecked") // as it is declared
  public @Nullable Object exit(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    if (!(state instanceof Assembly assembly)) {
      return returned;
    }
    if (assembly.leaving() != null) {
      assembly.leaving().run();
    }
    if (!(returned instanceof Mono<?> handled)) {
      assembly.exchange().over();
      return returned;
    }
    return Exchanges.during((Mono<Void>) handled, assembly.exchange());
  }
}
