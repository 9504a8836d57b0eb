package dev.steno.instrumentation.opentelemetryapi;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.capture.Surroundings;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets baggage and the current span be read from the first use of a context on. */
public final class ApiUsed implements Interceptor {
  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    return Reader.REGISTERED ? null : self;
  }

  /** Asked on whatever thread something begins. */
  private static final class Reader implements Scope.Reader {
    private static final Reader ONLY = new Reader();
    static final boolean REGISTERED = registered();

    private static boolean registered() {
      Recorder.ambient(ONLY);
      return true;
    }

    @Override
    public void tell(Scope scope, Object subject) {
      SpanContext span = Span.current().getSpanContext();
      if (span.isValid()) {
        scope.tell(Source.BAGGAGE, Fact.TRACE_ID, span.getTraceId());
        scope.tell(Source.BAGGAGE, Fact.SPAN_ID, span.getSpanId());
      }
      Baggage baggage = Baggage.current();
      if (!baggage.isEmpty()) {
        Surroundings.tellBaggage(scope, new Entries(baggage));
      }
    }
  }

  /** The entries of baggage by their keys. */
  private record Entries(Baggage baggage) implements Function<String, @Nullable String> {
    @Override
    public @Nullable String apply(String key) {
      return baggage.getEntryValue(key);
    }
  }
}
