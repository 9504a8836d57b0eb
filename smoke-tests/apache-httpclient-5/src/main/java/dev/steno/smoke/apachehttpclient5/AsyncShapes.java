package dev.steno.smoke.apachehttpclient5;

import dev.steno.smoke.contract.Model;
import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import dev.steno.smoke.contract.Transcript;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.ContentType;

/** What only the asynchronous client has: its minimal clients, and simple requests. */
final class AsyncShapes {
  private final CloseableHttpAsyncClient client;

  AsyncShapes(CloseableHttpAsyncClient client) {
    this.client = client;
  }

  Map<String, Shape> all() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("minimal", (model, out) -> minimal(HttpAsyncClients.createMinimal(), model, out));
    shapes.put(
        "minimal-http2",
        (model, out) -> minimal(HttpAsyncClients.createHttp2Minimal(), model, out));
    shapes.put("simple", this::simple);
    shapes.put("redirected", this::redirected);
    return shapes;
  }

  private void minimal(CloseableHttpAsyncClient minimal, Model model, Transcript out)
      throws Exception {
    try (minimal) {
      minimal.start();
      tell(AsyncDriver.send(minimal, model.chat(Model.NAME)), out);
    }
  }

  private void simple(Model model, Transcript out) throws Exception {
    Request request = model.chat(Model.NAME);
    SimpleHttpRequest http = new SimpleHttpRequest("POST", java.net.URI.create(request.url()));
    request.headers().forEach(http::setHeader);
    String text = new String(request.content().take(), StandardCharsets.UTF_8);
    http.setBody(text, ContentType.APPLICATION_JSON);
    SimpleHttpResponse response = client.execute(http, null).get();
    tell(AsyncDriver.reply(response), out);
  }

  private void redirected(Model model, Transcript out) throws Exception {
    Request request = model.chat(Model.NAME);
    Request moved = request.to(request.url().replace("/v1", "/moved/v1"));
    tell(AsyncDriver.send(client, moved), out);
  }

  private static void tell(Reply reply, Transcript out) {
    out.fact("status", reply.status());
    out.fact("body", new String(reply.body(), StandardCharsets.UTF_8));
    out.facts(reply.facts());
  }
}
