package dev.steno.smoke.langchain4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be recorded of each shape, as {@link Outline} tells it: {@code records.txt}, where a
 * title may name the versions for which it is so.
 */
final class Golden {
  private Golden() {}

  /** By the shape's name. */
  static Map<String, String> of(Version version) {
    Map<String, String> records = new LinkedHashMap<>();
    String shape = "";
    boolean isMeant = false;
    for (String line : text().lines().toList()) {
      if (line.startsWith("== ")) {
        String[] title = line.substring(3).split(" ", 2);
        shape = title[0];
        isMeant = title.length == 1 || List.of(title[1].split(" ", -1)).contains("" + version);
        if (isMeant) {
          records.put(shape, "");
        }
      } else if (isMeant && !line.isEmpty() && !line.startsWith("#")) {
        records.merge(shape, line + "\n", String::concat);
      }
    }
    return records;
  }

  private static String text() {
    try (InputStream in = Golden.class.getResourceAsStream("/records.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
