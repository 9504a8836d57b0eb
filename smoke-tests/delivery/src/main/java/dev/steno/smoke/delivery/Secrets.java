package dev.steno.smoke.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Talks to a model with secrets wherever an application may have any, and prints none. */
public final class Secrets {
  private final String model;

  private Secrets(String model) {
    this.model = model;
  }

  /** The model's base URL, and of a gate. */
  public static void main(String[] args) throws IOException, InterruptedException {
    new Secrets(args[0]).run();
    Model.get(args[1]);
    System.out.println("said all");
  }

  private void run() throws IOException, InterruptedException {
    for (String shape : Canaries.shapes(Canaries.FIRST_SAID)) {
      ask(message("user", "Here it is: " + shape + " and so on."));
    }
    for (int i = 41; i <= 44; i++) {
      ask(message("system", "You have " + Canaries.openAi(i) + "."), message("user", "Who am I?"));
    }
    // The model's answer asks for a tool, with secrets 45 to 48; the tool's result has 49 to 52.
    ask(message("user", "Call the tool."));
    for (int i = 49; i <= 52; i++) {
      ask(
          message("user", "Call the tool."),
          "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\","
              + "\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]}",
          "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\""
              + Canaries.SAID
              + " found "
              + Canaries.bearer(i)
              + "\"}");
    }
    ask(message("user", "Tell me secrets.")); // 53 to 56
    ask(message("user", "Refuse me.")); // 57 and 58
    options();
    fail();
  }

  private static String message(String role, String text) {
    return "{\"role\":\"" + role + "\",\"content\":\"" + Canaries.SAID + " " + text + "\"}";
  }

  private static String body(String... messages) {
    return "{\"model\":\"gpt-4o\",\"messages\":[" + String.join(",", messages) + "]}";
  }

  /** With secrets 1 to 10 in its headers, and 19 to 22 in its URL. */
  private void ask(String... messages) throws IOException {
    String query =
        "/chat/completions?key=" + Canaries.openAi(19) + "&access_token=" + Canaries.sign(20);
    String user = Canaries.sign(21) + ":" + Canaries.sign(22) + "@";
    URL url = URI.create(model.replace("://", "://" + user) + query).toURL();
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Authorization", "Bearer " + Canaries.openAi(1));
    connection.setRequestProperty("api-key", Canaries.sign(2));
    connection.setRequestProperty("x-api-key", Canaries.openAi(3));
    connection.setRequestProperty("Cookie", "session=" + Canaries.sign(4));
    connection.setRequestProperty("OpenAI-Organization", Canaries.sign(5));
    connection.setRequestProperty("Proxy-Authorization", "Basic " + Canaries.sign(6));
    connection.setRequestProperty("x-goog-api-key", Canaries.sign(7));
    connection.setRequestProperty("X-Tenant-Secret", Canaries.sign(8));
    connection.setRequestProperty("User-Agent", "application/" + Canaries.sign(9));
    connection.setRequestProperty("X-Request-Id", Canaries.sign(10));
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body(messages).getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      in.readAllBytes();
    }
  }

  /** What a client is made with: 23 and 24. */
  private void options() throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .authenticator(
                new Authenticator() {
                  @Override
                  protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication("app", Canaries.sign(23).toCharArray());
                  }
                })
            .build();
    String basic =
        Base64.getEncoder()
            .encodeToString(("app:" + Canaries.sign(24)).getBytes(StandardCharsets.UTF_8));
    client.send(
        HttpRequest.newBuilder(URI.create(model + "/chat/completions"))
            .header("Authorization", "Basic " + basic + " " + Canaries.sign(24))
            .POST(BodyPublishers.ofString(body(message("user", "With options."))))
            .build(),
        BodyHandlers.ofString());
  }

  /** Exceptions with 59 and 60 in their words, in the middle of a call. */
  private void fail() throws InterruptedException {
    List<String> words =
        List.of("cannot connect to " + Canaries.inUrl(59), "refused: " + Canaries.openAi(60));
    for (String message : words) {
      try {
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(model + "/chat/completions"))
                    .POST(
                        BodyPublishers.ofByteArrays(
                            () -> {
                              throw new IllegalStateException(message);
                            }))
                    .build(),
                BodyHandlers.ofString());
      } catch (IOException | IllegalStateException asPlanned) {
        System.out.println("failed as planned");
      }
      try {
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(model + "/chat/completions"))
                    .POST(BodyPublishers.ofString(body(message("user", "Break."))))
                    .build(),
                head -> {
                  throw new IllegalStateException(message);
                });
      } catch (IOException | IllegalStateException asPlanned) {
        System.out.println("failed as planned");
      }
    }
  }
}
