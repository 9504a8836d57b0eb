package dev.steno.instrumentation.httpurlconnection;

import dev.steno.agent.capture.Handoff;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Tap;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one connection sends and gets: how it is read. Of headers, only those that {@link Tap} asks
 * for, and never before the JDK has them.
 *
 * <p>Refers weakly to the connection, to what refers to it, and so to all of its streams but the
 * one that a body is gathered in: the connection's exchange is found by a map that would hold them.
 */
final class HttpUrlExchange {
  private static final Handoff<HttpUrlExchange> EXCHANGES = new Handoff<>();

  private static final List<String> REQUEST_IDS =
      List.of("x-request-id", "request-id", "x-amzn-requestid", "apim-request-id");

  /** How an exception begins that says of an answer, which was read. */
  private static final String ERROR_STATUS = "Server returned HTTP response code: ";

  private final Tap tap;
  private boolean entered = true;
  private @Nullable ByteArrayOutputStream gathered;
  private @Nullable Wrapped<OutputStream> out;
  private @Nullable Wrapped<InputStream> in;
  private int depth;
  private volatile boolean answered;

  private HttpUrlExchange(Tap tap) {
    this.tap = tap;
  }

  /** Somebody asks for the stream to send with: the first time, the call begins. */
  static @Nullable Sending sending(HttpURLConnection connection) {
    HttpUrlExchange known = EXCHANGES.get(connection);
    if (known != null) {
      return new Sending(known, connection);
    }
    if (!posts(connection)) {
      return null;
    }
    URL url = connection.getURL();
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    // No key that refers to the connection: the tap holds it.
    CallStart start =
        new CallStart(
            HttpUrlConnection.NAME,
            Layer.HTTP,
            new Object(),
            "POST",
            url.getPath(),
            url.getHost(),
            port);
    Tap tap = Recorder.begin(start, null);
    if (tap == null) {
      return null;
    }
    try {
      HttpUrlExchange exchange = new HttpUrlExchange(tap);
      EXCHANGES.put(connection, exchange);
      return new Sending(exchange, connection);
    } catch (Throwable failure) {
      tap.leave(); // nobody else will
      throw failure;
    }
  }

  /** The JDK makes a POST of a GET that has a body. */
  private static boolean posts(HttpURLConnection connection) {
    String method = connection.getRequestMethod();
    return connection.getDoOutput() && ("POST".equals(method) || "GET".equals(method));
  }

  /** One time that the JDK is asked for the stream. */
  record Sending(HttpUrlExchange exchange, HttpURLConnection connection) {
    /** The JDK gives that stream, or throws. */
    @Nullable OutputStream done(@Nullable OutputStream stream, @Nullable Throwable thrown) {
      exchange.left(thrown);
      return stream != null && exchange.tap.wantsRequest()
          ? exchange.tapped(connection, stream)
          : stream;
    }
  }

  private void left(@Nullable Throwable thrown) {
    if (entered) {
      entered = false;
      tap.leave();
    }
    if (thrown != null) {
      tap.failed(thrown);
    }
  }

  private OutputStream tapped(HttpURLConnection connection, OutputStream stream) {
    if (stream instanceof ByteArrayOutputStream all) {
      gathered = all; // which is sent when somebody asks for the answer
      return stream;
    }
    Wrapped<OutputStream> known = out;
    if (known == null) {
      OutputStream tapped = tap.requestBody(contentType(connection), stream);
      out = new Wrapped<>(stream, tapped);
      return tapped;
    }
    OutputStream tapped = known.of(stream);
    return tapped == null ? stream : tapped;
  }

  private static @Nullable String contentType(HttpURLConnection connection) {
    return connection.getRequestProperty("Content-Type");
  }

  /** Somebody asks for the answer, or for something of it: the first time, the body is sent. */
  static @Nullable Reading reading(HttpURLConnection connection) {
    HttpUrlExchange exchange = EXCHANGES.get(connection);
    if (exchange == null) {
      return null;
    }
    if (exchange.depth == 0) {
      exchange.sent(connection);
    }
    exchange.depth++;
    return new Reading(exchange, connection);
  }

