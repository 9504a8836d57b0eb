package dev.steno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of the settings before they are read. */
class SettingsTest {
  private final Properties system = new Properties();

  private Settings settings(String arguments, Map<String, String> environment) {
    system.setProperty("user.home", "/home/u");
    return Settings.of(arguments, system, environment);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -",
        "/data/steno, -",
        "~/steno, -",
        "-, /data/recordings",
        "/data/steno, /data/recordings",
        "' ', -",
        "-, ''"
      })
  void whatIsSaidOfPlainOnesIsWhatTheConfigurationSays(String dir, String fileDir) {
    if (dir != null) {
      system.setProperty("steno.dir", dir);
    }
    if (fileDir != null) {
      system.setProperty("steno.file.dir", fileDir);
    }
    Settings settings = settings(null, Map.of("PATH", "/bin"));
    Config config = ConfigReader.read(settings);
    assertThat(settings.arePlain()).isTrue();
    assertThat(settings.fileDir()).isEqualTo(config.file().dir());
    assertThat(settings.folders()).isEqualTo(config.set());
    assertThat(config.problems()).isEmpty();
    assertThat(config.enabled()).isTrue();
    assertThat(config.debug()).isFalse();
    assertThat(config.exporters()).isEqualTo(List.of("file"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled=false", "log=debug", "exporters=console", "dri=/tmp", "what"})
  void anythingElseIsRead(String arguments) {
    assertThat(settings(arguments, Map.of()).arePlain()).isFalse();
  }

  @Test
  void aVariableCountsAsItsKey() {
    assertThat(settings(null, Map.of("STENO_DIR", "/d")).fileDir()).isEqualTo("/d/interactions");
    assertThat(settings(null, Map.of("STENO_LOG", "debug")).arePlain()).isFalse();
  }
}
