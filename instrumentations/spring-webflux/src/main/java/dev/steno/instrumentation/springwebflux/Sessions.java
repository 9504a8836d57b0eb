package dev.steno.instrumentation.springwebflux;

import dev.steno.agent.spi.Interceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/** The application may load or make a session; when it does so, it is known. */
final class Sessions implements Interceptor {
  @Override
  @SuppressWarnings("unchecked") // as it is declared
  public @Nullable Object exit(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    return returned instanceof Mono<?> session
        ? Exchanges.watched((Mono<WebSession>) session, Exchange::session)
        : returned;
  }
}
