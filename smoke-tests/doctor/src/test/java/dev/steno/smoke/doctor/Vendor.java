package dev.steno.smoke.doctor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A vendor on loopback that answers with one status, whatever is asked. */
final class Vendor implements AutoCloseable {
  private final List<String> taken = new ArrayList<>();
  private final HttpServer server;
  private volatile int status;

  Vendor(int status) throws IOException {
    this.status = status;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void answer(int newStatus) {
    status = newStatus;
  }

  /** The bodies of what it took. */
  List<String> taken() {
    synchronized (taken) {
      return List.copyOf(taken);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (status == 200) {
        synchronized (taken) {
          taken.add(body);
        }
      }
      exchange.sendResponseHeaders(status, 2);
      exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
