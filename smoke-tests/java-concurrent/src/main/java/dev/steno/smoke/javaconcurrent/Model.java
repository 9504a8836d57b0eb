package dev.steno.smoke.javaconcurrent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A model, asked on whatever thread this is. */
final class Model {
  private static volatile String url;

  private Model() {}

  static void at(String newUrl) {
    url = newUrl;
  }

  /** Asks it that. */
  static String ask(String words) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url + "/chat/completions").toURL().openConnection();
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      String body =
          "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.getBytes(StandardCharsets.UTF_8));
      }
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
