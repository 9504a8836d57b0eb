package dev.steno.smoke.openai;

import java.io.PrintStream;
import java.net.SocketTimeoutException;
import java.util.regex.Pattern;

/**
 * What the program saw, one fact a line, the same in every run: addresses, ports, and numbers that
 * threads and generated classes get, are left out.
 */
final class Transcript {
  private static final Pattern ADDRESS =
      Pattern.compile("(127\\.0\\.0\\.1|localhost)(/[^:]*)?:\\d+");
  private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]{4,}\\b");
  private static final Pattern GENERATED =
      Pattern.compile("(GeneratedMethodAccessor|GeneratedConstructorAccessor|\\$Proxy)\\d+");
  private static final Pattern LAMBDA = Pattern.compile("\\$\\$Lambda[^ )]*");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final PrintStream out;

  Transcript(PrintStream out) {
    this.out = out;
  }

  synchronized void shape(String name) {
    out.println("== " + name);
  }

  synchronized void fact(String name, Object value) {
    out.println("  " + name + ": " + stable(String.valueOf(value)).replace("\n", "\n    "));
  }

  /** A result as the application sees it: its class, and all that it says of itself. */
  void result(Object result) {
    type("class", result);
    fact("value", result);
  }

  void type(String name, Object object) {
    fact(name, object == null ? null : object.getClass().getName());
  }

  /** The thread that this is called on. */
  void thread(String name) {
    fact(name, currentThread());
  }

  static String currentThread() {
    return NUMBER.matcher(stable(Thread.currentThread().getName())).replaceAll("N");
  }

  void thrown(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    describe(thrown, "", text);
    fact("thrown", text);
  }

  private static void describe(Throwable thrown, String title, StringBuilder text) {
    if (thrown instanceof SocketTimeoutException) {
      // Two clocks run, the socket's and the HTTP client's, and either may be the first.
      text.append(title).append("java.net.SocketTimeoutException");
      return;
    }
    text.append(title).append(thrown.getClass().getName()).append(": ").append(thrown.getMessage());
    String last = "";
    for (StackTraceElement frame : thrown.getStackTrace()) {
      String shown = frame(frame);
      if (!shown.equals(last)) {
        text.append("\n  at ").append(shown);
      }
      last = shown;
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      describe(suppressed, "\nsuppressed ", text);
    }
    if (thrown.getCause() != null) {
      describe(thrown.getCause(), "\ncaused by ", text);
    }
  }

  private static String frame(StackTraceElement frame) {
    // Which methods of a future are on the stack depends on who came first: a callback or a result.
    if (frame.getClassName().startsWith("java.util.concurrent.CompletableFuture")) {
      return "java.util.concurrent.CompletableFuture";
    }
    if (frame.getClassName().startsWith("jdk.internal.reflect.")) {
      return "jdk.internal.reflect";
    }
    return frame.toString();
  }

  private static String stable(String text) {
    String stable = ADDRESS.matcher(text).replaceAll("<address>");
    stable = IDENTITY.matcher(stable).replaceAll("@<identity>");
    stable = GENERATED.matcher(stable).replaceAll("$1<n>");
    return LAMBDA.matcher(stable).replaceAll("\\$\\$Lambda");
  }
}
