package dev.steno.agent.weave;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import org.jspecify.annotations.Nullable;

/**
 * An interceptor of which nothing that it throws reaches the application, and which is retired for
 * its class loader when it failed too often. Safe for use by several threads.
 */
final class Guard implements Interceptor {
  private static final int STRIKES = 3;

  private final Interceptor guarded;
  private final String name;
  private final Hooks hooks;
  private final Log log;
  private volatile int failures;

  Guard(Interceptor guarded, String name, Hooks hooks, Log log) {
    this.guarded = guarded;
    this.name = name;
    this.hooks = hooks;
    this.log = log;
  }

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    if (failures >= STRIKES) {
      return null;
    }
    try {
      return guarded.enter(self, arguments);
    } catch (Throwable failure) {
      failed(failure);
      return null;
    }
  }

  /** An enter that went through gets its exit even after retirement: it may hold something open. */
  @Override
  public @Nullable Object exit(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    if (failures >= STRIKES && state == null) {
      return returned;
    }
    try {
      Object result = guarded.exit(state, returned, thrown);
      return result == null ? returned : result;
    } catch (Throwable failure) {
      failed(failure);
      leave(state);
      return returned;
    }
  }

  /** Or else the thread would be inside of it for ever, and whatever it does next with it. */
  private void leave(@Nullable Object state) {
    try {
      if (state instanceof Step step) {
        step.leave();
        step.end();
      }
    } catch (Throwable failure) {
      failed(failure);
    }
  }

  /**
   * {@link #enter} of a hook that replaces arguments.
   *
   * @return the state for the exit, and the arguments to go on with; null leaves them as they are
   */
  public @Nullable Object @Nullable [] enterReplacing(
      @Nullable Object self, @Nullable Object[] arguments) {
    Object state = enter(self, arguments);
    return state == null ? null : new Object[] {state, arguments};
  }

  /** {@link #exit} to {@link #enterReplacing}. */
  public @Nullable Object exitReplacing(
      @Nullable Object @Nullable [] entered,
      @Nullable Object returned,
      @Nullable Throwable thrown) {
    return exit(entered == null ? null : entered[0], returned, thrown);
  }

  private void failed(Throwable failure) {
    try {
      if (strike()) {
        hooks.off(name, "failed " + STRIKES + " times: " + Failures.describe(failure));
        log.warn(
            name
                + " failed "
                + STRIKES
                + " times, and is off for this application: "
                + Failures.describe(failure));
      } else {
        log.debug(name + " failed: " + Failures.describe(failure));
      }
    } catch (Throwable again) {
      // Out of memory or of stack: saying so can wait, the application cannot.
    }
  }

  private synchronized boolean strike() {
    failures++;
    return failures == STRIKES;
  }
}
