package dev.steno.instrumentation.langchain4j;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a JSON tree while it is put together: what is not known is left out. */
final class ModelTree {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  static ModelTree of(String name, @Nullable Object value) {
    return new ModelTree().with(name, value);
  }

  ModelTree with(String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value instanceof ModelTree tree ? tree.fields : value);
    }
    return this;
  }

  Map<String, Object> fields() {
    return fields;
  }
}
