package dev.steno.smoke.langchain4j0;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The calls of a program, one after the other; each prints what the program saw of its answer. */
final class Calls {
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
  private final String address;
  private final Set<String> only;

  /**
   * Calls of a server at this address, which is another one in each run and never printed; only
   * those of these names, if there are any.
   */
  Calls(String address, Set<String> only) {
    this.address = address;
    this.only = only;
  }

  /** A question that can be found again by the name of its call. */
  static String prompt(String name) {
    return "[" + name + "] What is the capital of France? Répondez s'il vous plaît 🙏";
  }

  String address() {
    return address;
  }

  void call(String name, Call call) {
    if (!only.isEmpty() && !only.contains(name)) {
      return;
    }
    out.println("== " + name);
    try {
      print(String.valueOf(call.answer(prompt(name))));
    } catch (Throwable thrown) {
      print(trace(thrown));
    }
    print("on " + Thread.currentThread().getName());
  }

  /** What was thrown, with the frames that the program can see, and without their lines. */
  static String trace(Throwable thrown) {
    StringBuilder trace = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      trace.append(cause.getClass().getName()).append(": ").append(cause.getMessage());
      for (StackTraceElement frame : cause.getStackTrace()) {
        // The JDK spins accessors when it likes to.
        if (!frame.getClassName().startsWith("jdk.internal.reflect.")) {
          String type = frame.getClassName().replaceAll("\\$\\$Lambda.*", "\\$\\$Lambda");
          trace.append("\n  at ").append(type).append('.').append(frame.getMethodName());
        }
      }
      trace.append('\n');
    }
    return trace.toString();
  }

  /** Waits for what another thread completes. */
  static <T> T await(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  /** Ends the JVM: clients leave threads that live on for a minute. */
  void end() {
    out.flush();
    System.exit(0);
  }

  private void print(String text) {
    out.println(
        text.replace(address, "<address>")
            // What no program can rest on: a hash, and how many proxies a JVM has.
            .replaceAll("body: \\S+@\\w+", "body: <body>")
            .replaceAll("\\$Proxy\\d+", "\\$Proxy"));
  }

  /** Asks a model, and tells its answer. */
  interface Call {
    Object answer(String prompt) throws Exception;
  }
}
