package dev.steno.agent.export.otlp;

import dev.steno.agent.config.Destinations.Signal;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Makes the SDK's exporters of one signal. They send on the thread that calls them and repeat
 * nothing; nothing global is asked for or set.
 */
final class SdkExporters {
  private final Signal signal;
  private final Senders senders;

  SdkExporters(Signal signal, Senders senders) {
    this.signal = signal;
    this.senders = senders;
  }

  Channel.Exporting<SpanData> spans() {
    SpanExporter exporter = signal.grpc() ? grpcSpans() : httpSpans();
    OverHttp http = senders.http();
    if (http == null) {
      return new Channel.Exporting<>(exporter::export, exporter::shutdown);
    }
    SpanWriter writer = new SpanWriter();
    return new Channel.Exporting<>(
        spans -> {
          writer.write(spans);
          http.send(writer);
        },
        exporter::shutdown);
  }

  LogRecordExporter logs() {
    return signal.grpc() ? grpcLogs() : httpLogs();
  }

  MetricExporter metrics() {
    return signal.grpc() ? grpcMetrics() : httpMetrics();
  }

  private OtlpHttpSpanExporter httpSpans() {
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(signal.endpoint())
            .setTimeout(timeout())
            .setHeaders(signal::headers)
            .setCompression(compression())
            .setRetryPolicy(null)
            .setMeterProvider(MeterProvider.noop())
            .setExecutorService(new SameThread())
            .setComponentLoader(senders);
    secure(builder::setTrustedCertificates, builder::setClientTls);
    return builder.build();
  }

  private OtlpGrpcSpanExporter grpcSpans() {
    OtlpGrpcSpanExporterBuilder builder =
        OtlpGrpcSpanExporter.builder()
            .setEndpoint(signal.endpoint())
            .setTimeout(timeout())
            .setHeaders(signal::headers)
            .setCompression(compression())
            .setRetryPolicy(null)
            .setMeterProvider(MeterProvider.noop())
            .setExecutorService(new SameThread())
            .setComponentLoader(senders);
    secure(builder::setTrustedCertificates, builder::setClientTls);
    return builder.build();
  }

  private OtlpHttpLogRecordExporter httpLogs() {
    OtlpHttpLogRecordExporterBuilder builder =
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(signal.endpoint())
            .setTimeout(timeout())
            .setHeaders(signal::headers)
            .setCompression(compression())
            .setRetryPolicy(null)
            .setMeterProvider(MeterProvider.noop())
            .setExecutorService(new SameThread())
            .setComponentLoader(senders);
    secure(builder::setTrustedCertificates, builder::setClientTls);
    return builder.build();
  }

  private OtlpGrpcLogRecordExporter grpcLogs() {
    OtlpGrpcLogRecordExporterBuilder builder =
        OtlpGrpcLogRecordExporter.builder()
            .setEndpoint(signal.endpoint())
            .setTimeout(timeout())
            .setHeaders(signal::headers)
            .setCompression(compression())
            .setRetryPolicy(null)
            .setMeterProvider(MeterProvider.noop())
            .setExecutorService(new SameThread())
            .setComponentLoader(senders);
    secure(builder::setTrustedCertificates, builder::setClientTls);
    return builder.build();
  }

  private OtlpHttpMetricExporter httpMetrics() {
    OtlpHttpMetricExporterBuilder builder =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(signal.endpoint())
            .setTimeout(timeout())
            .setHeaders(signal::headers)
            .setCompression(compression())
            .setRetryPolicy(null)
            .setMeterProvider(MeterProvider.noop())
            .setExecutorService(new SameThread())
            .setComponentLoader(senders);
    secure(builder::setTrustedCertificates, builder::setClientTls);
    return builder.build();
  }

  private OtlpGrpcMetricExporter grpcMetrics() {
    OtlpGrpcMetricExporterBuilder builder =
        OtlpGrpcMetricExporter.builder()
            .setEndpoint(signal.endpoint())
            .setTimeout(timeout())
            .setHeaders(signal::headers)
            .setCompression(compression())
            .setRetryPolicy(null)
            .setMeterProvider(MeterProvider.noop())
            .setExecutorService(new SameThread())
            .setComponentLoader(senders);
    secure(builder::setTrustedCertificates, builder::setClientTls);
    return builder.build();
  }

  private Duration timeout() {
    return Duration.ofMillis(signal.timeoutMillis());
  }

  private String compression() {
    return signal.gzip() ? "gzip" : "none";
  }

  private void secure(Consumer<byte[]> trust, BiConsumer<byte[], byte[]> client) {
    if (signal.certificate() != null) {
      trust.accept(read(signal.certificate()));
    }
    if (signal.clientKey() != null && signal.clientCertificate() != null) {
      client.accept(read(signal.clientKey()), read(signal.clientCertificate()));
    }
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
