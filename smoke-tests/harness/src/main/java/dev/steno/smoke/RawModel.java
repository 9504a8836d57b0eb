package dev.steno.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Answers whose bytes come when they are told to: slowly, without end, or not all of them. */
final class RawModel implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BEFORE_FIRST_CHUNK_MILLIS = 200;
  private static final int BEFORE_RESET_MILLIS = 300;

  /** Longer than any client waits. */
  private static final int SILENCE_MILLIS = 60_000;

  private static final byte[] MEBIBYTE =
      "0123456789abcdef".repeat(65_536).getBytes(StandardCharsets.US_ASCII);

  private static final String RELEASE = "/release/";
  private static final String LEFT = "/left/";
  private static final int SECONDS_TO_LEAVE = 3;

  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> left = new ConcurrentHashMap<>();
  private final List<Received> requests;
  private final ExecutorService threads = Executors.newCachedThreadPool(RawModel::daemon);
  private final HttpServer server;

  private RawModel(List<Received> requests) {
    this.requests = requests;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  static RawModel start(List<Received> requests) {
    RawModel model = new RawModel(requests);
    model.server.start();
    return model;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(RELEASE)) {
      latch(held, path.substring(RELEASE.length())).countDown();
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
      return;
    }
    if (path.startsWith(LEFT)) {
      boolean isLeft = awaited(latch(left, path.substring(LEFT.length())), SECONDS_TO_LEAVE);
      exchange.sendResponseHeaders(isLeft ? 204 : 404, -1);
      exchange.close();
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.add(
        new Received(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Received.lowerCase(exchange.getRequestHeaders().entrySet()),
            new String(body, StandardCharsets.ISO_8859_1)));
    JsonNode json = JSON.readTree(body);
    String model = json.path("model").asText();
    if (exchange.getRequestURI().getPath().endsWith("/export")) {
      export(exchange, json.path("mebibytes").asInt());
    } else if (model.equals("silent")) {
      pause(SILENCE_MILLIS);
    } else if (model.equals("sized")) {
      sized(exchange);
    } else if (model.equals("held")) {
      hold(latch(held, shape(exchange)));
      sized(exchange);
    } else if (model.startsWith("big-")) {
      big(exchange, Integer.parseInt(model.substring("big-".length())));
    } else {
      stream(exchange, model);
    }
  }

  private static String shape(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst("X-Shape"));
  }

  private static CountDownLatch latch(Map<String, CountDownLatch> latches, String shape) {
    return latches.computeIfAbsent(shape, added -> new CountDownLatch(1));
  }

  private static boolean awaited(CountDownLatch latch, int seconds) throws IOException {
    try {
      return latch.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void hold(CountDownLatch until) throws IOException {
    if (!awaited(until, SILENCE_MILLIS / 1_000)) {
      throw new IOException("nobody asked for the answer that was held back");
    }
  }

  private void stream(HttpExchange exchange, String model) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    List<String> events = Answers.events("chat.sse");
    switch (model) {
      case "slow" -> {
        pause(BEFORE_FIRST_CHUNK_MILLIS);
        for (String event : events) {
          send(out, event);
          pause(10);
        }
        out.close();
      }
      case "cut" -> {
        send(out, String.join("", events.subList(0, 5)) + events.get(5).substring(0, 40));
        out.close();
      }
      case "reset" -> {
        send(out, String.join("", events.subList(0, 5)) + events.get(5).substring(0, 40));
        // Some clients tell of the end at once, without what has come and is not read yet.
        pause(BEFORE_RESET_MILLIS);
        // The server drops a connection whose handler throws, without the last, empty HTTP chunk.
        throw new IOException("reset as asked");
      }
      case "endless" -> {
        send(out, events.get(0));
        try {
          while (!Thread.interrupted()) {
            send(out, events.get(1));
          }
        } finally {
          latch(left, shape(exchange)).countDown();
        }
      }
      default -> throw new IOException("no such model: " + model);
    }
  }

  private static void sized(HttpExchange exchange) throws IOException {
    byte[] answer = Answers.bytes("chat.json");
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer);
    }
  }

  /** An answer without a length, of which no model said a word. */
  private static void export(HttpExchange exchange, int mebibytes) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/octet-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < mebibytes; i++) {
        out.write(MEBIBYTE);
      }
    }
  }

  private static void big(HttpExchange exchange, int mebibytes) throws IOException {
    String[] around = Answers.text("chat.json").split("Paris", 2);
    byte[] before = around[0].getBytes(StandardCharsets.UTF_8);
    byte[] after = around[1].getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    long length = before.length + (long) mebibytes * MEBIBYTE.length + after.length;
    exchange.sendResponseHeaders(200, length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(before);
      for (int i = 0; i < mebibytes; i++) {
        out.write(MEBIBYTE);
      }
      out.write(after);
    }
  }

  private static void send(OutputStream out, String event) throws IOException {
    out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void pause(int millis) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "raw-model");
    thread.setDaemon(true);
    return thread;
  }
}
