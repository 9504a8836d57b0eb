package dev.steno.instrumentation.log4jcontext;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.util.List;

/**
 * Where Log4j's ThreadContext is hooked: where an application first puts something there.
 *
 * <p>Read with javap in 2.0, 2.8, 2.17.2, 2.26.1 and 3.0.0-beta2; the first has no {@code putAll},
 * and only the last three have {@code putIfNull}.
 */
public final class Log4jContext implements Instrumentation {
  private static final String CONTEXT = "org.apache.logging.log4j.ThreadContext";
  private static final String STRING = "java.lang.String";

  @Override
  public String name() {
    return "log4j-context";
  }

  @Override
  public List<Hook> hooks() {
    return List.of(
        Hook.of(CONTEXT, "put", List.of(STRING, STRING), ContextUsed.class),
        Hook.of(CONTEXT, "putIfNull", List.of(STRING, STRING), ContextUsed.class),
        Hook.of(CONTEXT, "putAll", List.of("java.util.Map"), ContextUsed.class));
  }
}
