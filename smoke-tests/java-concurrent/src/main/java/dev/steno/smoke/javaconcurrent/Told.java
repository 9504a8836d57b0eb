package dev.steno.smoke.javaconcurrent;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a program prints: the same with the agent as without. */
final class Told {
  private Told() {}

  static void say(String line) {
    System.out.println(line.replaceAll("@[0-9a-f]+", "@<hash>"));
  }

  /** A failure with its stack, of which nothing is left out but line numbers. */
  static String of(Throwable failure) {
    return failure
        + Arrays.stream(failure.getStackTrace())
            .map(frame -> frame.getClassName() + "." + frame.getMethodName())
            .map(frame -> frame.replaceAll("\\$\\$Lambda.*\\.", "<lambda>."))
            .collect(Collectors.joining(" < ", " < ", ""));
  }

  /** How deep in its stack a thread is here. */
  static int depth() {
    return Thread.currentThread().getStackTrace().length;
  }
}
