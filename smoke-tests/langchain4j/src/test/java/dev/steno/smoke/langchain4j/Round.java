package dev.steno.smoke.langchain4j;

import java.util.List;

/** What the model does when it is asked once. */
sealed interface Round {
  /** It answers. */
  record Says(String text) implements Round {}

  /** It wants tools. */
  record Wants(List<Wish> wishes) implements Round {}

  /** It answers with an error. */
  record Refuses(int status) implements Round {}

  /** It begins to answer, and then sends an error. */
  record Fails(String text) implements Round {}

  /** It begins to answer, and then the connection is gone. */
  record Breaks(String text) implements Round {}

  /** It answers again and again. */
  record Endless(String text) implements Round {}

  /** A tool to be called. */
  record Wish(String tool, String arguments) {}

  static Round says(String text) {
    return new Says(text);
  }

  static Round wants(String tool, String arguments) {
    return new Wants(List.of(new Wish(tool, arguments)));
  }

  static Round wants(Wish... wishes) {
    return new Wants(List.of(wishes));
  }
}
