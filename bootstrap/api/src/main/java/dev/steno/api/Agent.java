package dev.steno.api;

/**
 * The one method that the agent hooks: all of the API goes through it, so that any release of the
 * API works with any release of the agent. An operation that the agent does not know is ignored.
 */
final class Agent {
  private Agent() {}

  /** What the agent answers; null without it. */
  static Object call(String operation, Object self, Object... arguments) {
    return null;
  }
}
