package dev.steno.smoke.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Asks a model, with the client that costs least. */
final class Model {
  private final URL completions;
  private final String run;
  private final String filler;

  /**
   * A client of the model at that URL.
   *
   * @param run what this process is told apart by
   * @param bytes what a question is long
   */
  Model(String url, String run, int bytes) throws IOException {
    this.completions = URI.create(url + "/chat/completions").toURL();
    this.run = run;
    this.filler = "x".repeat(bytes);
  }

  /** What question of that number is called, in all records of it. */
  String name(long number) {
    return run + "-" + number;
  }

  /** Asks the question of that number, and gives the model's answer. */
  String ask(long number, String conversation) throws IOException {
    return send(
        completions,
        "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"question "
            + name(number)
            + "."
            + filler
            + "\"}],\"metadata\":{\"conversation_id\":\""
            + conversation
            + "\"}}");
  }

  static String send(URL url, String body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    connection.setFixedLengthStreamingMode(bytes.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(bytes);
    }
    return read(connection);
  }

  /** Asks for something that is no model's; returns when it is answered. */
  static String get(String url) throws IOException {
    return read((HttpURLConnection) URI.create(url).toURL().openConnection());
  }

  private static String read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    try (in) {
      return status + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
