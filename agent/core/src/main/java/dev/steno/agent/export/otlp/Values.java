package dev.steno.agent.export.otlp;

import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON trees as OpenTelemetry's values. */
final class Values {
  private static final int DEEPEST = 64;

  private Values() {}

  static Value<?> of(@Nullable Object tree) {
    return of(tree, 0);
  }

  private static Value<?> of(@Nullable Object tree, int depth) {
    if (tree == null || depth > DEEPEST) {
      return Value.empty();
    }
    if (tree instanceof Boolean bool) {
      return Value.of(bool.booleanValue());
    }
    if (tree instanceof Integer || tree instanceof Long) {
      return Value.of(((Number) tree).longValue());
    }
    if (tree instanceof Number number) {
      return Value.of(number.doubleValue());
    }
    if (tree instanceof List<?> list) {
      List<Value<?>> values = new ArrayList<>(list.size());
      for (Object element : list) {
        values.add(of(element, depth + 1));
      }
      return Value.of(values);
    }
    if (tree instanceof Map<?, ?> map) {
      Map<String, Value<?>> values = new LinkedHashMap<>();
      map.forEach((name, value) -> values.put(String.valueOf(name), of(value, depth + 1)));
      return Value.of(values);
    }
    return Value.of(Facts.clean(tree.toString()));
  }
}
