package dev.steno.instrumentation.apachehttpclient5;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Where Apache's HTTP client 5 is hooked: the one method of each client that all its {@code
 * execute} methods call, and the one in which a blocking connection writes a body.
 *
 * <p>The methods, and all that is used of the library, have the same signatures in httpclient5
 * 5.0.4, 5.3.1, 5.5.2 and 5.6.5 with httpcore5 5.0.4, 5.2.4, 5.3.6 and 5.4.4 (read with javap).
 */
public final class ApacheHttpClient5 implements Instrumentation {
  static final String NAME = "apache-httpclient-5";

  private static final String CLASSIC = "org.apache.hc.client5.http.impl.classic.";
  private static final String ASYNC = "org.apache.hc.client5.http.impl.async.";
  private static final String CORE = "org.apache.hc.core5.http.";
  private static final String REQUEST = CORE + "ClassicHttpRequest";
  private static final String HOST = CORE + "HttpHost";
  private static final String CONTEXT = CORE + "protocol.HttpContext";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    List<String> classic = List.of(HOST, REQUEST, CONTEXT);
    List<String> async =
        List.of(
            HOST,
            CORE + "nio.AsyncRequestProducer",
            CORE + "nio.AsyncResponseConsumer",
            CORE + "nio.HandlerFactory",
            CONTEXT,
            "org.apache.hc.core5.concurrent.FutureCallback");
    return List.of(
        Hook.of(CLASSIC + "InternalHttpClient", "doExecute", classic, Execute.class),
        Hook.of(CLASSIC + "MinimalHttpClient", "doExecute", classic, Execute.class),
        Hook.replacing(
            CORE + "impl.io.DefaultBHttpClientConnection",
            "sendRequestEntity",
            List.of(REQUEST),
            SendEntity.class),
        Hook.replacing(
            ASYNC + "InternalAbstractHttpAsyncClient", "doExecute", async, ExecuteAsync.class),
        Hook.replacing(
            ASYNC + "AbstractMinimalHttpAsyncClientBase", "doExecute", async, ExecuteAsync.class));
  }

  /** A blocking call, with its retries inside. */
  static final class Execute implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[1] instanceof ClassicHttpRequest request
          ? ClassicExchange.begin((HttpHost) arguments[0], request)
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Runnable aside) {
        aside.run();
      } else if (state instanceof ClassicExchange exchange) {
        exchange.left(thrown);
        if (returned != null) {
          exchange.answered((CloseableHttpResponse) returned);
        }
      }
      return returned;
    }
  }

  /** A blocking connection writes a request's body, once for each attempt. */
  static final class SendEntity implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (arguments[0] instanceof ClassicHttpRequest request) {
        ClassicHttpRequest tapped = SentRequest.tapped(request);
        if (tapped != null) {
          arguments[0] = tapped;
          return tapped;
        }
      }
      return null;
    }
  }

  /** An asynchronous call, over HTTP/1.1 or HTTP/2. */
  static final class ExecuteAsync implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return AsyncExchange.tapped(arguments);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof AsyncExchange exchange && thrown != null) {
        exchange.failed(thrown);
      }
      return returned;
    }
  }
}
