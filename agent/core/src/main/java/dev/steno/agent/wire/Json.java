package dev.steno.agent.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as plain Java: a {@code Map} with String keys, a {@code List}, a {@code String}, a
 * {@code Number}, a {@code Boolean}, or null.
 */
public final class Json {
  private static final int DEEPEST = 1_000;
  private static final JsonFactory READING =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // what users name is not to stay
          .build();

  private Json() {}

  /** A tree in UTF-8, without a line feed. */
  public static byte[] bytes(@Nullable Object value) {
    JsonWriter out = new JsonWriter();
    out.value(value);
    return out.copy();
  }

  /**
   * Reads one whole JSON text that {@link #bytes} wrote, of any size; whole numbers are Integers
   * where they can be, then Longs, then BigIntegers, and others Doubles where these are exact.
   * Control characters in strings are mostly let pass.
   *
   * @throws IOException when it is none, with where; never with what is written there
   */
  public static @Nullable Object read(byte[] text) throws IOException {
    // What reads requests and answers is compiled already; a second reader would have to be.
    JsonTree tree = JsonTree.exact();
    tree.feed(text, 0, text.length);
    Object value = tree.finish();
    return tree.isExact() ? value : readCarefully(text);
  }

  /** The same of any text, however odd, and for whatever else may be wrong with it. */
  static @Nullable Object readCarefully(byte[] text) throws IOException {
    try (JsonParser in = READING.createParser(text)) {
      try {
        in.nextToken();
        Object value = read(in);
        if (in.nextToken() != null) {
          throw new IOException("more than one JSON value, at byte " + offset(in));
        }
        return value;
      } catch (JsonProcessingException | NumberFormatException malformed) {
        // Its message quotes the text, and so does its cause's.
        throw new IOException("no JSON, at byte " + offset(in));
      }
    }
  }

  private static long offset(JsonParser in) {
    return in.currentLocation().getByteOffset();
  }

  private static @Nullable Object read(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == null) {
      throw new IOException("no JSON, at byte " + offset(in));
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          String name = in.currentName();
          in.nextToken();
          map.put(name, read(in));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(in));
        }
        yield list;
      }
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT -> in.getNumberValue();
      case VALUE_NUMBER_FLOAT -> number(in.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IOException("no JSON, at byte " + offset(in));
    };
  }

  /** A Double where that is exact; else a BigDecimal. */
  static Number number(String text) {
    double value = Double.parseDouble(text);
    boolean isExact =
        Double.isFinite(value)
            && (Double.toString(value).equals(text)
                || BigDecimal.valueOf(value).compareTo(new BigDecimal(text)) == 0);
    return isExact ? value : new BigDecimal(text);
  }

  /** Reads a text that is wholly one JSON object or array; null for any other. */
  public static @Nullable Object parseContainer(String text) {
    String trimmed = text.strip();
    if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) {
      return null;
    }
    byte[] bytes = trimmed.getBytes(StandardCharsets.UTF_8);
    // Room for the values' own cost: what outgrows it is more structure than text.
    JsonTree tree = new JsonTree((int) Math.min(4096 + 4L * bytes.length, Integer.MAX_VALUE));
    tree.feed(bytes, 0, bytes.length);
    Object value = tree.finish();
    return tree.whole() && !tree.truncated() && !tree.trailing() ? value : null;
  }
}
