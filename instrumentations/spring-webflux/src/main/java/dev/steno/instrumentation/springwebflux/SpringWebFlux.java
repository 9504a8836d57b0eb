package dev.steno.instrumentation.springwebflux;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.util.List;

/**
 * Where Spring WebFlux is hooked: at the adapter that every request goes through on every server;
 * at the manager of sessions; and where Spring Security puts who is logged in into a context, which
 * is the same whether that was stored or comes with the request.
 *
 * <p>The methods have the same signatures in Spring 5.3.39, 6.1.21, 6.2.19 and 7.0.9, and in Spring
 * Security 5.7.11, 6.5.7 and 7.0.8 (read with javap).
 */
public final class SpringWebFlux implements Instrumentation {
  static final String NAME = "spring-webflux";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    return List.of(
        Hook.of(
            "org.springframework.web.server.adapter.HttpWebHandlerAdapter",
            "handle",
            List.of(
                "org.springframework.http.server.reactive.ServerHttpRequest",
                "org.springframework.http.server.reactive.ServerHttpResponse"),
            Handling.class),
        Hook.of(
            "org.springframework.web.server.session.DefaultWebSessionManager",
            "getSession",
            List.of("org.springframework.web.server.ServerWebExchange"),
            Sessions.class),
        Hook.replacing(
            "org.springframework.security.core.context.ReactiveSecurityContextHolder",
            "withSecurityContext",
            List.of("reactor.core.publisher.Mono"),
            Security.class));
  }
}
