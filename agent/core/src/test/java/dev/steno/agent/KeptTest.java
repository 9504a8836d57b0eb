package dev.steno.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.export.Journal;
import dev.steno.agent.export.Turn;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.privacy.Rules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process keeps in Steno's folder, and what it makes of what another kept there. */
class KeptTest {
  private static final String SECRET = "sk-proj-0123456789abcdefABCDEF0123456789abcdefABCDEF01";

  @TempDir private Path dir;

  private Kept kept(String... settings) {
    Properties properties = new Properties();
    properties.setProperty("steno.dir", dir.toString());
    properties.setProperty("steno.agnost.org-id", "00000000-0000-4000-8000-000000000001");
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    Config config = ConfigReader.read(null, properties, Map.of());
    Log log =
        new Log(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);
    Rules rules = new Rules(config.privacy(), config.exporters(), dir.toString(), log);
    return new Kept(config, rules, new Health(), log);
  }

  private Entry adopted(String... settings) {
    Entry entry = new Turn("my key is " + SECRET, "an answer").build();
    return Objects.requireNonNull(kept(settings).opening()).adopted(entry);
  }

  /** A file may have had all of it in the process that ended; here a vendor gets what was kept. */
  @Test
  void whatAnotherProcessKeptIsAsLittleAsThisOneMayKeep() {
    assertThat(adopted("steno.exporters", "agnost", "steno.content", "full").toString())
        .contains(SECRET, "an answer");
    assertThat(adopted("steno.exporters", "agnost", "steno.content", "redacted").toString())
        .contains("my key is", "an answer")
        .doesNotContain(SECRET);
    assertThat(adopted("steno.exporters", "agnost", "steno.content", "none").toString())
        .doesNotContain("my key is", "an answer");
  }

  @Test
  void whatOnlyStaysOnThisMachineWaitsInMemory() {
    assertThat(kept("steno.exporters", "file,console").opening()).isNull();
    assertThat(kept("steno.exporters", "agnost", "steno.spool.max-size", "0").opening()).isNull();
  }

  @Test
  void nothingIsMadeOnDiskBeforeItIsNeeded() throws IOException {
    Kept kept = kept("steno.exporters", "agnost");
    Journal.Opening opening = Objects.requireNonNull(kept.opening());
    kept.dead();
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).isEmpty();
    }
    opening.open().close();
    kept.dead().add("agnost", "refused", "no", new Turn("q", "a").build());
    assertThat(dir.resolve("spool")).isDirectory();
    assertThat(dir.resolve("dead")).isDirectory();
  }
}
