package dev.steno.agent.export.otlp;

import dev.steno.agent.wire.JsonWriter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Attributes in the making: what is not known is left out. */
final class Facts {
  private static final int MOST_KEYS = 256;

  /** Of texts, which most are: to make one hashes and encodes its name. */
  private static final Map<String, AttributeKey<String>> KEYS = new ConcurrentHashMap<>();

  private final AttributesBuilder attributes = Attributes.builder();
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

  private static AttributeKey<String> key(String name) {
    AttributeKey<String> known = KEYS.get(name);
    if (known == null) {
      known = AttributeKey.stringKey(name);
      if (KEYS.size() < MOST_KEYS) {
        KEYS.put(name, known);
      }
    }
    return known;
  }

  Attributes build() {
    return attributes.build();
  }

  /** About how many bytes they are. */
  long weight() {
    return weight;
  }

  void put(String name, @Nullable String text) {
    if (text != null) {
      String clean = clean(text);
      weight += clean.length();
      attributes.put(key(name), clean);
    }
  }

  void put(String name, @Nullable Long number) {
    if (number != null) {
      attributes.put(name, number.longValue());
    }
  }

  void put(String name, @Nullable Double number) {
    if (number != null) {
      attributes.put(name, number.doubleValue());
    }
  }

  void put(String name, boolean bool) {
    attributes.put(name, bool);
  }

  void put(String name, List<String> texts) {
    if (!texts.isEmpty()) {
      List<String> clean = new ArrayList<>(texts.size());
      texts.forEach(text -> clean.add(clean(text)));
      attributes.put(AttributeKey.stringArrayKey(name), clean);
    }
  }

  /** What was said, or anything else that has a shape. */
  void tree(String name, @Nullable Object tree) {
    if (tree == null) {
      return;
    }
    JsonWriter out = json == null ? new JsonWriter() : json;
    json = out;
    out.clear();
    out.value(tree);
    weight += out.size();
    if (structured) {
      attributes.put(AttributeKey.valueKey(name), Values.of(tree));
    } else {
      String text = new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
      attributes.put(key(name), text);
    }
  }

  /** A fact of any type. */
  void any(String name, @Nullable Object value) {
    if (value instanceof Boolean bool) {
      put(name, bool.booleanValue());
    } else if (value instanceof Integer || value instanceof Long) {
      put(name, Long.valueOf(((Number) value).longValue()));
    } else if (value instanceof Number number) {
      put(name, Double.valueOf(number.doubleValue()));
    } else if (value instanceof Map<?, ?> || value instanceof List<?>) {
      tree(name, value);
    } else if (value != null) {
      put(name, value.toString());
    }
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
