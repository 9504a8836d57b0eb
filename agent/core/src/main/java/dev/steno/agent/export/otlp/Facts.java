package dev.steno.agent.export.otlp;

import dev.steno.agent.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes in the making: what is not known is left out. */
final class Facts {
  private final Pairs attributes = new Pairs();
  private final boolean structured;
  private @Nullable JsonWriter json;
  private long weight;

  /**
   * Attributes of a span or of an event.
   *
   * @param structured whether what was said goes there as values, as the conventions want it of
   *     events; else as JSON in a string, as backends read it of spans
   */
  Facts(boolean structured) {
    this(structured, null);
  }

  /** Attributes of a span; what has a shape is written with that, which may be used again. */
  Facts(JsonWriter json) {
    this(false, json);
  }

  private Facts(boolean structured, @Nullable JsonWriter json) {
    this.structured = structured;
    this.json = json;
  }

  Pairs build() {
    return attributes;
  }

  /** About how many bytes they are. */
  long weight() {
    return weight;
  }

  void put(String name, @Nullable String text) {
    if (text != null) {
      attributes.add(name, weighed(text));
    }
  }

  void put(String name, @Nullable Long number) {
    if (number != null) {
      attributes.add(name, number);
    }
  }

  void put(String name, @Nullable Double number) {
    if (number != null) {
      attributes.add(name, number);
    }
  }

  void put(String name, boolean bool) {
    attributes.add(name, bool);
  }

  void put(String name, List<String> texts) {
    if (!texts.isEmpty()) {
      List<String> clean = new ArrayList<>(texts.size());
      texts.forEach(text -> clean.add(clean(text)));
      attributes.add(name, clean);
    }
  }

  /** What was said, or anything else that has a shape. */
  void tree(String name, @Nullable Object tree) {
    if (tree != null) {
      attributes.add(name, shaped(tree));
    }
  }

  private Object shaped(Object tree) {
    JsonWriter out = json == null ? new JsonWriter() : json;
    json = out;
    out.clear();
    out.value(tree);
    weight += out.size();
    return structured
        ? Values.of(tree)
        : new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
  }

  /** A fact of any type, of a name that the application may have given twice: the last one. */
  void any(String name, @Nullable Object value) {
    if (value instanceof Boolean bool) {
      attributes.replace(name, bool);
    } else if (value instanceof Integer || value instanceof Long) {
      attributes.replace(name, ((Number) value).longValue());
    } else if (value instanceof Number number) {
      attributes.replace(name, number.doubleValue());
    } else if (value instanceof Map<?, ?> || value instanceof List<?>) {
      attributes.replace(name, shaped(value));
    } else if (value != null) {
      attributes.replace(name, weighed(value.toString()));
    }
  }

  private String weighed(String text) {
    String clean = clean(text);
    weight += clean.length();
    return clean;
  }

  /** Halves of surrogate pairs have no UTF-8. */
  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }
    return text;
  }
}
