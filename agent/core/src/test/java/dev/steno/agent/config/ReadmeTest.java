package dev.steno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the README's table of settings is what the agent reads. */
class ReadmeTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(steno\\.[a-z.-]+)` \\| (`([^`]*)`)? ?\\|.*");

  @Test
  void eachSettingIsARowWithItsDefault() throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("../../README.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(row.group(1), row.group(3) == null ? "" : row.group(3));
      }
    }
    Map<String, String> settings = new LinkedHashMap<>();
    for (Option option : Option.ALL) {
      settings.put(option.key(), option.fallback());
    }
    assertThat(rows).containsExactlyEntriesOf(settings);
  }
}
