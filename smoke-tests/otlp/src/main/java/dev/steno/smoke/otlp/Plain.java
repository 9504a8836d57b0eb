package dev.steno.smoke.otlp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks a model with what the JDK has, and nothing else. */
public final class Plain {
  private Plain() {}

  /** The model's address. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String body =
        "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Where is it?\"}]}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(arguments[0] + "/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(response.statusCode());
  }
}
