package dev.steno.agent.export.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Attributes in the order in which they were told: what is only written once need not be sorted,
 * nor looked up. Each name is to be told once.
 */
final class Pairs implements Attributes {
  private static final int USUAL = 48;

  private Object[] pairs = new Object[USUAL];
  private int end;

  /**
   * One more.
   *
   * @param value a String, Boolean, Long, Double, a list of Strings, or a value of OpenTelemetry's
   */
  void add(String name, Object value) {
    if (end == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * end);
    }
    pairs[end] = name;
    pairs[end + 1] = value;
    end += 2;
  }

  /** The same of what may have been told before, which is no longer so. */
  void replace(String name, Object value) {
    for (int i = 0; i < end; i += 2) {
      if (pairs[i].equals(name)) {
        pairs[i + 1] = value;
        return;
      }
    }
    add(name, value);
  }

  String name(int index) {
    return (String) pairs[2 * index];
  }

  Object value(int index) {
    return pairs[2 * index + 1];
  }

  @Override
  public int size() {
    return end / 2;
  }

  @Override
  public boolean isEmpty() {
    return end == 0;
  }

  @Override
  public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
    for (int i = 0; i < size(); i++) {
      consumer.accept(key(name(i), value(i)), value(i));
    }
  }

  private static AttributeKey<?> key(String name, Object value) {
    if (value instanceof String) {
      return AttributeKey.stringKey(name);
    } else if (value instanceof Long) {
      return AttributeKey.longKey(name);
    } else if (value instanceof Double) {
      return AttributeKey.doubleKey(name);
    } else if (value instanceof Boolean) {
      return AttributeKey.booleanKey(name);
    } else if (value instanceof List) {
      return AttributeKey.stringArrayKey(name);
    }
    return AttributeKey.valueKey(name);
  }

  @Override
  public Map<AttributeKey<?>, Object> asMap() {
    Map<AttributeKey<?>, Object> map = new LinkedHashMap<>();
    forEach(map::put);
    return map;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable T get(AttributeKey<T> key) {
    return (T) asMap().get(key);
  }

  @Override
  public AttributesBuilder toBuilder() {
    return sorted().toBuilder();
  }

  /** The same, of which two can be compared. */
  @SuppressWarnings("unchecked")
  Attributes sorted() {
    AttributesBuilder sorted = Attributes.builder();
    forEach((key, value) -> sorted.put((AttributeKey<Object>) key, value));
    return sorted.build();
  }
}
