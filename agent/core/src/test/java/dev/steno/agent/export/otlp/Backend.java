package dev.steno.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.steno.agent.config.Destinations.Otlp;
import dev.steno.agent.config.Destinations.Signal;
import dev.steno.agent.export.VendorServer;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.export.VirtualSender;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A backend over HTTP, which reads what it is sent by OpenTelemetry's own definitions. */
final class Backend implements AutoCloseable {
  final VendorServer server = new VendorServer();
  final Health health = new Health();
  final ByteArrayOutputStream said = new ByteArrayOutputStream();

  Backend() {
    server.usually(request -> VendorServer.Reply.of(200, ""));
  }

  Signal signal(String path) {
    return new Signal(
        server.endpoint() + path, false, Map.of("x-key", "k"), 10_000, false, null, null, null);
  }

  Otlp settings(String semconv, boolean cumulative) {
    return new Otlp(
        signal("/v1/traces"),
        signal("/v1/metrics"),
        signal("/v1/logs"),
        true,
        semconv,
        cumulative,
        60_000,
        Map.of("service.name", "shop"));
  }

  VirtualSender sender(Otlp settings) {
    Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false);
    return new VirtualSender(clock -> new OtlpExporter(settings, "1.2.3", health, log, clock));
  }

  /** Sends them, and the metrics. */
  VirtualSender send(String semconv, Entry... entries) {
    VirtualSender sender = sender(settings(semconv, false));
    sender.offer(List.of(entries));
    sender.sendAll();
    sender.pass(Duration.ofMinutes(2));
    sender.turn();
    return sender;
  }

  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  List<Taken> taken(String path) {
    return server.taken().stream().filter(request -> request.path().equals(path)).toList();
  }

  List<ExportTraceServiceRequest> traceRequests() {
    List<ExportTraceServiceRequest> requests = new ArrayList<>();
    try {
      for (Taken request : taken("/v1/traces")) {
        requests.add(ExportTraceServiceRequest.parseFrom(request.body()));
      }
    } catch (InvalidProtocolBufferException broken) {
      throw new AssertionError(broken);
    }
    return requests;
  }

  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    traceRequests()
        .forEach(
            request ->
                request
                    .getResourceSpansList()
                    .forEach(
                        resource ->
                            resource
                                .getScopeSpansList()
                                .forEach(scope -> spans.addAll(scope.getSpansList()))));
    return spans;
  }

  List<LogRecord> logs() {
    List<LogRecord> logs = new ArrayList<>();
    try {
      for (Taken request : taken("/v1/logs")) {
        ExportLogsServiceRequest.parseFrom(request.body())
            .getResourceLogsList()
            .forEach(
                resource ->
                    resource
                        .getScopeLogsList()
                        .forEach(scope -> logs.addAll(scope.getLogRecordsList())));
      }
    } catch (InvalidProtocolBufferException broken) {
      throw new AssertionError(broken);
    }
    return logs;
  }

  Map<String, Metric> metrics() {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    try {
      for (Taken request : taken("/v1/metrics")) {
        ExportMetricsServiceRequest.parseFrom(request.body())
            .getResourceMetricsList()
            .forEach(
                resource ->
                    resource
                        .getScopeMetricsList()
                        .forEach(
                            scope ->
                                scope
                                    .getMetricsList()
                                    .forEach(metric -> metrics.put(metric.getName(), metric))));
      }
    } catch (InvalidProtocolBufferException broken) {
      throw new AssertionError(broken);
    }
    return metrics;
  }

  /** As plain Java. */
  static Map<String, Object> map(List<KeyValue> attributes) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (KeyValue one : attributes) {
      assertThat(map.put(one.getKey(), value(one.getValue()))).as("twice %s", one).isNull();
    }
    return map;
  }

  static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(Backend::value).toList();
      case KVLIST_VALUE -> map(value.getKvlistValue().getValuesList());
      default -> "";
    };
  }

  @Override
  public void close() {
    server.close();
  }
}
