package dev.steno.instrumentation.httpurlconnection;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the JDK's connections are hooked: those to {@code https} are made of one of these.
 *
 * <p>The four methods have the same signatures in JDK 17 and JDK 25 (read with javap). The private
 * ones are what the public ones of nearly the same name do while they hold the connection's lock.
 */
public final class HttpUrlConnection implements Instrumentation {
  static final String NAME = "http-url-connection";

  private static final String CONNECTION = "sun.net.www.protocol.http.HttpURLConnection";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    return List.of(
        Hook.of(CONNECTION, "getOutputStream0", List.of(), Output.class),
        Hook.of(CONNECTION, "getInputStream0", List.of(), Input.class),
        Hook.of(CONNECTION, "getErrorStream", List.of(), ErrorInput.class),
        Hook.of(CONNECTION, "disconnect", List.of(), Disconnect.class));
  }

  /** The stream for the request's body, each time that somebody asks for it. */
  static final class Output implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self instanceof HttpURLConnection connection
          ? HttpUrlExchange.sending(connection)
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return state instanceof HttpUrlExchange.Sending sending
          ? sending.done((OutputStream) returned, thrown)
          : returned;
    }
  }

  /**
   * The answer, each time that somebody asks for something of it: the first time, it is waited for.
   */
  static final class Input implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self instanceof HttpURLConnection connection
          ? HttpUrlExchange.reading(connection)
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return state instanceof HttpUrlExchange.Reading reading
          ? reading.done((InputStream) returned, thrown)
          : returned;
    }
  }

  /** The body of an answer that says of an error; nothing is waited for. */
  static final class ErrorInput implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return state instanceof HttpURLConnection connection && returned instanceof InputStream error
          ? HttpUrlExchange.error(connection, error)
          : returned;
    }
  }

  /** The application wants no more of the connection. */
  static final class Disconnect implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (self instanceof HttpURLConnection connection) {
        HttpUrlExchange.disconnected(connection);
      }
      return null;
    }
  }
}
