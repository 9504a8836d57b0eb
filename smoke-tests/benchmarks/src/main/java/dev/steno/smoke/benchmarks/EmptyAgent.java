package dev.steno.smoke.benchmarks;

/** An agent that does nothing: what it costs, the JVM takes for any. */
public final class EmptyAgent {
  private EmptyAgent() {}

  /** Called by the JVM before {@code main}. */
  public static void premain(String argument) {}
}
