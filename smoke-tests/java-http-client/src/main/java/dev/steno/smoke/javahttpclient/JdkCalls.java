package dev.steno.smoke.javahttpclient;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Calls a model with both of the JDK's own clients, and needs nothing else. */
public final class JdkCalls {
  private JdkCalls() {}

  /** Arguments: the model's base URL. */
  public static void main(String[] args) throws Exception {
    run(args[0], "main");
  }

  static void run(String url, String who) throws IOException, InterruptedException {
    URI uri = URI.create(url + "/chat/completions");
    String json =
        "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + who + "\"}]}";
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    System.out.println(client.send(request, BodyHandlers.ofString()).body());

    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    try (OutputStream out = connection.getOutputStream()) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
    byte[] answer = connection.getInputStream().readAllBytes();
    System.out.println(new String(answer, StandardCharsets.UTF_8));
  }
}
