package dev.steno.instrumentation.javahttpclient;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where the JDK's HTTP client is hooked: the private method that all of {@code send} and {@code
 * sendAsync} go through, and the two places where the JDK or the application could tell our
 * wrappers from what they wrap.
 *
 * <p>The three methods have the same signatures in JDK 17 and JDK 25 (read with javap).
 */
public final class JavaHttpClient implements Instrumentation {
  static final String NAME = "java-http-client";

  private static final String CLIENT = "jdk.internal.net.http.HttpClientImpl";
  private static final String REQUEST = "jdk.internal.net.http.HttpRequestImpl";
  private static final String TRUSTED =
      "jdk.internal.net.http.ResponseSubscribers$TrustedSubscriber";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    return List.of(
        Hook.replacing(
            CLIENT,
            "sendAsync",
            List.of(
                "java.net.http.HttpRequest",
                "java.net.http.HttpResponse$BodyHandler",
                "java.net.http.HttpResponse$PushPromiseHandler",
                "java.util.concurrent.Executor"),
            SendAsync.class),
        Hook.of(REQUEST, "bodyPublisher", List.of(), BodyPublisher.class),
        Hook.replacing(
            TRUSTED,
            "needsExecutor",
            List.of("java.net.http.HttpResponse$BodySubscriber"),
            NeedsExecutor.class));
  }

  /** Every request, until it is on its way: of a blocking one, that may be until its answer. */
  static final class SendAsync implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (!(arguments[0] instanceof HttpRequest request)
          || !(arguments[1] instanceof BodyHandler<?> handler)
          || !"POST".equals(request.method())) {
        return null;
      }
      JavaHttpExchange exchange = JavaHttpExchange.begin(request);
      if (exchange != null) {
        arguments[0] = exchange.tapped(request);
        arguments[1] = exchange.tapped(handler);
      }
      return exchange;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof JavaHttpExchange exchange) {
        exchange.left((CompletableFuture<?>) returned, thrown);
      }
      return returned;
    }
  }

  /** The publisher of the request that a response names, which is the application's own. */
  static final class BodyPublisher implements Interceptor {
    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return returned instanceof Optional<?> publisher
              && publisher.orElse(null) instanceof Wrapper wrapper
          ? Optional.of(wrapper.wrapped())
          : returned;
    }
  }

  /**
   * Whether a subscriber is asked for its body on the client's executor, which the JDK tells by the
   * subscriber's class: it is asked about the one that the application gave.
   */
  static final class NeedsExecutor implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (!(arguments[0] instanceof Wrapper wrapper)) {
        return null;
      }
      arguments[0] = wrapper.wrapped();
      return wrapper;
    }
  }

  /** One of our objects, which stands for one of the application's. */
  interface Wrapper {
    Object wrapped();
  }
}
