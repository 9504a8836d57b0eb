package dev.steno.smoke.apachehttpclient5;

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
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.BufferedHttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** What only the blocking client has: its entities, and its chain of executions. */
final class ClassicShapes {
  private final CloseableHttpClient client;

  ClassicShapes(CloseableHttpClient client) {
    this.client = client;
  }

  Map<String, Shape> all() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("entity-to-string", this::entityToString);
    shapes.put("entity-written", this::entityWritten);
    shapes.put("entity-buffered", this::entityBuffered);
    shapes.put("entity-closed", this::entityClosed);
    shapes.put("entity-consumed", this::entityConsumed);
    shapes.put("handler-throws", this::handlerThrows);
    shapes.put("string-entity", this::stringEntity);
    shapes.put("expect-continue", this::expectContinue);
    shapes.put("minimal", this::minimal);
    shapes.put("minimal-closed-early", this::minimalClosedEarly);
    shapes.put("redirected", this::redirected);
    shapes.put("call-inside", this::callInside);
    shapes.put("aborted", this::aborted);
    return shapes;
  }

  private CloseableHttpResponse chat(Model model) throws IOException {
    return client.execute(ClassicDriver.of(model.chat(Model.NAME)));
  }

  private void entityToString(Model model, Transcript out) throws Exception {
    try (CloseableHttpResponse response = chat(model)) {
      out.fact("text", EntityUtils.toString(response.getEntity()));
      out.fact("again", EntityUtils.toString(response.getEntity()));
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

  @SuppressWarnings("resource") // The entity is what is closed.
  private void entityClosed(Model model, Transcript out) throws Exception {
    CloseableHttpResponse response = client.execute(ClassicDriver.of(model.rawStream("slow")));
    out.fact("first", response.getEntity().getContent().read());
    response.getEntity().close();
    out.fact("status", response.getCode());
  }

  private void entityConsumed(Model model, Transcript out) throws Exception {
    try (CloseableHttpResponse response = chat(model)) {
      EntityUtils.consume(response.getEntity());
      out.fact("status", response.getCode());
    }
  }

  private void handlerThrows(Model model, Transcript out) throws Exception {
    client.execute(
        ClassicDriver.of(model.rawStream("slow")),
        response -> {
          out.fact("first", response.getEntity().getContent().read());
          throw new IllegalStateException("thrown by the application");
        });
  }

  private void stringEntity(Model model, Transcript out) throws Exception {
    Request request = model.chat(Model.NAME);
    HttpUriRequestBase http = ClassicDriver.of(request);
    String text = new String(request.content().take(), StandardCharsets.UTF_8);
    http.setEntity(new StringEntity(text, ContentType.APPLICATION_JSON));
    out.fact("text", client.execute(http, response -> EntityUtils.toString(response.getEntity())));
    out.fact("class", http.getEntity().getClass());
  }

  private void expectContinue(Model model, Transcript out) throws Exception {
    HttpUriRequestBase http = ClassicDriver.of(model.chat(Model.NAME));
    http.setConfig(RequestConfig.custom().setExpectContinueEnabled(true).build());
    out.fact("text", client.execute(http, response -> EntityUtils.toString(response.getEntity())));
  }

  private void minimal(Model model, Transcript out) throws Exception {
    try (CloseableHttpClient minimal = HttpClients.createMinimal()) {
      tell(ClassicDriver.send(minimal, model.chat(Model.NAME)), out);
    }
  }

  private void minimalClosedEarly(Model model, Transcript out) throws Exception {
    try (CloseableHttpClient minimal = HttpClients.createMinimal();
        Body body = ClassicDriver.open(minimal, model.rawStream("slow"))) {
      new Lines(body).read(3, out);
      out.facts(body.facts());
    }
  }

  private void redirected(Model model, Transcript out) throws Exception {
    Request request = model.chat(Model.NAME);
    Request moved = request.to(request.url().replace("/v1", "/moved/v1"));
    tell(ClassicDriver.send(client, moved), out);
  }

  /** Each call asks for a token first, on the same thread: that is no part of it. */
  private void callInside(Model model, Transcript out) throws Exception {
    Request token = model.post(model.url() + "/orders", "{\"client_secret\":\"s3cret\"}");
    try (CloseableHttpClient asking =
        ClassicDriver.builder()
            .addExecInterceptorFirst(
                "token",
                (request, scope, chain) -> {
                  out.fact("status of token", ClassicDriver.send(client, token).status());
                  return chain.proceed(request, scope);
                })
            .build()) {
      tell(ClassicDriver.send(asking, model.chat(Model.NAME)), out);
    }
  }

  private void aborted(Model model, Transcript out) throws Exception {
    HttpUriRequestBase http = ClassicDriver.of(model.chat(Model.NAME));
    http.abort();
    client.execute(http, response -> EntityUtils.toString(response.getEntity()));
  }

  private static void tell(Reply reply, Transcript out) {
    out.fact("status", reply.status());
    out.fact("body", new String(reply.body(), StandardCharsets.UTF_8));
    out.facts(reply.facts());
  }
}
