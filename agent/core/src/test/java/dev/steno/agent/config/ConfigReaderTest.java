package dev.steno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where settings come from, which is stronger, and what is said of wrong ones. */
class ConfigReaderTest {
  @TempDir Path folder;
  private final Properties system = new Properties();

  @BeforeEach
  void home() {
    system.setProperty("user.home", "/home/u");
  }

  private Config read(String arguments, Map<String, String> environment) {
    return ConfigReader.read(arguments, system, environment);
  }

  @Test
  void withoutSettingsItRecordsToTheHome() {
    Config config = read(null, Map.of("PATH", "/bin"));
    assertThat(config.enabled()).isTrue();
    assertThat(config.exporters()).containsExactly("file");
    assertThat(config.file().dir()).isEqualTo("/home/u/.steno/interactions");
    assertThat(config.file().maxSize()).isEqualTo(64L << 20);
    assertThat(config.file().keepDays()).isEqualTo(14);
    assertThat(config.file().keepSize()).isEqualTo(1L << 30);
    assertThat(config.interactionMaxSize()).isEqualTo(1 << 20);
    assertThat(config.linking().timeoutSeconds()).isEqualTo(300);
    assertThat(config.linking().infer()).isTrue();
    assertThat(config.linking().requestFields()).contains("conversation", "metadata.session_id");
    assertThat(config.outboxMaxSize()).isEqualTo(16L << 20);
    assertThat(config.pricesFile()).isEmpty();
    assertThat(config.streamTimeoutSeconds()).isEqualTo(600);
    assertThat(config.problems()).isEmpty();
    assertThat(config.set()).isEmpty();
  }

