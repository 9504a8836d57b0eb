package dev.steno.smoke.delivery;

import java.util.HashMap;
import java.util.Map;

/** What a program was started with: {@code key=value} each. */
record Options(Map<String, String> values) {
  static Options of(String[] args) {
    Map<String, String> values = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      values.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    return new Options(values);
  }

  String text(String key, String fallback) {
    return values.getOrDefault(key, fallback);
  }

  String text(String key) {
    return values.get(key);
  }

  int number(String key, int fallback) {
    String value = values.get(key);
    return value == null ? fallback : Integer.parseInt(value);
  }
}
