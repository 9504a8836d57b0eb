package dev.steno.agent.capture;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Reads what a library threw. */
final class Thrown {
  private static final int DEEPEST = 20;

  private Thrown() {}

  /** What the application will see in the end: without the wrapping of futures. */
  static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean wrapper = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    return wrapper && cause != null ? cause : thrown;
  }

  /** The message, with the root cause's where it says more. */
  static @Nullable String message(Throwable thrown) {
    String message = thrown.getMessage();
    Throwable root = thrown;
    for (int depth = 0; depth < DEEPEST && root.getCause() != null; depth++) {
      root = root.getCause();
    }
    if (root == thrown) {
      return message;
    }
    String why = root.toString();
    return message == null || message.contains(why) ? why : message + " (" + why + ")";
  }
}
