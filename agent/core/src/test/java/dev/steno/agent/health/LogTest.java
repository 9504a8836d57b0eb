package dev.steno.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is said, and how often. */
class LogTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Log log(boolean debug) {
    return new Log(new PrintStream(out, true, StandardCharsets.UTF_8), debug);
  }

  @Test
  void aFloodOfWarningsIsLimited() {
    Log log = log(false);
    for (int i = 0; i < 10_000; i++) {
      log.warn("disk full: " + i);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount(20);
  }

  @Test
  void theSameWarningIsSaidOnce() {
    Log log = log(false);
    for (int i = 0; i < 10; i++) {
      log.warn("disk full");
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("steno: disk full");
  }

  @Test
  void debugIsSaidOnlyWhenAskedFor() {
    log(false).debug("hooked");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    log(true).debug("hooked");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("steno: hooked");
  }

  @Test
  void oneLineStaysOneLine() {
    log(false).say("a\nb\u001b");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("steno: a b ");
  }

  @Test
  void theSummaryHasEveryCounter() {
    Health health = new Health();
    health.captured();
    health.captured();
    health.delivered("file", 1);
    assertThat(health.summary()).isEqualTo("captured=2 delivered.file=1 dropped=0 linked=0");
    health.linked();
    health.dropped("outbox_full", 1);
    health.dropped("export_failed", "console", 1);
    assertThat(health.summary())
        .isEqualTo(
            "captured=2 delivered.file=1 dropped.export_failed.console=1 dropped.outbox_full=1"
                + " linked=1");
  }
}
