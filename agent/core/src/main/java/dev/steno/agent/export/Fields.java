package dev.steno.agent.export;

import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is read by names; what is of another type than expected says so by its path.
 */
final class Fields {
  private static final double NANOS_IN_A_MILLI = 1_000_000;

  private final Map<?, ?> tree;
  private final String path;

  Fields(Map<?, ?> tree, String path) {
    this.tree = tree;
    this.path = path;
  }

  private IOException wrong(String name) {
    return new IOException(path + name + " is missing, or of another type");
  }

  boolean has(String name) {
    return tree.get(name) != null;
  }

  boolean contains(String name) {
    return tree.containsKey(name);
  }

  @Nullable Object value(String name) {
    return tree.get(name);
  }

  @Nullable String text(String name) throws IOException {
    Object value = tree.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(name);
  }

  String textOr(String name, String otherwise) throws IOException {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  String needed(String name) throws IOException {
    String text = text(name);
    if (text == null) {
      throw wrong(name);
    }
    return text;
  }

  boolean truth(String name) {
    return Boolean.TRUE.equals(tree.get(name));
  }

  @Nullable Number number(String name) throws IOException {
    Object value = tree.get(name);
    if (value == null || value instanceof Number) {
      return (Number) value;
    }
    throw wrong(name);
  }

  @Nullable Integer integer(String name) throws IOException {
    Number number = number(name);
    return number == null ? null : Integer.valueOf(number.intValue());
  }

  private @Nullable Long whole(String name) throws IOException {
    Number number = number(name);
    return number == null ? null : Long.valueOf(number.longValue());
  }

  @Nullable Double real(String name) throws IOException {
    Number number = number(name);
    return number == null ? null : Double.valueOf(number.doubleValue());
  }

  /** An object; an empty one when there is none. */
  Map<String, @Nullable Object> map(String name) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    Object value = tree.get(name);
    if (value instanceof Map<?, ?> fields) {
      fields.forEach((key, one) -> map.put(String.valueOf(key), one));
    } else if (value != null) {
      throw wrong(name);
    }
    return map;
  }

  void forEach(BiConsumer<String, @Nullable Object> taker) {
    tree.forEach((name, value) -> taker.accept(String.valueOf(name), value));
  }

  /** An object's fields; none when there is none. */
  Fields in(String name) throws IOException {
    return new Fields(map(name), path + name + ".");
  }

  /** An array; an empty one when there is none. */
  List<?> list(String name) throws IOException {
    Object value = tree.get(name);
    if (value == null || value instanceof List) {
      return value == null ? List.of() : (List<?>) value;
    }
    throw wrong(name);
  }

  List<String> texts(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object one : list(name)) {
      if (!(one instanceof String text)) {
        throw wrong(name);
      }
      texts.add(text);
    }
    return texts;
  }

  /** The objects in an array. */
  List<Fields> all(String name) throws IOException {
    List<Fields> all = new ArrayList<>();
    for (Object one : list(name)) {
      if (!(one instanceof Map<?, ?> map)) {
        throw wrong(name);
      }
      all.add(new Fields(map, path + name + "."));
    }
    return all;
  }

  /** A point in time, with the nanoseconds that {@code exact} knows. */
  Instant time(String name, Fields exact) throws IOException {
    Integer below = exact.integer("at");
    try {
      return Instant.parse(needed(name)).plusNanos(below == null ? 0 : below);
    } catch (DateTimeException none) {
      throw wrong(name);
    }
  }

  /** A duration, exactly if it is in that place of {@code exact}; else from milliseconds. */
  @Nullable Long nanos(String name, List<?> exact, int place) throws IOException {
    if (place < exact.size()) {
      return exact.get(place) instanceof Number nanos ? Long.valueOf(nanos.longValue()) : null;
    }
    Number millis = number(name);
    return millis == null
        ? null
        : Long.valueOf(Math.round(millis.doubleValue() * NANOS_IN_A_MILLI));
  }

  <E extends Enum<E>> E constant(String name, E[] all) throws IOException {
    String text = needed(name).toUpperCase(Locale.ROOT);
    for (E one : all) {
      if (one.name().equals(text)) {
        return one;
      }
    }
    throw wrong(name);
  }

  /** How it ended; without a word it went well. */
  Outcome outcome() throws IOException {
    return has("outcome") ? constant("outcome", Outcome.values()) : Outcome.OK;
  }

  @Nullable Failure failure() throws IOException {
    if (!has("error")) {
      return null;
    }
    Fields failure = in("error");
    return new Failure(
        failure.textOr("type", "error"), failure.text("message"), failure.integer("status"));
  }

  @Nullable Usage usage(Fields exact) throws IOException {
    if (!has("usage") && !exact.has("usage")) {
      return null;
    }
    Fields usage = in("usage");
    Map<Billed, Long> billed = new EnumMap<>(Billed.class);
    for (Billed what : Billed.values()) {
      Long count = usage.whole(what.json());
      if (count != null) {
        billed.put(what, count);
      }
    }
    return new Usage(
        usage.whole("input_tokens"),
        usage.whole("output_tokens"),
        usage.whole("cache_read_input_tokens"),
        usage.whole("cache_write_input_tokens"),
        usage.whole("reasoning_output_tokens"),
        billed);
  }

  @Nullable Cost cost() throws IOException {
    Fields cost = in("cost");
    Number usd = cost.number("usd");
    return usd == null ? null : new Cost(new BigDecimal(usd.toString()), cost.textOr("prices", ""));
  }
}
