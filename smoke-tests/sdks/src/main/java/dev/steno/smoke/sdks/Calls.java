package dev.steno.smoke.sdks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The calls of a program, one after the other; each prints what the program saw of its answer. */
final class Calls {
  static final String RATE_LIMITED = "rate-limited";

  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
  private final String address;

  /** Calls of a server at this address, which is another one in each run and never printed. */
  Calls(String address) {
    this.address = address;
  }

  /** A question that can be found again by the name of its call. */
  static String prompt(String name) {
    return "[" + name + "] What is the capital of France? Répondez s'il vous plaît 🙏";
  }

  void call(String name, Call call) {
    out.println("== " + name);
    try {
      print(String.valueOf(call.answer(prompt(name))));
    } catch (Throwable thrown) {
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        print(cause.getClass().getName() + ": " + cause.getMessage());
      }
    }
    print("on " + Thread.currentThread().getName());
  }

  /** Ends the JVM: some clients leave threads that live on for a minute. */
  void end() {
    out.flush();
    System.exit(0);
  }

  private void print(String text) {
    out.println(text.replace(address, "<address>"));
  }

  /** Asks a model, and tells its answer. */
  interface Call {
    Object answer(String prompt) throws Exception;
  }
}
