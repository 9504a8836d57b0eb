package dev.steno.agent.export.otlp;

import dev.steno.agent.config.Destinations.Otlp;
import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.health.DeliveryErrors;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes interactions to an OpenTelemetry backend as spans and metrics, and events as log records,
 * in the words of the GenAI semantic conventions.
 */
public final class OtlpExporter implements Exporter {
  private static final int MOST_AT_ONCE = 512;

  private final Otlp settings;
  private final Clock clock;
  private final Log log;
  private final Batch.Making making;
  private final Metrics metrics;
  private final Channel<SpanData> traceChannel;
  private final Channel<LogRecordData> logChannel;
  private final Channel<MetricData> metricChannel;
  private @Nullable Batch batch;
  private int mostLogs = MOST_AT_ONCE;
  private long metricsMillis;

  /** Sends there what Steno of that version records. */
  public OtlpExporter(Otlp settings, String version, Health health, Log log, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.log = log;
    Conventions conventions = Conventions.of(settings.semconv());
    Source source = Source.of(settings.resource(), conventions, version);
    Content content = new Content(conventions);
    this.making =
        new Batch.Making(
            new Spans(source, conventions, content),
            new Events(source, conventions, content),
            content,
            settings.details());
    this.metricsMillis = clock.millis();
    this.metrics = new Metrics(source, conventions, settings.cumulative(), nanos());
    String agent = "Steno/" + version;
    traceChannel =
        new Channel<>("spans", settings.traces(), SdkExporters::spans, agent, clock, health, log);
    logChannel =
        new Channel<>(
            "logs",
            settings.logs(),
            sdk -> {
              LogRecordExporter exporter = sdk.logs();
              return new Channel.Exporting<>(exporter::export, exporter::shutdown);
            },
            agent,
            clock,
            health,
            log);
    metricChannel =
        new Channel<>(
            "metrics",
            settings.metrics(),
            sdk -> {
              MetricExporter exporter = sdk.metrics();
              return new Channel.Exporting<>(exporter::export, exporter::shutdown);
            },
            agent,
            clock,
            health,
            log);
    traceChannel.open();
  }

  private long nanos() {
    return Spans.nanos(clock.instant());
  }

  @Override
  public int export(List<Entry> entries) throws DeliveryException {
    Batch sending = batch;
    if (sending == null || !sending.begins(entries)) {
      sending = Batch.of(entries, MOST_AT_ONCE, making);
      batch = sending;
    }
    try {
      send(sending);
    } catch (DeliveryException failure) {
      if (failure.remedy() == Remedy.SET_ASIDE) {
        batch = null;
        if (sending.size() == 1) {
          count(entries.subList(0, 1)); // it is done with; of several, it is not known which
        }
        throw new DeliveryException(
            Remedy.SET_ASIDE, String.valueOf(failure.getMessage()), null, sending.size(), failure);
      }
      throw failure;
    }
    batch = null;
    count(entries.subList(0, sending.size()));
    sendMetricsInTime();
    return sending.size();
  }

  private void send(Batch sending) throws DeliveryException {
    if (!sending.areSpansSent()) {
      traceChannel.send(sending.spans);
      sending.spansSent();
    }
    while (!sending.logs.isEmpty() && !logChannel.isOff()) {
      List<LogRecordData> some = sending.logs.subList(0, Math.min(mostLogs, sending.logs.size()));
      try {
        logChannel.send(some);
        some.clear();
        mostLogs = Math.min(MOST_AT_ONCE, mostLogs * 2);
      } catch (DeliveryException failure) {
        refused(some, failure);
      }
    }
  }

  /** What is there as spans has arrived, and is not lost because it is not taken as logs. */
  private void refused(List<LogRecordData> logs, DeliveryException failure)
      throws DeliveryException {
    if (failure.remedy() != Remedy.SET_ASIDE) {
      throw failure;
    }
    if (logChannel.endIfUnknown(failure)) {
      return;
    }
    if (logChannel.isTooMuch() && logs.size() > 1) {
      mostLogs = logs.size() / 2;
    } else {
      logChannel.lost(logs.size(), failure);
      logs.clear();
    }
  }

  /** What is done with, delivered or not: each once. */
  private void count(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry instanceof Interaction interaction) {
        metrics.count(interaction);
      }
    }
  }

  @Override
  public void idle() {
    sendMetricsInTime();
  }

  private void sendMetricsInTime() {
    if (clock.millis() - metricsMillis >= settings.metricsMillis()) {
      sendMetrics();
    }
  }

  /** What is not taken is sent with what comes until the next time. */
  private void sendMetrics() {
    metricsMillis = clock.millis();
    long now = nanos();
    try {
      metricChannel.send(metrics.collect(now));
      metrics.delivered(now);
    } catch (DeliveryException failure) {
      if (!metricChannel.endIfUnknown(failure)) {
        String why = DeliveryErrors.withoutAnswer(String.valueOf(failure.getMessage()));
        log.warn("the exporter otlp keeps its metrics for the next time: " + why);
      }
    }
  }

  @Override
  public void close() {
    sendMetrics();
    traceChannel.close();
    logChannel.close();
    metricChannel.close();
  }
}
