package dev.steno.instrumentation.apachehttpclient4;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Tap;
import java.io.OutputStream;
import java.util.List;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Where Apache's HTTP client 4 is hooked: the one method of each client that all its {@code
 * execute} methods call, those in which a connection opens the stream that a body is written to,
 * and the close of a response, of which its entity does not hear.
 *
 * <p>The methods, and all that is used of the library, have the same signatures in httpclient
 * 4.3.6, 4.4.1 and 4.5.14 with httpcore 4.3.3, 4.4.1 and 4.4.16 (read with javap).
 */
public final class ApacheHttpClient4 implements Instrumentation {
  static final String NAME = "apache-httpclient-4";

  private static final String HTTP = "org.apache.http.";
  private static final String CLIENT = HTTP + "impl.client.";
  private static final String MESSAGE = HTTP + "HttpMessage";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    List<String> call =
        List.of(HTTP + "HttpHost", HTTP + "HttpRequest", HTTP + "protocol.HttpContext");
    return List.of(
        Hook.of(CLIENT + "InternalHttpClient", "doExecute", call, Execute.class),
        Hook.of(CLIENT + "MinimalHttpClient", "doExecute", call, Execute.class),
        Hook.of(CLIENT + "AbstractHttpClient", "doExecute", call, Execute.class),
        Hook.of(
            HTTP + "impl.BHttpConnectionBase", "prepareOutput", List.of(MESSAGE), OpenBody.class),
        Hook.of(
            HTTP + "impl.entity.EntitySerializer",
            "doSerialize",
            List.of(HTTP + "io.SessionOutputBuffer", MESSAGE),
            OpenBody.class),
        Hook.of(HTTP + "impl.execchain.HttpResponseProxy", "close", List.of(), Close.class));
  }

  /** A call, with its retries inside. */
  static final class Execute implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[1] instanceof HttpRequest request
          ? ApacheExchange.begin((HttpHost) arguments[0], request)
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Runnable aside) {
        aside.run();
      } else if (state instanceof ApacheExchange exchange) {
        exchange.left(thrown);
        if (returned != null) {
          exchange.answered((HttpResponse) returned);
        }
      }
      return returned;
    }
  }

  /**
   * A connection is about to write a request's body, once for each attempt. Uses nothing but
   * httpcore, which may have a class loader of its own.
   */
  static final class OpenBody implements Interceptor {
    private record Opened(Tap tap, @Nullable String contentType) {}

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Tap tap = Recorder.current(NAME);
      Object message = arguments[arguments.length - 1];
      if (tap == null || !(message instanceof HttpEntityEnclosingRequest request)) {
        return null;
      }
      Recorder.attempt(NAME);
      HttpEntity entity = request.getEntity();
      Header type = entity == null ? null : entity.getContentType();
      return new Opened(tap, type == null ? null : type.getValue());
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return state instanceof Opened opened && returned instanceof OutputStream out
          ? opened.tap().requestBody(opened.contentType(), out)
          : returned;
    }
  }

  /** The application closes a response. */
  static final class Close implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self instanceof HttpResponse response ? response.getEntity() : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof ApacheExchange.Tapped entity) {
        entity.closed();
      }
      return returned;
    }
  }
}
