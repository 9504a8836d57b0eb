package dev.steno.smoke.langchain4j.models;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What servers answer, in the shapes that their providers answer with. */
final class Answer {
  /** What each of them says that says anything. */
  static final String TEXT = "Paris is the capital of France – voilà 🗼.";

  private Answer() {}

  /** The answer in a file below {@code answers/}; its name tells the content type. */
  static ResponseDefinitionBuilder of(String name) {
    String type =
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "sse" -> "text/event-stream;charset=UTF-8";
          case "ndjson" -> "application/x-ndjson";
          default -> "application/json";
        };
    return aResponse().withStatus(200).withHeader("Content-Type", type).withBody(bytes(name));
  }

  /** Fits a request whose JSON says this there. */
  static StringValuePattern saying(String path, String value) {
    return matchingJsonPath(path, equalTo(value));
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Answer.class.getResourceAsStream("/answers/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
