package dev.steno.smoke.springwebflux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** Asks the model over plain HTTP. */
final class Model {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;

  Model(String url) {
    this.url = url;
  }

  String url() {
    return url;
  }

  static String body(String question, boolean streamed) {
    return "{\"model\":\"m-1\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(streamed, question);
  }

  private HttpRequest request(String question) {
    return HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body(question, false)))
        .build();
  }

  /** Waits for the answer. */
  String ask(String question) {
    try {
      return "answer "
          + CLIENT.send(request(question), HttpResponse.BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<String> asked(String question) {
    return CLIENT
        .sendAsync(request(question), HttpResponse.BodyHandlers.ofString())
        .thenApply(answer -> "answer " + answer.statusCode());
  }
}
