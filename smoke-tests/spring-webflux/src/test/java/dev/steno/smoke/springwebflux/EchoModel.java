package dev.steno.smoke.springwebflux;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A model that says again what the user said; of orders, it asks a tool first. */
final class EchoModel implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  EchoModel() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", EchoModel::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  private static void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    JsonNode messages = request.path("messages");
    JsonNode last = messages.path(messages.size() - 1);
    boolean tool =
        last.path("role").asText().equals("user")
            && said(last).contains("order")
            && request.has("tools");
    String words = "";
    for (JsonNode message : messages) {
      words = message.path("role").asText().equals("user") ? said(message) : words;
    }
    boolean streamed = request.path("stream").asBoolean();
    String body = streamed ? streamed(tool, words) : whole(tool, words);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", streamed ? "text/event-stream" : "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String said(JsonNode message) {
    JsonNode content = message.path("content");
    return content.isArray() ? content.path(0).path("text").asText() : content.asText();
  }

  private static String call(String index) {
    return "'content':null,'tool_calls':[{"
        + index
        + "'id':'call_1','type':'function','function':{'name':'searchOrders',"
        + "'arguments':'{\\'customer\\':\\'c-17\\'}'}}]";
  }

  private static String whole(boolean tool, String words) {
    String message = tool ? call("") : "'content':'re: " + words + "'";
    return ("{'id':'c','object':'chat.completion','created':1,'model':'m-1','choices':[{'index':0,"
            + "'message':{'role':'assistant',"
            + message
            + "},'finish_reason':'"
            + (tool ? "tool_calls" : "stop")
            + "'}],'usage':{'prompt_tokens':5,'completion_tokens':3,'total_tokens':8}}")
        .replace('\'', '"');
  }

  private static String streamed(boolean tool, String words) {
    if (tool) {
      return chunk(call("'index':0,"), "null") + chunk("", "'tool_calls'") + "data: [DONE]\n\n";
    }
    return chunk("'content':'re: '", "null")
        + chunk("'content':'" + words + "'", "null")
        + chunk("", "'stop'")
        + "data: [DONE]\n\n";
  }

  private static String chunk(String delta, String finish) {
    return ("data: {'id':'c','object':'chat.completion.chunk','created':1,'model':'m-1',"
                + "'choices':[{'index':0,'delta':{"
                + delta
                + "},'finish_reason':"
                + finish
                + "}]}")
            .replace('\'', '"')
        + "\n\n";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
