package dev.steno.smoke.contract.test;

/**
 * A method of the agent that is made to throw.
 *
 * @param className its class, with a dollar sign before a nested one
 * @param method its name; all methods of that name are broken
 * @param error what it throws
 */
public record Fault(String className, String method, Class<? extends Throwable> error) {
  @Override
  public String toString() {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    return error.getSimpleName() + " in " + simple + "." + method;
  }
}
