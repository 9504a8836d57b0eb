package dev.steno.instrumentation.springwebclient;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Where Spring's WebClient is hooked: at its connectors, through which every exchange goes, below
 * all filters, and above the HTTP client.
 *
 * <p>Up there, at the exchange function, a response could be tapped only by a mutated copy, of
 * which error traces show one checkpoint more. Down here it is decorated before Spring makes its
 * own object of it.
 *
 * <p>Only the connectors of Reactor Netty and of the JDK are hooked. That of Apache's
 * HttpComponents is above a client that is hooked by itself; that of Jetty is not recorded.
 *
 * <p>The method has the same signature in 5.3.39, 6.1.21, 6.2.19 and 7.0.9 (read with javap); the
 * JDK's connector came with 6.0.
 */
public final class SpringWebClient implements Instrumentation {
  static final String NAME = "spring-webclient";

  private static final String CONNECTORS = "org.springframework.http.client.reactive.";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    return List.of(connect("ReactorClientHttpConnector"), connect("JdkClientHttpConnector"));
  }

  private static Hook connect(String connector) {
    return Hook.replacing(
        CONNECTORS + connector,
        "connect",
        List.of(
            "org.springframework.http.HttpMethod", "java.net.URI", "java.util.function.Function"),
        Connect.class);
  }

  /** An exchange is put together; what is returned begins a call whenever it is subscribed to. */
  static final class Connect implements Interceptor {
    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (!(arguments[0] instanceof HttpMethod method)
          || !"POST".equals(method.name())
          || !(arguments[1] instanceof URI uri)
          || !(arguments[2] instanceof Function<?, ?> writer)
          || !WebClientExchange.mayBegin(uri)) {
        return null;
      }
      WebClientExchange exchange = new WebClientExchange(uri);
      arguments[2] = exchange.tapped((Function<ClientHttpRequest, Mono<Void>>) writer);
      return exchange;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return state instanceof WebClientExchange exchange && returned instanceof Mono<?> response
          ? exchange.tapped((Mono<ClientHttpResponse>) response)
          : returned;
    }
  }
}
