package dev.steno.instrumentation.stenoapi;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Steno's own API is hooked: the one method that all of it goes through, which takes and
 * gives the JDK's types only.
 */
public final class StenoApi implements Instrumentation {
  static final String NAME = "steno-api";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    return List.of(
        Hook.of(
            "dev.steno.api.Agent",
            "call",
            List.of("java.lang.String", "java.lang.Object", "[Ljava.lang.Object;"),
            Call.class));
  }

  /** An operation by its name: an object or null, its arguments, and the answer. */
  static final class Call implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[0] instanceof String operation
          ? Operations.call(operation, arguments[1], new Given((Object[]) arguments[2]))
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return state;
    }
  }
}
