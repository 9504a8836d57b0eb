package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.steno.smoke.contract.Ability;
import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Drives LangChain4j: a model of the program's own, and the HTTP client that providers use. */
public final class LangChain4jDriver implements Driver {
  @Override
  public Set<Ability> abilities() {
    // JDK 25's client, closed on another thread than it is read on, leaves the server in doubt.
    return EnumSet.of(Ability.STREAM, Ability.INTERRUPT, Ability.HTTP2, Ability.LEAVES_BY_CHANCE);
  }

  @Override
  public Reply send(Request request) throws Exception {
    HttpClient client = client(request);
    SuccessfulHttpResponse response;
    if (isForModel(request)) {
      WireModels.Whole model = new WireModels.Whole(client, of(request));
      model.chat(Asking.request("what is asked stands in the raw request"));
      response = model.response();
    } else {
      response = client.execute(of(request));
    }
    return new Reply(
        response.statusCode(),
        String.join("", headers(response).getOrDefault("content-type", List.of())),
        response.body().getBytes(StandardCharsets.UTF_8),
        Map.of("class", response.getClass().getName()));
  }

  @Override
  public Body open(Request request) throws Exception {
    WireBody.Pieces pieces = new WireBody.Pieces();
    WireModels.Streaming model = new WireModels.Streaming(client(request), of(request), pieces);
    if (isForModel(request)) {
      model.chat(Asking.request("what is asked stands in the raw request"), pieces);
    } else {
      model.doChat(Asking.request("no model is asked"), pieces);
    }
    return WireBody.of(pieces);
  }

  @Override
  public List<String> framesByChance() {
    return List.of("jdk.internal.net.http.");
  }

  /** What is none for a model, an application would not send through one. */
  private static boolean isForModel(Request request) {
    return request.method().equals("POST") && request.url().endsWith("/v1/chat/completions");
  }

  private static HttpClient client(Request request) {
    Version version = request.http2() ? Version.HTTP_2 : Version.HTTP_1_1;
    HttpClient client =
        new JdkHttpClientBuilder()
            .httpClientBuilder(java.net.http.HttpClient.newBuilder().version(version))
            .readTimeout(request.timeout())
            .build();
    if (request.http2()) {
      // Servers do not change the protocol for a request with a body: one without it comes first.
      client.execute(builder(request).method(HttpMethod.GET).build());
    }
    return client;
  }

  private static HttpRequest of(Request request) {
    HttpRequest.Builder builder = builder(request);
    return request.method().equals("GET")
        ? builder.method(HttpMethod.GET).build()
        : builder
            .method(HttpMethod.POST)
            .body(new String(request.content().take(), StandardCharsets.UTF_8))
            .build();
  }

  private static HttpRequest.Builder builder(Request request) {
    HttpRequest.Builder builder = HttpRequest.builder().url(request.url());
    request.headers().forEach((name, value) -> builder.addHeader(name, value));
    return builder;
  }

  private static Map<String, List<String>> headers(SuccessfulHttpResponse response) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    response.headers().forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
    return headers;
  }
}
