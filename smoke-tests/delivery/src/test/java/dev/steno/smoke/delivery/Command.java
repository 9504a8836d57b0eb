package dev.steno.smoke.delivery;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Commands of the operating system. */
final class Command {
  private Command() {}

  /** Its exit code, once it has ended; 127 when there is no such command. */
  static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException none) {
      return 127;
    }
  }
}
