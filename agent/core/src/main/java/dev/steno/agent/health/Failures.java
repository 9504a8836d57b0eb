package dev.steno.agent.health;

/** Says what failed in Steno, for the log: never content of a call. */
public final class Failures {
  private static final int DEEPEST = 20;

  private Failures() {}

  /**
   * The class of what was thrown first and where; its message only when the JVM wrote it (a missing
   * class or method), since any other may quote what a call said.
   */
  public static String describe(Throwable thrown) {
    Throwable failure = root(thrown);
    StringBuilder text = new StringBuilder(failure.getClass().getName());
    if (failure instanceof LinkageError || failure instanceof ReflectiveOperationException) {
      text.append(": ").append(failure.getMessage());
    }
    StackTraceElement[] trace = failure.getStackTrace();
    if (trace.length > 0) {
      text.append(" at ").append(trace[0]);
    }
    return text.toString();
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; depth < DEEPEST && root.getCause() != null; depth++) {
      root = root.getCause();
    }
    return root;
  }
}
