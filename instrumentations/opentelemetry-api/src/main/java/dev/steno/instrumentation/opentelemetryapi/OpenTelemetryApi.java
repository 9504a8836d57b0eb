package dev.steno.instrumentation.opentelemetryapi;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.util.List;

/**
 * Where OpenTelemetry's API is hooked: where an application first makes a context the current one,
 * whatever that is kept in.
 *
 * <p>Read with javap in 1.0.0, 1.10.0 and 1.67.0. The API that OpenTelemetry's own agent brings for
 * itself has other names, and is left alone.
 */
public final class OpenTelemetryApi implements Instrumentation {
  @Override
  public String name() {
    return "opentelemetry-api";
  }

  @Override
  public List<Hook> hooks() {
    return List.of(
        Hook.of("io.opentelemetry.context.Context", "makeCurrent", List.of(), ApiUsed.class));
  }
}
