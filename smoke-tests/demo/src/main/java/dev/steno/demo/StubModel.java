package dev.steno.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Plays OpenAI's chat completions on loopback, as far as the demo's conversation goes. */
final class StubModel implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MILLIS_A_WORD = 40;

  private final HttpServer server;
  private int answers;

  private StubModel() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
  }

  static StubModel start() throws IOException {
    StubModel stub = new StubModel();
    stub.server.start();
    return stub;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    JsonNode request = JSON.readTree(body);
    JsonNode last = request.path("messages").path(request.path("messages").size() - 1);
    answers++;
    int inputTokens = body.length / 4;
    if (request.path("stream").asBoolean()) {
      String text = "Begin with the Louvre, then walk along the Seine to Notre-Dame.";
      stream(exchange, request.path("model").asText(), text, inputTokens);
    } else if (last.path("role").asText().equals("tool")) {
      whole(exchange, request, said("It is 18 °C with light rain: take an umbrella."), inputTokens);
    } else if (last.path("content").asText().contains("weather")) {
      whole(exchange, request, asksForWeather(), inputTokens);
    } else {
      whole(exchange, request, said("Paris is the capital of France."), inputTokens);
    }
  }

  private static Map<String, Object> said(String text) {
    return new TreeMap<>(Map.of("role", "assistant", "content", text));
  }

  private static Map<String, Object> asksForWeather() {
    Object function = Map.of("name", "get_weather", "arguments", "{\"city\":\"Paris\"}");
    Object call = Map.of("id", "call_1", "type", "function", "function", function);
    return new TreeMap<>(Map.of("role", "assistant", "tool_calls", List.of(call)));
  }

  private void whole(
      HttpExchange exchange, JsonNode request, Map<String, Object> message, int inputTokens)
      throws IOException {
    boolean isText = message.containsKey("content");
    Map<String, Object> choice =
        Map.of("index", 0, "message", message, "finish_reason", isText ? "stop" : "tool_calls");
    Map<String, Object> answer =
        part("chat.completion", request.path("model").asText(), List.of(choice));
    answer.put("usage", usage(inputTokens, message.toString().length() / 4));
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private void stream(HttpExchange exchange, String model, String text, int inputTokens)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    List<String> words = new ArrayList<>(List.of(text.split("(?= )", -1)));
    try (OutputStream out = exchange.getResponseBody()) {
      for (String word : words) {
        Map<String, Object> delta = Map.of("index", 0, "delta", said(word));
        send(out, JSON.writeValueAsString(part("chat.completion.chunk", model, List.of(delta))));
      }
      Map<String, Object> end = Map.of("index", 0, "delta", Map.of(), "finish_reason", "stop");
      send(out, JSON.writeValueAsString(part("chat.completion.chunk", model, List.of(end))));
      Map<String, Object> last = part("chat.completion.chunk", model, List.of());
      last.put("usage", usage(inputTokens, words.size()));
      send(out, JSON.writeValueAsString(last));
      send(out, "[DONE]");
    }
  }

  private Map<String, Object> part(String object, String model, List<?> choices) {
    return new TreeMap<>(
        Map.of(
            "id",
            "chatcmpl-stub" + answers,
            "object",
            object,
            "created",
            System.currentTimeMillis() / 1000,
            "model",
            model,
            "choices",
            choices));
  }

  private static Map<String, Object> usage(int input, int output) {
    return Map.of(
        "prompt_tokens", input, "completion_tokens", output, "total_tokens", input + output);
  }

  private static void send(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    try {
      TimeUnit.MILLISECONDS.sleep(MILLIS_A_WORD);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
