package dev.steno.agent.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of prices into a tree whose numbers are exact. Readers of calls ({@code wire}) are
 * lenient and know no line numbers; a file that a person wrote is to be read strictly.
 */
final class PriceJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** How usage is read from answers: Steno knows by itself. */
  private static final String UNUSED = "extractors";

  private PriceJson() {}

  /** Maps, lists, strings, {@code BigDecimal}s, booleans and nulls. */
  static @Nullable Object read(InputStream in) throws IOException {
    try (JsonParser parser = FACTORY.createParser(in)) {
      return whole(parser);
    }
  }

  static @Nullable Object read(String json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return whole(parser);
    }
  }

  private static @Nullable Object whole(JsonParser parser) throws IOException {
    parser.nextToken();
    Object tree = value(parser);
    parser.nextToken();
    return tree;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return map(parser);
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    if (token != null && token.isNumeric()) {
      return parser.getDecimalValue();
    }
    return token == JsonToken.VALUE_TRUE ? Boolean.TRUE : null;
  }

  private static Map<String, @Nullable Object> map(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals(UNUSED)) {
        parser.skipChildren();
      } else {
        map.put(name, value(parser));
      }
    }
    return map;
  }
}
