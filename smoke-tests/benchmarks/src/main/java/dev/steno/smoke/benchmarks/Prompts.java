package dev.steno.smoke.benchmarks;

import java.nio.charset.StandardCharsets;

/** What is asked. */
final class Prompts {
  /** What is asked where nothing else is said. */
  static final String ONE_KILOBYTE = of(1 << 10);

  /** Threads that ask at the same time. */
  static final int MOST_THREADS = 16;

  private static final String WORDS =
      "Where is my order? It was to come on Tuesday, or so I was told. ";

  private Prompts() {}

  /** Words of that many bytes. */
  static String of(int bytes) {
    return WORDS.repeat(bytes / WORDS.length() + 1).substring(0, bytes);
  }

  /** The request of a client that is no more than HTTP. */
  static byte[] json(boolean streamed) {
    String json =
        "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\""
            + ONE_KILOBYTE
            + "\"}]"
            + (streamed ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}" : "}");
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
