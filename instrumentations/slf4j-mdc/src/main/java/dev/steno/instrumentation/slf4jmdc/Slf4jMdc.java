package dev.steno.instrumentation.slf4jmdc;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.util.List;

/**
 * Where SLF4J's MDC is hooked: where an application first puts something there.
 *
 * <p>Read with javap in 1.7.2, 1.7.36, 2.0.0, 2.0.17 and 2.0.20.
 */
public final class Slf4jMdc implements Instrumentation {
  private static final String MDC = "org.slf4j.MDC";
  private static final String STRING = "java.lang.String";

  @Override
  public String name() {
    return "slf4j-mdc";
  }

  @Override
  public List<Hook> hooks() {
    return List.of(
        Hook.of(MDC, "put", List.of(STRING, STRING), MdcUsed.class),
        Hook.of(MDC, "setContextMap", List.of("java.util.Map"), MdcUsed.class));
  }
}