  private void sent(HttpURLConnection connection) {
    ByteArrayOutputStream body = gathered;
    gathered = null;
    if (body != null && tap.wantsRequest()) {
      tap.guarded(
          tap.requestBody(contentType(connection), OutputStream.nullOutputStream()),
          copy -> {
            try {
              body.writeTo(copy);
              copy.close();
            } catch (IOException impossible) {
              throw new IllegalStateException(impossible);
            }
            return copy;
          });
    } else {
      tap.requestEnd(); // the JDK closes what the application left open
    }
  }

  /**
   * One time that the JDK reads the answer, or gives what it read; it asks itself while it reads.
   */
  record Reading(HttpUrlExchange exchange, HttpURLConnection connection) {
    /** The JDK gives that stream, or throws. */
    @Nullable InputStream done(@Nullable InputStream stream, @Nullable Throwable thrown) {
      try {
        if (exchange.depth == 1 && stream != null) {
          return exchange.answered(connection, stream);
        }
        if (exchange.depth == 1 && thrown != null && !exchange.answered) {
          exchange.failed(connection, thrown);
        }
        return stream;
      } finally {
        exchange.depth--;
      }
    }
  }

  private InputStream answered(HttpURLConnection connection, InputStream stream) {
    if (!answered) {
      tell(connection, null);
    }
    return tapped(connection, stream);
  }

  /** Either there is an answer, which says of an error, or there is none. */
  private void failed(HttpURLConnection connection, Throwable thrown) {
    boolean body = connection.getErrorStream() != null;
    String message = thrown.getMessage();
    boolean status =
        thrown instanceof FileNotFoundException
            || (message != null && message.startsWith(ERROR_STATUS));
    if (!body && !status) {
      tap.failed(thrown);
      return;
    }
    tell(connection, thrown);
    if (!body) {
      tap.end();
    }
  }

  /** Tells the head of an answer, which is there: nothing that is asked here makes the JDK read. */
  private void tell(HttpURLConnection connection, @Nullable Throwable thrown) {
    answered = true;
    try {
      tap.response(
          connection,
          connection.getResponseCode(),
          connection.getHeaderField("Content-Type"),
          connection.getHeaderField("Content-Encoding"),
          requestId(connection));
    } catch (IOException none) {
      tap.failed(thrown == null ? none : thrown);
    }
  }

  private static @Nullable String requestId(HttpURLConnection connection) {
    for (String name : REQUEST_IDS) {
      String id = connection.getHeaderField(name);
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  /** The application gets the body of an error. */
  static InputStream error(HttpURLConnection connection, InputStream stream) {
    HttpUrlExchange exchange = EXCHANGES.get(connection);
    return exchange != null && exchange.answered ? exchange.tapped(connection, stream) : stream;
  }

  /** The same stream each time, as the JDK gives the same. */
  private synchronized InputStream tapped(HttpURLConnection connection, InputStream stream) {
    Wrapped<InputStream> known = in;
    InputStream tapped = known == null ? null : known.of(stream);
    if (tapped == null) {
      tapped = tap.wantsAnswer() ? tap.body(stream, connection) : stream;
      in = new Wrapped<>(stream, tapped);
    }
    return tapped;
  }

  /** The application gives the connection up, whoever is reading from it. */
  static void disconnected(HttpURLConnection connection) {
    HttpUrlExchange exchange = EXCHANGES.get(connection);
    if (exchange != null) {
      exchange.tap.closed();
    }
  }

  /** What the application got for one of the JDK's streams, as long as it holds it. */
  private record Wrapped<T>(WeakReference<T> stream, WeakReference<T> tapped) {
    Wrapped(T stream, T tapped) {
      this(new WeakReference<>(stream), new WeakReference<>(tapped));
    }

    @Nullable T of(T asked) {
      return stream.get() == asked ? tapped.get() : null;
    }
  }
}
