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

  @Test
  void whoSpeaksIsReadFromAllSources() {
    Speakers speakers = read(null, Map.of()).speakers();
    assertThat(speakers.userFrom()).isEqualTo(Speakers.SOURCES);
    assertThat(speakers.headers()).isEqualTo(Speakers.Names.NONE);
    assertThat(speakers.deviceHeaders()).isEmpty();
    assertThat(speakers.mdc().user()).containsExactly("userId", "user", "username");
    assertThat(speakers.mdc().conversation()).doesNotContain("threadId");
    assertThat(speakers.baggage().user()).containsExactly("user.id", "enduser.id");
    assertThat(trusts(speakers, "127.0.0.1", "10.1.2.3", "172.31.0.1", "::1", "fd00::1")).isTrue();
    assertThat(trusts(speakers, "::ffff:192.168.0.9", "169.254.1.1", "fe80::2")).isTrue();
    for (String open : new String[] {"8.8.8.8", "172.32.0.1", "11.0.0.1", "2001:db8::1"}) {
      assertThat(trusts(speakers, open)).as(open).isFalse();
    }
    assertThat(speakers.engagementPaths()).isEmpty();
  }

  private static boolean trusts(Speakers speakers, String... addresses) {
    for (String text : addresses) {
      Address address = Address.parse(text);
      if (speakers.trustedProxies().stream().noneMatch(range -> range.contains(address))) {
        return false;
      }
    }
    return true;
  }

  @Test
  void whoSpeaksIsReadFromWhatIsNamed() {
    system.setProperty("steno.user.from", "Header,mdc,header");
    system.setProperty("steno.user.header", "X-User-Id, x-login");
    system.setProperty("steno.session.header", "X-Session-Id");
    system.setProperty("steno.mdc.user", "none");
    system.setProperty("steno.client.trusted-proxies", "203.0.113.0/24,2001:db8::/33");
    system.setProperty("steno.engagement.paths", "/widget/**,/chat");
    Config config = read(null, Map.of("STENO_CONVERSATION_HEADER", "X-Chat"));
    Speakers speakers = config.speakers();
    assertThat(config.problems()).isEmpty();
    assertThat(config.set()).contains("steno.user.header=X-User-Id, x-login");
    assertThat(speakers.userFrom()).containsExactly("header", "mdc");
    assertThat(speakers.headers().user()).containsExactly("X-User-Id", "x-login");
    assertThat(speakers.headers().conversation()).containsExactly("X-Chat");
    assertThat(speakers.mdc().user()).isEmpty();
    assertThat(trusts(speakers, "203.0.113.255", "2001:db8:7fff::1")).isTrue();
    assertThat(trusts(speakers, "203.0.114.0")).isFalse();
    assertThat(trusts(speakers, "2001:db8:8000::1")).isFalse();
    assertThat(trusts(speakers, "127.0.0.1")).isFalse();
    assertThat(speakers.engagementPaths()).containsExactly("/widget/**", "/chat");
    system.setProperty("steno.client.trusted-proxies", "none");
    assertThat(read(null, Map.of()).speakers().trustedProxies()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "steno.user.from, 'cookie,api', 'none of api, request, principal, header, mdc, baggage'",
    "steno.user.header, Authorization, holds credentials",
    "steno.device.header, Cookie, holds credentials",
    "steno.session.header, X-Api-Key, holds credentials",
    "steno.conversation.header, X-Amzn-Oidc-Accesstoken, holds credentials",
    "steno.user.header, proxy_authorization, holds credentials",
    "steno.user.header, X-Forwarded-Auth, holds credentials",
    "steno.user.header, X User, no name of a header",
    "steno.client.trusted-proxies, proxy.corp, no address",
    "steno.client.trusted-proxies, 10.0.0.0/33, no address",
    "steno.client.trusted-proxies, '10.0.0.0/,10.0.0.1', no address",
    "steno.engagement.paths, widget, no path"
  })
  void whatCannotSayWhoSpeaksIsNamed(String key, String value, String problem) {
    system.setProperty(key, value);
    Config config = read(null, Map.of());
    assertThat(config.problems()).singleElement().asString().contains(key, problem, "ignored");
    assertThat(config.speakers().headers()).isEqualTo(Speakers.Names.NONE);
    assertThat(config.speakers().deviceHeaders()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, 1.2.3.4",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "::, ::",
    "1::, 1::",
    "::1, ::1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
    "::ffff:1.2.3.4, 1.2.3.4",
    "64:ff9b::1.2.3.4, 64:ff9b::102:304",
    "1.2.3, ",
    "1.2.3.4.5, ",
    "1.2.3.256, ",
    "1.2.3.-4, ",
    "1.2.3.4a, ",
    "1..3.4, ",
    "0001.2.3.4, ",
    "::1::, ",
    "1:2:3:4:5:6:7, ",
    "1:2:3:4:5:6:7:8:9, ",
    "1:2:3:4:5:6:7:8::, ",
    ":1:2:3:4:5:6:7, ",
    "1:2:3:4:5:6:7:, ",
    "12345::, ",
    "fe80::1%eth0, ",
    "unknown, ",
    "١.2.3.4, "
  })
  void addressesAreReadWithoutLookingThemUp(String text, String read) {
    Address address = Address.parse(text);
    assertThat(address == null ? null : address.toString()).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agnost||steno.agnost.org-id, which is not set",
        "agnost|steno.agnost.org-id=acme|steno.agnost.org-id=acme is no UUID",
        "agnost|steno.agnost.org-id=3f0e8c1a-5b7d-4c2e-9a61-0d4f7b8e2c35;steno.agnost.endpoint=api.agnost.ai|steno.agnost.endpoint=api.agnost.ai is no address",
        "agnost|steno.agnost.org-id=3f0e8c1a-5b7d-4c2e-9a61-0d4f7b8e2c35;steno.agnost.endpoint=http://agnost.corp|set steno.agnost.insecure=true",
        "agentsight||steno.agentsight.api-key, which is not set",
        "agentsight|steno.agentsight.api-key=ags_12|steno.agentsight.api-key=**** is no key",
        "mindlytics|steno.mindlytics.api-key=k|steno.mindlytics.project-id, which is not set",
        "mindlytics|steno.mindlytics.api-key=a b;steno.mindlytics.project-id=p|has a character that no header can have",
        "otlp|steno.otlp.endpoint=ftp://x|steno.otlp.endpoint=ftp://x is no address",
        "otlp|steno.otlp.endpoint=http://collector:4318|set steno.otlp.insecure=true"
      })
  void anExporterThatCannotWorkIsTakenOffTheListAndTheOthersWork(
      String exporter, String settings, String said) {
    system.setProperty("steno.exporters", exporter + ",file");
    if (settings != null) {
      for (String setting : settings.split(";")) {
        system.setProperty(setting.split("=")[0], setting.substring(setting.indexOf('=') + 1));
      }
    }
    Config config = read(null, Map.of());
    assertThat(config.exporters()).containsExactly("file");
    assertThat(config.problems()).hasSize(1).first().asString().contains(exporter, said);
  }

  @Test
  void whatAVendorsSdkReadsCountsWhereNothingOfStenosIsSet() {
    system.setProperty("steno.exporters", "agnost,agentsight,mindlytics,otlp");
    system.setProperty("steno.mindlytics.project-id", "mine");
    Config config =
        read(
            null,
            Map.ofEntries(
                Map.entry("AGNOST_ORG_ID", "3f0e8c1a-5b7d-4c2e-9a61-0d4f7b8e2c35"),
                Map.entry("AGENTSIGHT_API_KEY", "ags_0123456789abcdef0123456789ABCDEF_012345"),
                Map.entry("AGENTSIGHT_API_ENDPOINT", "http://127.0.0.1:9000/"),
                Map.entry("AGENTSIGHT_ENVIRONMENT", "development"),
                Map.entry("MLSDK_API_KEY", "wk"),
                Map.entry("MLSDK_PROJECT_ID", "theirs"),
                Map.entry("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
                Map.entry("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Basic%20eDp5,x=1"),
                Map.entry("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=prod"),
                Map.entry("OTEL_SERVICE_NAME", "shop")));
    assertThat(config.problems()).isEmpty();
    Destinations to = config.destinations();
    assertThat(to.agnost().endpoint()).isEqualTo("https://api.agnost.ai");
    assertThat(to.agentsight().endpoint()).isEqualTo("http://127.0.0.1:9000");
    assertThat(to.agentsight().environment()).isEqualTo("development");
    assertThat(to.agentsight().attachments()).isTrue();
    assertThat(to.agentsight().toString()).doesNotContain("ags_");
    assertThat(to.mindlytics().projectId()).isEqualTo("mine");
    assertThat(to.otlp().traces().endpoint()).isEqualTo("http://localhost:4317");
    assertThat(to.otlp().logs().headers()).containsEntry("authorization", "Basic eDp5");
    assertThat(to.otlp().resource())
        .containsEntry("service.name", "shop")
        .containsEntry("deployment.environment.name", "prod");
  }

  @Test
  void variablesOfOneSignalOfOpenTelemetryComeBeforeThoseOfAll() {
    system.setProperty("steno.exporters", "otlp");
    system.setProperty("steno.otlp.signals", "traces,metrics,logs");
    Config config =
        read(
            null,
            Map.ofEntries(
                Map.entry("OTEL_EXPORTER_OTLP_ENDPOINT", "https://all.example/otlp/"),
                Map.entry("OTEL_EXPORTER_OTLP_HEADERS", "a=1"),
                Map.entry("OTEL_EXPORTER_OTLP_TIMEOUT", "2500"),
                Map.entry("OTEL_EXPORTER_OTLP_CERTIFICATE", "/etc/ca.pem"),
                Map.entry("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "https://metrics.example:4317"),
                Map.entry("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "grpc"),
                Map.entry("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "b=2"),
                Map.entry("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "soon"),
                Map.entry("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "Cumulative"),
                Map.entry("OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", "gzip"),
                Map.entry("OTEL_METRICS_EXPORTER", "none")));
    Destinations.Otlp otlp = config.destinations().otlp();
    assertThat(otlp.traces())
        .isEqualTo(
            new Destinations.Signal(
                "https://all.example/otlp/v1/traces",
                false,
                Map.of("a", "1"),
                2_500,
                false,
                "/etc/ca.pem",
                null,
                null));
    assertThat(otlp.metrics().endpoint()).isEqualTo("https://metrics.example:4317");
    assertThat(otlp.metrics().grpc()).isTrue();
    assertThat(otlp.metrics().headers()).isEqualTo(Map.of("b", "2"));
    assertThat(otlp.metrics().timeoutMillis()).isEqualTo(10_000);
    assertThat(otlp.cumulative()).isTrue();
    assertThat(otlp.logs().gzip()).isTrue();
    assertThat(otlp.logs().toString()).doesNotContain("a=");
    assertThat(config.problems())
        .containsExactly(
            "the exporter otlp: OTEL_EXPORTER_OTLP_METRICS_TIMEOUT is no time in milliseconds;"
                + " using 10000");
  }

  @Test
  void headersOfTheEnvironmentDoNotGoToAnotherAddress() {
    system.setProperty("steno.exporters", "otlp");
    system.setProperty("steno.otlp.endpoint", "https://mine.example");
    Config config =
        read(
            null,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "https://theirs.example",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                "https://theirs.example/v1/traces",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "authorization=secret",
                "OTEL_METRICS_EXPORTER",
                "none"));
    Destinations.Otlp otlp = config.destinations().otlp();
    assertThat(otlp.traces().endpoint()).isEqualTo("https://mine.example/v1/traces");
    assertThat(otlp.traces().headers()).isEmpty();
    assertThat(otlp.metrics()).isNull();
    assertThat(otlp.logs().endpoint()).isEqualTo("https://mine.example/v1/logs");
  }

  @Test
  void withoutAnExporterThatWorksItRecordsToTheFile() {
    system.setProperty("steno.exporters", "agnost");
    Config config = read(null, Map.of());
    assertThat(config.exporters()).containsExactly("file");
    assertThat(config.problems()).hasSize(2);
  }
}
