package dev.steno.instrumentation.springwebflux;

import dev.steno.agent.spi.Interceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import reactor.core.publisher.Mono;

/** The application may ask who is logged in; when it does so, it is known. */
final class Security implements Interceptor {
  @Override
  @SuppressWarnings("unchecked") // as it is declared
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof Mono<?> context)) {
      return null;
    }
    arguments[0] =
        Exchanges.watched(
            (Mono<SecurityContext>) context,
            (exchange, loaded) -> exchange.user(() -> name(loaded)));
    return arguments[0];
  }

  private static @Nullable String name(SecurityContext context) {
    Authentication authentication = context.getAuthentication();
    return authentication == null
            || !authentication.isAuthenticated()
            || authentication instanceof AnonymousAuthenticationToken
        ? null
        : authentication.getName();
  }
}
