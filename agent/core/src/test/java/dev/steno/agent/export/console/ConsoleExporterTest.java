package dev.steno.agent.export.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.Samples;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The line that people read. */
class ConsoleExporterTest {
  private static String line(String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ConsoleExporter(new PrintStream(out, true, StandardCharsets.UTF_8), ZoneOffset.UTC)
        .export(List.of(Samples.interaction(input)));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysWhatWasAskedAndAnswered() {
    assertThat(line("hello"))
        .isEqualToIgnoringNewLines(
            "steno: 21:16:49 ok 1235 ms, chat gpt-4o-2024-08-06, 80+25 tokens:"
                + " \"hello\" -> \"an answer\"");
  }

  @Test
  void printsNoControlCharacterAndNoLongText() {
    assertThat(line("\u001b[2J" + "x".repeat(500) + "\n"))
        .hasLineCount(1)
        .doesNotContain("\u001b")
        .hasSizeLessThan(200)
        .contains("…");
  }
}
