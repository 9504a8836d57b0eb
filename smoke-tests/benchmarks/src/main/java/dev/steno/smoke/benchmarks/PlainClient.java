package dev.steno.smoke.benchmarks;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.springframework.web.reactive.function.client.WebClient;

/** One HTTP client, as simply as it can be used. */
@FunctionalInterface
interface PlainClient {
  /** Those that there are, by the names of their instrumentations. */
  List<String> ALL =
      List.of(
          "java-http-client",
          "http-url-connection",
          "okhttp",
          "apache-httpclient-5",
          "apache-httpclient-4",
          "spring-webclient");

  String JSON = "application/json";

  /** Posts it, and gives the answer. */
  byte[] post(byte[] json) throws Exception;

  /** The client of that name, for that URL. */
  static PlainClient of(String name, String url) {
    return switch (name) {
      case "java-http-client" -> java(url);
      case "http-url-connection" -> json -> urlConnection(url, json);
      case "okhttp" -> okHttp(url);
      case "apache-httpclient-5" -> apache5(url);
      case "apache-httpclient-4" -> apache4(url);
      case "spring-webclient" -> webClient(url);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static PlainClient java(String url) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    URI uri = URI.create(url);
    return json ->
        client
            .send(
                HttpRequest.newBuilder(uri)
                    .header("Content-Type", JSON)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
  }

  private static byte[] urlConnection(String url, byte[] json) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", JSON);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(json);
    }
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  private static PlainClient okHttp(String url) {
    OkHttpClient client = new OkHttpClient();
    MediaType type = MediaType.get(JSON);
    return json -> {
      Request request = new Request.Builder().url(url).post(RequestBody.create(json, type)).build();
      try (Response response = client.newCall(request).execute()) {
        return response.body().bytes();
      }
    };
  }

  private static PlainClient apache5(String url) {
    CloseableHttpClient client = HttpClients.createDefault();
    return json -> {
      HttpPost request = new HttpPost(url);
      request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
      return client.execute(request, response -> EntityUtils.toByteArray(response.getEntity()));
    };
  }

  private static PlainClient apache4(String url) {
    org.apache.http.impl.client.CloseableHttpClient client =
        org.apache.http.impl.client.HttpClients.createDefault();
    return json -> {
      org.apache.http.client.methods.HttpPost request =
          new org.apache.http.client.methods.HttpPost(url);
      request.setEntity(
          new org.apache.http.entity.ByteArrayEntity(
              json, org.apache.http.entity.ContentType.APPLICATION_JSON));
      try (CloseableHttpResponse response = client.execute(request)) {
        return org.apache.http.util.EntityUtils.toByteArray(response.getEntity());
      }
    };
  }

  private static PlainClient webClient(String url) {
    WebClient client = WebClient.create(url);
    return json ->
        client
            .post()
            .header("Content-Type", JSON)
            .bodyValue(json)
            .retrieve()
            .bodyToMono(byte[].class)
            .block();
  }
}
