package dev.steno.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.health.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When Steno says something of itself. */
class ReportsTest {
  private static final long BEGIN = -5_000_000_000L;

  @TempDir private Path dir;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false);
  private final Health health = new Health();
  private Reports reports;

  @BeforeEach
  void make() {
    reports = reports(dir);
  }

  private Reports reports(Path folder) {
    Properties properties = new Properties();
    properties.setProperty("steno.dir", folder.toString());
    properties.setProperty("steno.exporters", "file,agentsight");
    String key = "ags_0123456789abcdef0123456789abcdef_012345";
    properties.setProperty("steno.agentsight.api-key", key);
    Config config = ConfigReader.read(null, properties, Map.of());
    return new Reports(
        config,
        health,
        new Waiting() {
          @Override
          public Map<String, Integer> records() {
            return Map.of("file", 0);
          }

          @Override
          public Map<String, Long> spooledCalls() {
            return Map.of("agnost", 2L);
          }
        },
        log);
  }

  private void tick(long seconds) {
    reports.tick(BEGIN + TimeUnit.SECONDS.toNanos(seconds));
  }

  private List<String> lines() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private String status() throws IOException {
    if (!Files.isDirectory(dir.resolve("status"))) {
      return "";
    }
    try (Stream<Path> files = Files.list(dir.resolve("status"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return Files.readString(all.get(0));
    }
  }

  @Test
  void aLineAMinuteSaysWhatWasLostSince() {
    tick(0);
    health.captured();
    health.dropped("outbox_full", 2);
    tick(59);
    assertThat(lines()).isEmpty();
    tick(60);
    assertThat(lines()).hasSize(1);
    assertThat(lines().get(0)).startsWith("steno: 2 calls were lost to every exporter in the last");
    health.dropped("outbox_full", 1);
    tick(61);
    tick(119);
    assertThat(lines()).hasSize(1);
    tick(121);
    tick(200);
    tick(300);
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(1)).startsWith("steno: 1 call was lost");
  }

  @Test
  void theEndSaysWhatWasLostAtAll() {
    tick(0);
    reports.end();
    assertThat(lines()).isEmpty();
    health.dropped("shutdown", "agentsight", 3);
    reports.end();
    assertThat(lines()).hasSize(1);
    assertThat(lines().get(0))
        .startsWith("steno: 3 calls were lost to agentsight since start (shutdown 3); captured 0");
  }

  @Test
  void theStatusIsWrittenAfterTwoSecondsThenEachHalfMinuteAndAtTheEnd() throws IOException {
    tick(0);
    tick(1);
    assertThat(status()).isEmpty();
    tick(2);
    assertThat(status()).contains("\"captured\":0", "\"state\":\"running\"");
    health.captured();
    tick(9);
    assertThat(status()).contains("\"captured\":0");
    tick(32);
    assertThat(status()).contains("\"captured\":1");
    reports.end();
    assertThat(status()).contains("\"state\":\"ended\"");
    tick(90);
    assertThat(status()).contains("\"state\":\"ended\"");
  }

  @Test
  void theStatusHoldsNoSecret() throws IOException {
    tick(0);
    tick(2);
    assertThat(status())
        .contains("steno.agentsight.api-key=****", "\"exporters\":[\"file\",\"agentsight\"]")
        .doesNotContain("ags_");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNobodysBusiness() throws IOException {
    reports = reports(Files.createFile(dir.resolve("taken")));
    tick(0);
    tick(2);
    reports.end();
    assertThat(lines()).isEmpty();
  }

  @Test
  void theBeanIsThereTenSecondsAfterTheFirstCall() throws Exception {
    health.captured();
    health.dropped("refused", "agentsight", 1);
    tick(0);
    tick(9);
    assertThat(reports.jmxThread()).isNull();
    tick(10);
    Thread thread = reports.jmxThread();
    assertThat(thread).isNotNull();
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).isEqualTo("steno-jmx");
    thread.join();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("dev.steno:type=Health");
    assertThat(server.getAttribute(name, "Captured")).isEqualTo(1L);
    TabularData dropped = (TabularData) server.getAttribute(name, "Dropped");
    assertThat(dropped.get(new Object[] {"refused.agentsight"}).get("value")).isEqualTo(1L);
    assertThat(server.getAttribute(name, "Version")).isEqualTo(Version.get());
    tick(80);
    assertThat(reports.jmxThread()).isSameAs(thread);

    // The name is taken now: another's is not put in its place, and nobody is told.
    reports = reports(dir);
    tick(0);
    tick(10);
    reports.jmxThread().join();
    assertThat(lines()).noneMatch(line -> line.contains("JMX"));
    server.unregisterMBean(name);
  }
}
