package dev.steno.smoke.apachehttpclient4;

import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Lines;
import dev.steno.smoke.contract.Model;
import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import dev.steno.smoke.contract.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.BufferedHttpEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** What only this client has: its entities, its older clients, and its interceptors. */
final class ApacheShapes {
  private final CloseableHttpClient client;

  ApacheShapes(CloseableHttpClient client) {
    this.client = client;
  }

  Map<String, Shape> all() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("entity-to-string", this::entityToString);
    shapes.put("entity-written", this::entityWritten);
    shapes.put("entity-buffered", this::entityBuffered);
    shapes.put("entity-consumed", this::entityConsumed);
    shapes.put("content-closed", this::contentClosed);
    shapes.put("handler-throws", this::handlerThrows);
    shapes.put("string-entity", this::stringEntity);
    shapes.put("minimal", (model, out) -> whole(HttpClients.createMinimal(), model, out));
    shapes.put("default-http-client", (model, out) -> whole(old(), model, out));
    shapes.put("default-http-client-closed-early", this::oldClosedEarly);
    shapes.put("call-inside", this::callInside);
    return shapes;
  }

  @SuppressWarnings("deprecation") // It is what old programs use.
  private static CloseableHttpClient old() {
    return new org.apache.http.impl.client.DefaultHttpClient();
  }

  private CloseableHttpResponse chat(Model model) throws IOException {
    return client.execute(ApacheDriver.of(model.chat(Model.NAME)));
  }

  private void entityToString(Model model, Transcript out) throws Exception {
    try (CloseableHttpResponse response = chat(model)) {
      out.fact("text", EntityUtils.toString(response.getEntity()));
    }
  }

  private void entityWritten(Model model, Transcript out) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CloseableHttpResponse response = chat(model)) {
      response.getEntity().writeTo(bytes);
    }
    out.fact("text", bytes.toString(StandardCharsets.UTF_8));
  }

  private void entityBuffered(Model model, Transcript out) throws Exception {
    try (CloseableHttpResponse response = chat(model)) {
      response.setEntity(new BufferedHttpEntity(response.getEntity()));
      out.fact("text", EntityUtils.toString(response.getEntity()));
      out.fact("again", EntityUtils.toString(response.getEntity()));
    }
  }

  private void entityConsumed(Model model, Transcript out) throws Exception {
    try (CloseableHttpResponse response = chat(model)) {
      EntityUtils.consume(response.getEntity());
      out.fact("line", response.getStatusLine());
    }
  }

  private void contentClosed(Model model, Transcript out) throws Exception {
    try (CloseableHttpResponse response =
        client.execute(ApacheDriver.of(model.rawStream("slow")))) {
      out.fact("first", response.getEntity().getContent().read());
      response.getEntity().getContent().close();
    }
  }

  private void handlerThrows(Model model, Transcript out) throws Exception {
    client.execute(
        ApacheDriver.of(model.chat(Model.NAME)),
        response -> {
          throw new IllegalStateException("thrown by the application");
        });
  }

  private void stringEntity(Model model, Transcript out) throws Exception {
    Request request = model.chat(Model.NAME);
    HttpPost http = (HttpPost) ApacheDriver.of(request);
    String text = new String(request.content().take(), StandardCharsets.UTF_8);
    http.setEntity(new StringEntity(text, ContentType.APPLICATION_JSON));
    out.fact("text", client.execute(http, response -> EntityUtils.toString(response.getEntity())));
    out.fact("class", http.getEntity().getClass());
  }

  private static void whole(CloseableHttpClient other, Model model, Transcript out)
      throws Exception {
    try (other) {
      tell(ApacheDriver.send(other, model.chat(Model.NAME)), out);
    }
  }

  private void oldClosedEarly(Model model, Transcript out) throws Exception {
    try (CloseableHttpClient old = old();
        Body body = ApacheDriver.open(old, model.rawStream("slow"))) {
      new Lines(body).read(3, out);
      out.facts(body.facts());
    }
  }

  /** Each call asks for a token first, on the same thread: that is no part of it. */
  private void callInside(Model model, Transcript out) throws Exception {
    Request token = model.post(model.url() + "/orders", "{\"client_secret\":\"s3cret\"}");
    try (CloseableHttpClient asking =
        ApacheDriver.builder()
            .addInterceptorFirst(
                (org.apache.http.HttpRequest request,
                    org.apache.http.protocol.HttpContext context) ->
                    out.fact("status of token", ApacheDriver.send(client, token).status()))
            .build()) {
      tell(ApacheDriver.send(asking, model.chat(Model.NAME)), out);
    }
  }

  private static void tell(Reply reply, Transcript out) {
    out.fact("status", reply.status());
    out.fact("body", new String(reply.body(), StandardCharsets.UTF_8));
    out.facts(reply.facts());
  }
}
