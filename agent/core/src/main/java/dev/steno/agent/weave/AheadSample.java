package dev.steno.agent.weave;

import java.util.concurrent.Callable;

/** Looks like what is hooked in libraries; woven, and run once, so that the JVM knows how. */
final class AheadSample implements Callable<Object> {
  @Override
  public Object call() {
    return last(echo("echo"));
  }

  private static String echo(String text) {
    return text;
  }

  private Object last(Object echoed) {
    if (echoed instanceof String text && text.isEmpty()) {
      return this;
    }
    return echoed;
  }
}
