package dev.steno.agent.export.otlp;

import dev.steno.agent.model.Origin;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes ids of traces and spans of records' ids: the same ones whenever a record is sent. */
final class TraceIds {
  private static final int UUID_LENGTH = 36;

  private TraceIds() {}

  /** The trace's id: the application's own, or the interaction's without its dashes. */
  static String trace(String interactionId, Origin origin) {
    String known = lowerCase(origin.traceId());
    if (known != null && TraceId.isValid(known)) {
      return known;
    }
    UUID id = uuid(interactionId);
    String trace = TraceId.fromLongs(id.getMostSignificantBits(), id.getLeastSignificantBits());
    return TraceId.isValid(trace) ? trace : TraceId.fromLongs(1, 1);
  }

  /** The id of the span of a call, or of an interaction. */
  static String span(String id) {
    UUID uuid = uuid(id);
    long bits = uuid.getLeastSignificantBits() ^ (uuid.getMostSignificantBits() >>> 16);
    return SpanId.fromLong(bits == 0 ? 1 : bits);
  }

  /** The application's span around it; the invalid one when there was none. */
  static SpanContext around(Origin origin) {
    String trace = lowerCase(origin.traceId());
    String span = lowerCase(origin.spanId());
    if (trace == null || span == null || !TraceId.isValid(trace) || !SpanId.isValid(span)) {
      return SpanContext.getInvalid();
    }
    return context(trace, span);
  }

  static SpanContext context(String trace, String span) {
    return SpanContext.create(trace, span, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static @Nullable String lowerCase(@Nullable String hex) {
    return hex == null ? null : hex.toLowerCase(Locale.ROOT);
  }

  private static UUID uuid(String id) {
    if (id.length() == UUID_LENGTH) {
      try {
        return UUID.fromString(id);
      } catch (IllegalArgumentException isNone) {
        // As any other text.
      }
    }
    return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
  }
}
