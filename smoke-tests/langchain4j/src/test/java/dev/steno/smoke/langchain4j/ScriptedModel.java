package dev.steno.smoke.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.steno.smoke.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's server on loopback that does what its script says: which round it is, it reads from the
 * conversation that it is sent, so that many may be had at once.
 */
final class ScriptedModel implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SHAPE = Pattern.compile("(?s)\\[([a-z0-9-]+)\\] .*");
  private static final int SECONDS_TO_STEP = 30;

  static {
    // Else it closes connections that clients are about to use again.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    System.setProperty("sun.net.httpserver.idleInterval", "600");
  }

  private final List<Received> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
  private final Map<String, Semaphore> steps = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> left = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(ScriptedModel::daemon);
  private final HttpServer server;

  private ScriptedModel(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  static ScriptedModel start() throws IOException {
    ScriptedModel model =
        new ScriptedModel(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000));
    model.server.start();
    return model;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All that came, sorted: much comes at the same time. */
  List<String> requests() {
    synchronized (requests) {
      return requests.stream()
          .map(Received::comparable)
          .map(ScriptedModel::withToolsByName)
          .sorted()
          .toList();
    }
  }

  /** A JVM gives the methods of a class, and LangChain4j its tools, in no order that is told. */
  private static String withToolsByName(String request) {
    int body = request.indexOf("\n\n{") + 2;
    if (body < 2 || !request.contains("\"tools\"")) {
      return request;
    }
    try {
      ObjectNode tree = (ObjectNode) JSON.readTree(request.substring(body));
      List<JsonNode> tools = new ArrayList<>();
      tree.path("tools").forEach(tools::add);
      tools.sort(Comparator.comparing(tool -> tool.at("/function/name").asText()));
      tree.putArray("tools").addAll(tools);
      return request.substring(0, body) + tree.toPrettyString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/next/")) {
      steps(path.substring("/next/".length())).release();
      send(exchange, 204, "");
    } else if (path.startsWith("/left/")) {
      boolean isLeft = await(left(path.substring("/left/".length())));
      send(exchange, isLeft ? 204 : 404, "");
    } else {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      note(exchange, body);
      JsonNode request = JSON.readTree(body);
      if (path.equals("/mcp")) {
        mcp(exchange, request);
      } else if (path.endsWith("/embeddings")) {
        send(exchange, 200, Answers.embeddings(request));
      } else {
        chat(exchange, request);
      }
    }
  }

  /** A server of MCP, over streamable HTTP, that never streams. */
  private static void mcp(HttpExchange exchange, JsonNode request) throws IOException {
    String result =
        switch (request.path("method").asText()) {
          case "initialize" ->
              "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                  + "\"serverInfo\":{\"name\":\"shop\",\"version\":\"1\"}}";
          case "tools/list" ->
              "{\"tools\":[{\"name\":\"findParcel\",\"description\":\"Says where it is\","
                  + "\"inputSchema\":{\"type\":\"object\",\"properties\":"
                  + "{\"order\":{\"type\":\"string\"}},\"required\":[\"order\"]}}]}";
          case "tools/call" ->
              "{\"content\":[{\"type\":\"text\",\"text\":\"o-of-17 is in Lyon\"}]}";
          default -> "";
        };
    if (result.isEmpty()) {
      send(exchange, request.path("method").isMissingNode() ? 405 : 202, "");
      return;
    }
    String answer =
        "{\"jsonrpc\":\"2.0\",\"id\":" + request.path("id") + ",\"result\":" + result + "}";
    send(exchange, 200, answer);
  }

  private void chat(HttpExchange exchange, JsonNode request) throws IOException {
    String said = "";
    int number = 0;
    for (JsonNode message : request.path("messages")) {
      String text = message.path("content").asText();
      if (SHAPE.matcher(text).matches() && message.path("role").asText().equals("user")) {
        said = text;
        number = 0;
      } else if (!message.path("role").asText().equals("tool")) {
        number++;
      }
    }
    Matcher shape = SHAPE.matcher(said);
    if (!shape.matches()) {
      send(exchange, 404, "{\"error\":{\"message\":\"no script for it\"}}");
      return;
    }
    String name = shape.group(1);
    if (name.equals("retried")) {
      int attempt = attempts.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
      if (attempt < 3) {
        refuse(exchange, attempt == 1 ? 429 : 500);
        return;
      }
    }
    List<Round> rounds = Script.of(name, said);
    Round round = rounds.get(Math.min(number, rounds.size() - 1));
    String id = "chatcmpl-" + name + "-" + number;
    if (round instanceof Round.Refuses refusal) {
      refuse(exchange, refusal.status());
    } else if (request.path("stream").asBoolean()) {
      stream(exchange, name, round, new Answers(id, number));
    } else {
      send(exchange, 200, new Answers(id, number).whole(round));
    }
  }

  private static void refuse(HttpExchange exchange, int status) throws IOException {
    send(
        exchange,
        status,
        "{\"error\":{\"message\":\"refused with "
            + status
            + "\",\"type\":\"some_error\",\"code\":null,\"param\":null}}");
  }

  private void stream(HttpExchange exchange, String name, Round round, Answers answers)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    try {
      for (String event : answers.events(round)) {
        send(exchange, event);
        if (name.startsWith("stream") && event.contains("\"content\"")) {
          step(name);
        }
      }
      if (round instanceof Round.Endless) {
        endlessly(exchange, answers, round);
      }
      if (round instanceof Round.Breaks) {
        // Without the last chunk, since it throws.
        throw new IOException("broken as asked");
      }
      exchange.close();
    } finally {
      left(name).countDown();
    }
  }

  /** Until it fails, since nobody is there. */
  private static void endlessly(HttpExchange exchange, Answers answers, Round round)
      throws IOException {
    for (int i = 0; i < 500; i++) {
      send(exchange, answers.events(round).get(1));
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(10);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** The next piece is sent only once the application has seen this one. */
  private void step(String name) throws IOException {
    try {
      if (!steps(name).tryAcquire(SECONDS_TO_STEP, TimeUnit.SECONDS)) {
        requests.add(new Received("LATE", name, new TreeMap<>(), ""));
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static boolean await(CountDownLatch latch) throws IOException {
    try {
      return latch.await(SECONDS_TO_STEP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private Semaphore steps(String name) {
    return steps.computeIfAbsent(name, key -> new Semaphore(0));
  }

  private CountDownLatch left(String name) {
    return left.computeIfAbsent(name, key -> new CountDownLatch(1));
  }

  private void note(HttpExchange exchange, String body) {
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    // The JDK's client offers HTTP/2 or not, as its connection is a new one or not.
    headers.keySet().removeAll(List.of("connection", "http2-settings", "upgrade"));
    requests.add(
        new Received(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            new TreeMap<>(headers),
            body));
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void send(HttpExchange exchange, String event) throws IOException {
    exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted-model");
    thread.setDaemon(true);
    return thread;
  }
}
