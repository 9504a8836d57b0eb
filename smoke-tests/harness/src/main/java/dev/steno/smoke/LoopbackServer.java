package dev.steno.smoke;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** An HTTP/1.1 server on loopback that costs little, and can misbehave. */
public final class LoopbackServer implements AutoCloseable {
  private static final int MOST_HEAD = 64 << 10;

  /** Answers requests, on many threads at once. */
  @FunctionalInterface
  public interface Handler {
    Reply answer(Request request) throws IOException;
  }

  /**
   * A request.
   *
   * @param head its line and headers as they came
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Request(String method, String path, String head, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** What is done about a request. */
  public enum Manner {
    /** It is answered. */
    WHOLE,
    /** Half of the answer comes, and then the connection's end. */
    HALF,
    /** The connection is reset. */
    RESET,
    /** Nothing happens until the server ends. */
    SILENCE
  }

  /**
   * An answer.
   *
   * @param headers lines, each with its line feed; with {@code Transfer-Encoding}, the body is
   *     written as it is
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Reply(Manner manner, int status, String headers, byte[] body) {
    public static Reply of(int status, String body) {
      return new Reply(Manner.WHOLE, status, "Content-Type: application/json\r\n", bytes(body));
    }

    public Reply in(Manner other) {
      return new Reply(other, status, headers, body);
    }

    public Reply with(String header) {
      return new Reply(manner, status, headers + header + "\r\n", body);
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private final Handler handler;
  private final ServerSocket server;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  public LoopbackServer(Handler handler) {
    this.handler = handler;
    try {
      server = new ServerSocket(0, 256, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("loopback-accept", this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connection.setTcpNoDelay(true);
        connections.add(connection);
        start("loopback", () -> serve(connection));
      }
    } catch (IOException closing) {
      // Nobody is served any more.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream(), 16 << 10);
      for (Request request = read(in); request != null; request = read(in)) {
        Reply reply = handler.answer(request);
        if (!write(reply, connection)) {
          return;
        }
      }
    } catch (IOException gone) {
      // The other end was killed, or this one is closed.
    } finally {
      connections.remove(connection);
    }
  }

  /** Whether another request may come. */
  private boolean write(Reply reply, Socket connection) throws IOException {
    if (reply.manner() == Manner.RESET) {
      connection.setSoLinger(true, 0);
      return false;
    }
    if (reply.manner() == Manner.SILENCE) {
      await();
      return false;
    }
    String head =
        "HTTP/1.1 "
            + reply.status()
            + " So\r\n"
            + reply.headers()
            + (reply.headers().contains("Transfer-Encoding")
                ? "\r\n"
                : "Content-Length: " + reply.body().length + "\r\n\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + reply.body().length);
    whole.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    boolean isWhole = reply.manner() == Manner.WHOLE;
    whole.write(reply.body(), 0, isWhole ? reply.body().length : reply.body().length / 2);
    OutputStream out = connection.getOutputStream();
    whole.writeTo(out);
    out.flush();
    return isWhole;
  }

  private void await() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Request read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    int end = 0;
    while (end < 4) {
      int b = in.read();
      if (b < 0 || head.size() > MOST_HEAD) {
        return null;
      }
      head.write(b);
      boolean isNext = b == (end % 2 == 0 ? '\r' : '\n');
      end = isNext ? end + 1 : b == '\r' ? 1 : 0;
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    String[] line = text.substring(0, text.indexOf("\r\n")).split(" ", -1);
    Map<String, String> headers = headers(text);
    byte[] body =
        "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
            ? chunks(in)
            : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Request(line[0], line[1], text, body);
  }

  private static Map<String, String> headers(String head) {
    Map<String, String> headers = new ConcurrentHashMap<>();
    head.lines()
        .filter(line -> line.indexOf(':') > 0)
        .forEach(
            line ->
                headers.put(
                    line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                    line.substring(line.indexOf(':') + 1).strip()));
    return headers;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.writeBytes(in.readNBytes(size));
      in.readNBytes(2);
    }
    in.readNBytes(2);
    return body.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    if (line.isEmpty()) {
      throw new EOFException();
    }
    return Integer.parseInt(line.toString().strip().split(";", -1)[0], 16);
  }

  /** Nobody is heard or answered any more. */
  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
