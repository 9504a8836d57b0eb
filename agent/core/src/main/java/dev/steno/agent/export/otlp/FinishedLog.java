package dev.steno.agent.export.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;

/** An event, which OpenTelemetry sends as a log record with a name. */
record FinishedLog(
    Source source,
    String name,
    Severity severity,
    SpanContext context,
    long nanos,
    Attributes attributes)
    implements LogRecordData {

  @Override
  public Resource getResource() {
    return source.resource();
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return source.scope();
  }

  @Override
  public long getTimestampEpochNanos() {
    return nanos;
  }

  @Override
  public long getObservedTimestampEpochNanos() {
    return nanos;
  }

  @Override
  public SpanContext getSpanContext() {
    return context;
  }

  @Override
  public Severity getSeverity() {
    return severity;
  }

  @Override
  public String getSeverityText() {
    return severity.name();
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.logs.data.Body getBody() {
    return io.opentelemetry.sdk.logs.data.Body.empty();
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public String getEventName() {
    return name;
  }
}