  @Test
  void aPropertyBeatsTheEnvironmentBeatsTheArgumentsBeatsTheFile() throws IOException {
    Path file = folder.resolve("steno.properties");
    Files.writeString(
        file,
        """
        steno.file.keep-days=1
        steno.file.keep-size=1MiB
        spring.datasource.password=s3cret
        steno.file.max-size=1MiB
        steno.log=debug
        """);
    system.setProperty("steno.config", file.toString());
    system.setProperty("steno.file.keep-days", "4");
    Config config =
        read(
            "file.keep-days=2,file.keep-size=2MiB,file.max-size=2MiB",
            Map.of("STENO_FILE_KEEP_DAYS", "3", "STENO_FILE_MAX_SIZE", "3MiB"));
    assertThat(config.file().keepDays()).isEqualTo(4);
    assertThat(config.file().maxSize()).isEqualTo(3L << 20);
    assertThat(config.file().keepSize()).isEqualTo(2L << 20);
    assertThat(config.debug()).isTrue();
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void aListInTheArgumentsKeepsItsCommas() {
    Config config = read("exporters=file,console,log=debug", Map.of());
    assertThat(config.exporters()).containsExactly("file", "console");
    assertThat(config.debug()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "steno.exportrs, file, steno.exporters",
    "steno.file.max.size, 1MiB, steno.file.max-size",
    "steno.outbox-max-size, 1MiB, steno.outbox.max-size"
  })
  void anUnknownKeyIsNamedWithTheNearest(String key, String value, String nearest) {
    system.setProperty(key, value);
    assertThat(read(null, Map.of()).problems())
        .singleElement()
        .asString()
        .contains(key)
        .endsWith("nearest is " + nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "steno.enabled, maybe, 'true, false'",
    "steno.log, loud, 'warn, debug'",
    "steno.file.max-size, big, a size such as 64MiB",
    "steno.file.max-size, 1, from 4096",
    "steno.file.keep-days, -3, a number from 1",
    "steno.file.keep-days, 99999999999999999999, a number from 1",
    "steno.stream.timeout, 5 weeks, a time such as 10m"
  })
  void aBadValueIsNamedWithWhatIsAllowedAndTheDefaultTaken(
      String key, String value, String allowed) {
    system.setProperty(key, value);
    Config config = read(null, Map.of());
    assertThat(config.problems())
        .singleElement()
        .asString()
        .contains(key + "=" + value)
        .contains(allowed)
        .contains("using ");
    assertThat(config.file().maxSize()).isEqualTo(64L << 20);
    assertThat(config.enabled()).isTrue();
  }

  @Test
  void anUnknownExporterIsNamedAndTheOthersWork() {
    system.setProperty("steno.exporters", "console,kafka");
    Config config = read(null, Map.of());
    assertThat(config.exporters()).containsExactly("console");
    assertThat(config.problems()).singleElement().asString().contains("kafka", "file, console");
  }

  @Test
  void withNoKnownExporterItRecordsToFile() {
    system.setProperty("steno.exporters", "kafka");
    Config config = read(null, Map.of());
    assertThat(config.exporters()).containsExactly("file");
    assertThat(config.problems()).hasSize(2);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    system.setProperty("steno.config", folder.resolve("missing").toString());
    assertThat(read(null, Map.of()).problems()).singleElement().asString().contains("missing");
    system.setProperty("steno.config", folder.toString());
    assertThat(read(null, Map.of()).problems()).singleElement().asString().contains("cannot read");
  }

  @Test
  void aFileThatIsNoPropertiesFileIsNamed() throws IOException {
    Path file = folder.resolve("steno.properties");
    Files.writeString(file, "steno.log=\\u12");
    system.setProperty("steno.config", file.toString());
    assertThat(read(null, Map.of()).problems())
        .singleElement()
        .asString()
        .contains("no properties file");
  }

  @Test
  void anArgumentThatIsNoSettingIsNamed() {
    assertThat(read("nonsense", Map.of()).problems())
        .singleElement()
        .asString()
        .contains("nonsense", "key=value");
  }

  @ParameterizedTest
  @CsvSource({
    "steno.agnost.api-key, ****",
    "steno.otlp.headers, ****",
    "steno.x.token, ****",
    "steno.exporters, value"
  })
  void secretsAreMasked(String key, String shown) {
    assertThat(ConfigReader.mask(key, "value")).isEqualTo(shown);
  }

  @Test
  void onlyWhatThereIsToSetIsShownAsSet() {
    system.setProperty("steno.log", "debug");
    system.setProperty("steno.agnost.api-kay", "s3cret");
    Config config = read(null, Map.of());
    assertThat(config.set()).containsExactly("steno.log=debug");
    assertThat(config.problems()).hasSize(1).noneMatch(problem -> problem.contains("s3cret"));
  }

  @Test
  void manyUnknownKeysAreAFewShortLines() {
    for (int i = 0; i < 1_000; i++) {
      system.setProperty("steno." + i + "x".repeat(10_000), "value");
    }
    assertThat(read(null, Map.of()).problems())
        .hasSize(6)
        .allMatch(problem -> problem.length() < 400)
        .last()
        .isEqualTo("995 more unknown settings are ignored");
  }

  @Test
  void aFileWithoutASettingIsNamed() throws IOException {
    Path file = folder.resolve("application.properties");
    Files.writeString(file, "spring.datasource.password=s3cret");
    system.setProperty("steno.config", file.toString());
    assertThat(read(null, Map.of()).problems())
        .singleElement()
        .asString()
        .contains("no key that begins with steno.")
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1k, 1024",
    "2KiB, 2048",
    "64MiB, 67108864",
    "64 mb, 67108864",
    "1g, 1073741824",
    "x, -1",
    "-5, -1",
    "1.5m, -1",
    "9999999999g, -1"
  })
  void sizesAreReadInTheirUnits(String text, long bytes) {
    assertThat(Units.BYTES.parse(text)).isEqualTo(bytes);
  }

  @Test
  void whatIsNoServerIsNamed() {
    system.setProperty("steno.http.include", "https://gw.corp, *.corp:8080 ,gw/ai/*,/v1");
    Config config = read(null, Map.of("STENO_HTTP_EXCLUDE", "api.openai.com"));
    assertThat(config.httpInclude()).containsExactly("*.corp:8080", "gw/ai/*");
    assertThat(config.httpExclude()).containsExactly("api.openai.com");
    assertThat(config.problems()).hasSize(2);
    assertThat(config.problems().get(0))
        .contains("steno.http.include", "https://gw.corp", "host:port", "without http://");
  }
}
