package dev.steno.smoke.contract;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The fake model, as one shape asks it.
 *
 * @param shape the shape's name, by which its requests and records are found again
 * @param url the base URL of whole answers
 * @param rawUrl that of answers that come slowly, never end, or break
 */
public record Model(String shape, String url, String rawUrl) {
  /** A model that answers at once. */
  public static final String NAME = "gpt-4o";

  /** A secret, which is to be found nowhere but on the wire. */
  public static final String KEY = "sk-canary-2f6e0b";

  /** What the user says. */
  public String prompt() {
    return prompt("");
  }

  private String prompt(String more) {
    return "[" + shape + "] " + more + "What is the capital of France? Répondez vite 🙏";
  }

  /** Asks for a whole answer. */
  public Request chat(String name) {
    return chat(name, "");
  }

  /** Asks for a whole answer to a question that has more words. */
  public Request chat(String name, String more) {
    return post(url + "/chat/completions", json(name, prompt(more), ""));
  }

  /** Asks for a whole answer from the raw model. */
  public Request rawChat(String name) {
    return chat(name).to(rawUrl + "/chat/completions");
  }

  /** Asks for a stream. */
  public Request stream(String name) {
    String options = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    return post(url + "/chat/completions", json(name, prompt(), options));
  }

  /** Asks for a stream from the raw model. */
  public Request rawStream(String name) {
    return stream(name).to(rawUrl + "/chat/completions");
  }

  /** Asks for something else. */
  public Request post(String anyUrl, String json) {
    return asking(Request.post(anyUrl, json));
  }

  /** Asks for something else. */
  public Request get(String anyUrl) {
    return asking(Request.get(anyUrl));
  }

  /** Lets the raw model give the answer that it holds back from this shape. */
  public void release() throws IOException {
    tell("/release/");
  }

  /** Whether the raw model learnt, in a while, that its endless answer to this shape was left. */
  public boolean isLeft() throws IOException {
    return tell("/left/").contains(" 204 ");
  }

  private String tell(String what) throws IOException {
    URI raw = URI.create(rawUrl);
    try (Socket socket = new Socket(raw.getHost(), raw.getPort())) {
      String request = "GET " + what + shape + " HTTP/1.0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private Request asking(Request request) {
    return request.header("Authorization", "Bearer " + KEY).header("X-Shape", shape);
  }

  private static String json(String name, String prompt, String options) {
    return "{\"model\":\""
        + name
        + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + prompt
        + "\"}]"
        + options
        + "}";
  }
}
