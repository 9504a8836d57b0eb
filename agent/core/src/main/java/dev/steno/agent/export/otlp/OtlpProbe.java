package dev.steno.agent.export.otlp;

import dev.steno.agent.config.Destinations.Signal;
import dev.steno.agent.export.DeliveryException;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks an OpenTelemetry backend whether it lets us in, with a request that holds nothing. */
public final class OtlpProbe {
  private final String version;
  private final Clock clock;

  /** As Steno of that version. */
  public OtlpProbe(String version, Clock clock) {
    this.version = version;
    this.clock = clock;
  }

  /**
   * Sends nothing there, as {@code traces}, {@code logs} or {@code metrics}.
   *
   * @return how it failed, or null when it was taken
   */
  public @Nullable DeliveryException ask(String name, Signal signal) {
    Attempt attempt = new Attempt();
    SdkExporters sdk = new SdkExporters(signal, new Senders(attempt, "Steno/" + version, clock));
    attempt.begin();
    switch (name) {
      case "traces" -> {
        Channel.Exporting<SpanData> exporting = sdk.spans();
        try {
          exporting.exporter().accept(List.of());
        } finally {
          exporting.closing().run();
        }
      }
      case "logs" -> {
        try (LogRecordExporter exporter = sdk.logs()) {
          exporter.export(List.of());
        }
      }
      default -> {
        try (MetricExporter exporter = sdk.metrics()) {
          exporter.export(List.of());
        }
      }
    }
    return attempt.failure();
  }
}
