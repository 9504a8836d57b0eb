package io.opentelemetry.javaagent;

/** A class loader that is another agent's by its name. */
public final class OtherAgentsLoader extends ClassLoader {
  /** Delegates all. */
  public OtherAgentsLoader(ClassLoader parent) {
    super(parent);
  }
}
