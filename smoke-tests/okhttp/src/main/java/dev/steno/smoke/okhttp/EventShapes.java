package dev.steno.smoke.okhttp;

import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import dev.steno.smoke.contract.Transcript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okio.ByteString;

/** Server-sent events as OkHttp's own library reads them, and a connection that is taken over. */
final class EventShapes {
  private final OkHttpClient client;

  EventShapes(OkHttpClient client) {
    this.client = client;
  }

  Map<String, Shape> all() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("event-source", (model, out) -> events(model.rawStream("slow"), -1, out));
    shapes.put("event-source-cancelled", (model, out) -> events(model.rawStream("slow"), 3, out));
    shapes.put(
        "event-source-rate-limited", (model, out) -> events(model.chat("rate-limited"), -1, out));
    shapes.put("web-socket", (model, out) -> webSocket(out));
    return shapes;
  }

  private void events(Request request, int cancelAfter, Transcript out)
      throws InterruptedException {
    Listener listener = new Listener(cancelAfter, out);
    EventSources.createFactory(client).newEventSource(OkHttpDriver.of(request).build(), listener);
    out.fact("ended", listener.ended.await(Request.PATIENT.toSeconds(), TimeUnit.SECONDS));
  }

  private static final class Listener extends EventSourceListener {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int cancelAfter;
    private final Transcript out;
    private int events;

    Listener(int cancelAfter, Transcript out) {
      this.cancelAfter = cancelAfter;
      this.out = out;
    }

    @Override
    public void onOpen(EventSource source, Response response) {
      out.fact("open", response);
      out.thread("thread of listener");
    }

    @Override
    public void onEvent(EventSource source, String id, String type, String data) {
      out.fact("event", data);
      events++;
      if (events == cancelAfter) {
        source.cancel();
      }
    }

    @Override
    public void onClosed(EventSource source) {
      out.fact("closed after events", events);
      ended.countDown();
    }

    @Override
    public void onFailure(EventSource source, Throwable thrown, Response response) {
      out.type("failed", thrown);
      out.fact("response", response);
      ended.countDown();
    }
  }

  private void webSocket(Transcript out) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> upgrade(server));
      serving.setDaemon(true);
      serving.start();
      CompletableFuture<String> heard = new CompletableFuture<>();
      okhttp3.Request request =
          new okhttp3.Request.Builder()
              .url("http://127.0.0.1:" + server.getLocalPort() + "/v1/realtime")
              .build();
      WebSocket socket = client.newWebSocket(request, new Ear(heard, out));
      out.fact("heard", heard.get(Request.PATIENT.toSeconds(), TimeUnit.SECONDS));
      socket.cancel();
    }
  }

  /** A server that accepts one connection, says one word, and waits for the client to leave. */
  private static void upgrade(ServerSocket server) {
    try (Socket socket = server.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = socket.getOutputStream()) {
      String accept = "";
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.startsWith("Sec-WebSocket-Key: ")) {
          String key = line.substring(line.indexOf(' ') + 1);
          accept =
              ByteString.encodeUtf8(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").sha1().base64();
        }
      }
      String head =
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Accept: "
              + accept
              + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      out.write(new byte[] {(byte) 0x81, 2, 'h', 'i'});
      out.flush();
      in.read();
    } catch (IOException gone) {
      // The client is, or the test.
    }
  }

  private static final class Ear extends WebSocketListener {
    private final CompletableFuture<String> heard;
    private final Transcript out;

    Ear(CompletableFuture<String> heard, Transcript out) {
      this.heard = heard;
      this.out = out;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      out.fact("status", response.code());
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      heard.complete(text);
    }

    @Override
    public void onFailure(WebSocket socket, Throwable thrown, Response response) {
      heard.completeExceptionally(thrown);
    }
  }
}
