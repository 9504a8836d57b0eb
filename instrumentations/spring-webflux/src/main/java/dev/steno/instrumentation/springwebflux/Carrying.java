package dev.steno.instrumentation.springwebflux;

import dev.steno.agent.capture.Streams;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * A context with what it is in. It has the keys that it would have without us, no more: for what
 * else it knows, it has to be asked with an object that only we have.
 */
final class Carrying implements Context {
  private final Context context;
  private final Object carrier;
  private final Object exchange;

  Carrying(Context context, Object carrier, Object exchange) {
    this.context = context;
    this.carrier = carrier;
    this.exchange = exchange;
  }

  private Context with(Context changed) {
    return changed == context ? this : new Carrying(changed, carrier, exchange);
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> T get(Object key) {
    if (key == Streams.KEY) {
      return (T) carrier;
    }
    return key == Exchange.KEY ? (T) exchange : context.get(key);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable T getOrDefault(Object key, @Nullable T otherwise) {
    if (key == Streams.KEY) {
      return (T) carrier;
    }
    return key == Exchange.KEY ? (T) exchange : context.getOrDefault(key, otherwise);
  }

  @Override
  public boolean hasKey(Object key) {
    return context.hasKey(key);
  }

  @Override
  public Context put(Object key, Object value) {
    return with(context.put(key, value));
  }

  @Override
  public Context delete(Object key) {
    return with(context.delete(key));
  }

  @Override
  public Context putAll(ContextView others) {
    return with(context.putAll(others));
  }

  @Override
  public Context putAllMap(Map<?, ?> from) {
    return with(context.putAllMap(from));
  }

  @Override
  public int size() {
    return context.size();
  }

  @Override
  public Stream<Map.Entry<Object, Object>> stream() {
    return context.stream();
  }

  @Override
  public String toString() {
    return context.toString();
  }
}
