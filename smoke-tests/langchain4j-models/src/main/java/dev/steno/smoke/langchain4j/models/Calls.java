package dev.steno.smoke.langchain4j.models;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** The calls of a program, one after the other; each prints what the program saw of its answer. */
final class Calls {
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
      print(stackTrace(thrown));
    }
    print("on " + Thread.currentThread().getName());
  }

  /** Prints a line. */
  void print(String text) {
    // Some objects print their identity.
    out.println(text.replace(address, "<address>").replaceAll("@[0-9a-f]+\\b", "@"));
  }

  /** Ends the JVM: some clients leave threads that live on for a minute. */
  void end() {
    out.flush();
    System.exit(0);
  }

  /** All of a stack trace but what differs in any two runs. */
  static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().replaceAll("Lambda[^(]*\\(", "Lambda(");
  }

  /** Asks a model, and tells its answer. */
  interface Call {
    Object answer(String prompt) throws Exception;
  }
}
