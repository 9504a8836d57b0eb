package dev.steno.smoke.httpurlconnection;

import dev.steno.smoke.contract.Ability;
import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Drives {@link HttpURLConnection}. */
public final class HttpUrlConnectionDriver implements Driver {
  private static final int FIRST_ERROR_STATUS = 400;

  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(Ability.STREAM, Ability.INPUT_STREAM, Ability.BODY_ONCE, Ability.CANCEL);
  }

  @Override
  public Reply send(Request request) throws Exception {
    HttpURLConnection connection = sent(request);
    int status = connection.getResponseCode();
    try (InputStream in = body(connection)) {
      byte[] bytes = in.readAllBytes();
      return new Reply(status, connection.getContentType(), bytes, facts(connection));
    }
  }

  @Override
  public Body open(Request request) throws Exception {
    HttpURLConnection connection = sent(request);
    return new StreamBody(connection, connection.getResponseCode(), body(connection));
  }

  @Override
  public Map<String, Shape> more() {
    return HttpUrlConnectionShapes.all();
  }

  private static HttpURLConnection sent(Request request) throws IOException {
    HttpURLConnection connection = of(request);
    if (request.method().equals("POST")) {
      connection.setDoOutput(true);
      if (request.content().once()) {
        connection.setFixedLengthStreamingMode(request.content().length());
      }
      try (OutputStream out = connection.getOutputStream()) {
        out.write(request.content().take());
      }
    }
    return connection;
  }

  static HttpURLConnection of(Request request) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(request.url()).toURL().openConnection();
    connection.setRequestMethod(request.method());
    connection.setReadTimeout((int) request.timeout().toMillis());
    request.headers().forEach(connection::setRequestProperty);
    return connection;
  }

  /** The body, of whatever status; of an error, it is not there if the server sent none. */
  static InputStream body(HttpURLConnection connection) throws IOException {
    InputStream in =
        connection.getResponseCode() < FIRST_ERROR_STATUS
            ? connection.getInputStream()
            : connection.getErrorStream();
    return in == null ? InputStream.nullInputStream() : in;
  }

  /** What the application can see of an answer that it holds, but for its body. */
  static Map<String, ?> facts(HttpURLConnection connection) throws IOException {
    InputStream body = body(connection);
    return Map.of(
        "class", connection.getClass().getName(),
        "headers", connection.getHeaderFields().keySet().toString(),
        "message", connection.getResponseMessage(),
        "same stream each time", body == body(connection),
        "error stream", connection.getErrorStream() != null,
        "url", connection.getURL().getPath());
  }

  private record StreamBody(HttpURLConnection connection, int status, InputStream stream)
      implements Body {
    private static final int BUFFER = 8_192;

    @Override
    public byte[] next() throws IOException {
      byte[] buffer = new byte[BUFFER];
      int read = stream.read(buffer);
      return read < 0 ? null : Arrays.copyOf(buffer, read);
    }

    @Override
    public Map<String, ?> facts() {
      return Map.of("headers", connection.getHeaderFields().keySet().toString());
    }

    @Override
    public void cancel() {
      connection.disconnect();
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
