package dev.steno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a conversation is kept: what cannot be understood keeps less, never more. */
class PrivacyReaderTest {
  private Config config;

  private Privacy read(String... settings) {
    Properties properties = new Properties();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.setProperty(setting.substring(0, equals), setting.substring(equals + 1));
    }
    config = ConfigReader.read(null, properties, Map.of());
    return config.privacy();
  }

  @Test
  void allIsRedactedUnlessSomethingElseIsSaid() {
    Privacy privacy = read();
    assertThat(config.problems()).isEmpty();
    for (String part : Privacy.PARTS) {
      assertThat(privacy.mode("file", part)).isEqualTo("redacted");
    }
    assertThat(privacy.redact()).containsExactly("secrets");
    assertThat(privacy.sample()).isEqualTo(1);
    assertThat(privacy.keepErrors()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "steno.content=ful, input, file, none",
    "steno.content=ful, results, otlp, none",
    "steno.content.input=yes, input, file, none",
    "steno.content.input=yes, output, file, redacted",
    "steno.otlp.content=all, input, otlp, none",
    "steno.otlp.content=all, input, file, redacted",
    "steno.content=FULL, input, file, full"
  })
  void whatIsNoModeKeepsNothing(String setting, String part, String exporter, String mode) {
    assertThat(read(setting).mode(exporter, part)).isEqualTo(mode);
    assertThat(config.problems()).hasSize(mode.equals("full") ? 0 : 1);
  }

  @Test
  void anExporterMayGetLessThanAllAndMore() {
    Privacy privacy =
        read("steno.content=full", "steno.content.input=none", "steno.otlp.content=redacted");
    assertThat(privacy.mode("file", "input")).isEqualTo("none");
    assertThat(privacy.mode("file", "output")).isEqualTo("full");
    assertThat(privacy.mode("otlp", "input")).isEqualTo("redacted");
    assertThat(privacy.mode("otlp", "output")).isEqualTo("redacted");
  }

  @Test
  void aDetectorThatDoesNotExistTurnsAllOn() {
    assertThat(read("steno.redact=secrets, emial").redact()).isEqualTo(Privacy.DETECTORS);
    assertThat(config.problems())
        .singleElement()
        .asString()
        .contains("'emial', which is none of secrets, email,")
        .endsWith(": looking for all of them");
    assertThat(read("steno.redact=none").redact()).isEmpty();
    assertThat(read("steno.redact=IP,card").redact()).isEqualTo(List.of("ip", "card"));
  }
}
