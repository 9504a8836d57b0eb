package dev.steno.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.export.VendorServer;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.health.Reasons;
import dev.steno.agent.spool.Losses;
import dev.steno.agent.spool.Spool;
import dev.steno.agent.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says. */
class DoctorTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String KEY = "ags_0123456789abcdef0123456789abcdef_012345";

  @TempDir private Path dir;

  private final Properties settings = new Properties();
  private int wrong;

  /** Its lines, of which those that are wrapped are one. */
  private List<String> lines() {
    return List.of(printed().replaceAll("\n {15}(?=\\S)", " ").split("\n"));
  }

  private String printed() {
    settings.setProperty("user.home", dir.toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Paper paper = new Paper(new PrintStream(out, true, StandardCharsets.UTF_8));
    Machine machine =
        new Machine(
            "here",
            pid -> pid == 7 ? NOW.minusSeconds(7_200) : null,
            Clock.fixed(NOW, ZoneOffset.UTC));
    boolean well =
        new Doctor(ConfigReader.read(null, settings, Map.of()), steno(), machine, paper).run();
    wrong = paper.wrong();
    assertThat(well).isEqualTo(wrong == 0);
    return out.toString(StandardCharsets.UTF_8);
  }

  private Path steno() {
    return dir.resolve(".steno");
  }

  private Map<String, Object> status(long pid) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("version", "1.2.3");
    status.put("pid", pid);
    status.put("host", "here");
    status.put("program", "app.jar");
    status.put("started_at", NOW.minusSeconds(7_200).toString());
    status.put("written_at", NOW.minusSeconds(600).toString());
    status.put("state", "running");
    status.put("exporters", List.of("file"));
    status.put("captured", 1_204);
    status.put("delivered", Map.of("file", 1_204));
    status.put("woven", Map.of("openai", List.of("A", "B"), "okhttp", List.of("C")));
    status.put("reached", Map.of("openai", List.of("A")));
    return status;
  }

  private void write(Map<String, Object> status) throws IOException {
    Path folder = Files.createDirectories(steno().resolve("status"));
    Files.write(folder.resolve(status.get("pid") + "-1.json"), Json.bytes(status));
  }

  @Test
  void aHealthyFolder() throws IOException {
    write(status(7));
    assertThat(lines())
        .contains(
            "  app.jar, pid 7, running since 2026-11-21 10:00 (2 h), Steno 1.2.3",
            "    hooked     openai-java; not used yet: okhttp",
            "    recorded   1,204 calls",
            "    delivered  file 1,204",
            "    waits      nothing",
            "    lost       nothing",
            "    refused    nothing",
            "All is well.")
        .hasSizeLessThan(30)
        .noneMatch(line -> line.startsWith("  !"));
  }

  @Test
  void whetherAProcessRuns() throws IOException {
    write(status(7));
    write(status(8));
    Map<String, Object> ended = status(9);
    ended.put("state", "ended");
    write(ended);
    Map<String, Object> elsewhere = status(10);
    elsewhere.put("host", "other");
    write(elsewhere);
    Map<String, Object> reused = status(11);
    reused.put("started_at", NOW.minusSeconds(7_100).toString());
    write(reused);
    assertThat(printed())
        .contains(
            "pid 7, running since",
            "pid 8, killed or crashed, heard of last 2026-11-21 11:50",
            "pid 9, ended 2026-11-21 11:50",
            "pid 10, on other, heard of last 2026-11-21 11:50",
            "pid 11, killed or crashed");
    assertThat(wrong).isZero();
  }

  @Test
  void aFolderThatIsMissingOrEmpty() throws IOException {
    assertThat(lines())
        .anyMatch(line -> line.startsWith("  ! status") && line.contains("does not exist"))
        .anyMatch(line -> line.contains("-javaagent:steno.jar"));
    Files.createDirectory(steno());
    assertThat(lines())
        .anyMatch(line -> line.startsWith("  ! status") && line.contains("there is nothing in"));
    assertThat(wrong).isEqualTo(1);
  }

  @Test
  void eachReasonIsExplained() throws IOException {
    Map<String, Object> dropped = new LinkedHashMap<>();
    Reasons.all().keySet().forEach(reason -> dropped.put(reason + ".agnost", 3));
    dropped.put("outbox_full", 1);
    dropped.put("of_another_version", 2);
    Map<String, Object> status = status(7);
    status.put("dropped", dropped);
    write(status);
    List<String> lines = lines();
    Reasons.all()
        .forEach(
            (name, reason) -> {
              if (reason.wanted()) {
                assertThat(lines)
                    .anyMatch(
                        line -> line.startsWith("    left out") && line.contains(name + " 3"));
              } else {
                assertThat(lines)
                    .anyMatch(
                        line ->
                            line.startsWith("  ! lost       3 calls to agnost (" + name + "): ")
                                && line.contains(reason.meaning())
                                && line.contains("-> " + reason.remedy()));
              }
            });
    assertThat(lines)
        .anyMatch(line -> line.startsWith("  ! lost       1 call to every exporter (outbox_full)"))
        .anyMatch(
            line -> line.equals("  ! lost       2 calls to every exporter (of_another_version)"));
  }

  @Test
  void whatIsOffAndWhatFailed() throws IOException {
    Map<String, Object> status = status(7);
    status.put("off", Map.of("a.b.Hook", "failed 3 times: NoSuchMethodError"));
    status.put(
        "errors",
        List.of(Map.of("at", NOW.toString(), "exporter", "agnost", "what", "waits\u001b[31m")));
    status.put("waiting", Map.of("agnost", 5));
    write(status);
    assertThat(lines())
        .anyMatch(line -> line.startsWith("  ! off        a.b.Hook failed 3 times"))
        .contains("    error      2026-11-21 12:00 agnost waits [31m")
        .anyMatch(line -> line.startsWith("    waits      agnost 5"));
  }

  @Test
  void whatIsNoStatusIsNamedAndSkipped() throws IOException {
    write(status(7));
    Files.writeString(steno().resolve("status/8-1.json"), "{\"pid\": 8, ");
    Files.writeString(steno().resolve("status/9-1.json"), "{\"pid\":\"x\",\"dropped\":[1]}");
    assertThat(printed()).contains("not readable: status/8-1.json", "pid 7");
  }

  @Test
  void whatWaitsOnDisk() throws IOException {
    write(status(7));
    Spool spool =
        Spool.open(
            steno().resolve("spool"),
            64 << 20,
            List.of("agnost-12ab34cd"),
            Losses.UNTOLD,
            System::nanoTime);
    spool.append(new byte[2_048], 1);
    spool.append(new byte[2_048], 1);
    spool.flush();
    assertThat(lines())
        .anyMatch(
            line ->
                line.startsWith("    waits      2 records for agnost (4.0 KiB) in spool/")
                    && line.endsWith("of a JVM that runs"));
    assertThat(wrong).isZero();
    spool.close();
    assertThat(lines())
        .anyMatch(
            line ->
                line.startsWith("  ! waits      2 records for agnost (4.0 KiB) in spool/")
                    && line.contains("left behind by a JVM that ended")
                    && line.contains("java -jar steno.jar replay"));
  }

  @Test
  void whatWasRefused() throws IOException {
    write(status(7));
    Path dead = Files.createDirectories(steno().resolve("dead"));
    String line =
        "{\"exporter\":\"otlp\",\"at\":\"2026-11-2%d\",\"reason\":\"refused\","
            + "\"answer\":\"secret\",\"entry\":{}}\n";
    Files.writeString(dead.resolve("a.jsonl"), line.formatted(0) + line.formatted(1));
    Files.writeString(dead.resolve("b.jsonl"), line.formatted(0).replace("otlp", "agnost"));
    assertThat(lines())
        .anyMatch(
            one ->
                one.startsWith("  ! refused    2 records by otlp (refused), the newest 2026-11-21"))
        .anyMatch(one -> one.startsWith("  ! refused    1 record by agnost (refused)"))
        .noneMatch(one -> one.contains("secret"));
  }

  /** What cannot be read is named, and keeps nothing else from being said. */
  @Test
  void whatIsDamagedIsSaid() throws IOException {
    Spool.open(
            steno().resolve("spool"), 64 << 20, List.of("otlp-1"), Losses.UNTOLD, System::nanoTime)
        .close();
    Path whole = steno().resolve("spool/1-0000000000000001");
    Spool spool =
        Spool.open(
            steno().resolve("spool"), 64 << 20, List.of("otlp-1"), Losses.UNTOLD, System::nanoTime);
    spool.append(new byte[100], 1);
    spool.append(new byte[100], 1);
    spool.close();
    Path folder = Files.list(steno().resolve("spool")).findFirst().orElseThrow();
    Files.move(folder, whole);
    Path segment = whole.resolve("0000000000000001.seg");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length - 1] ^= 1;
    Files.write(segment, bytes);
    Files.createDirectories(steno().resolve("spool/0-0000000000000000/lock"));
    Files.createDirectories(steno().resolve("dead/a.jsonl"));
    Files.writeString(
        Files.createDirectories(steno().resolve("dead")).resolve("b.jsonl"),
        "{\"exporter\":\"otlp\",\"at\":\"2026\",\"reason\":\"refused\"}\n{\"torn");
    Files.createDirectories(steno().resolve("status"));
    Files.writeString(steno().resolve("status/1-2.json"), "{");
    assertThat(lines())
        .anyMatch(line -> line.endsWith(" not readable: status/1-2.json"))
        .anyMatch(line -> line.startsWith("  ! status     there is nothing readable in"))
        .anyMatch(line -> line.startsWith("  ! files ") && line.contains("0000/lock cannot be"))
        .anyMatch(line -> line.contains("a part of spool/1-0000000000000001 cannot be read"))
        .anyMatch(line -> line.startsWith("  ! waits      1 record for otlp"))
        .anyMatch(line -> line.startsWith("  ! files ") && line.contains("a.jsonl cannot be read"))
        .anyMatch(line -> line.endsWith(" 1 line of dead/b.jsonl cannot be read"))
        .anyMatch(
            line ->
                line.startsWith("  ! refused    1 record by otlp")
                    && line.contains("replay " + steno() + " -Dsteno.exporters=otlp ..."))
        .anyMatch(line -> line.startsWith("    recordings none"))
        .noneMatch(line -> line.contains("Exception"));
  }

  private void agentsight(String endpoint) {
    settings.setProperty("steno.exporters", "agentsight");
    settings.setProperty("steno.agentsight.api-key", KEY);
    settings.setProperty("steno.agentsight.endpoint", endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "200, {\"role\":\"write\"}, 'lets the key in', 0",
    "200, {\"role\":\"read\"}, 'but only to read', 1",
    "401, {}, 'does not let the key in (it answered 401)', 1",
    "403, {}, 'does not let the key in (it answered 403)', 1",
    "404, {}, 'does not know the question (404)', 1",
    "302, {}, 'sends on to another address (302)', 1",
    "503, {}, 'is there, but answered 503', 1"
  })
  void whatAgentSightAnswers(int status, String body, String said, int problems)
      throws IOException {
    write(status(7));
    try (VendorServer vendor = new VendorServer()) {
      vendor.usually(request -> Reply.of(status, body));
      agentsight(vendor.endpoint());
      assertThat(printed().replaceAll("\\s+", " ")).contains(said).doesNotContain(KEY);
      assertThat(wrong).isEqualTo(problems);
      assertThat(vendor.requests()).hasSize(1);
      assertThat(vendor.requests().get(0).method()).isEqualTo("GET");
      assertThat(vendor.requests().get(0).headers().get("authorization"))
          .isEqualTo("Api-Key " + KEY);
    }
  }

  @Test
  void whoIsNotThere() throws IOException {
    write(status(7));
    try (VendorServer gone = new VendorServer()) {
      agentsight(gone.endpoint());
    }
    assertThat(lines())
        .anyMatch(
            line ->
                line.startsWith("  ! agentsight http://127.0.0.1:")
                    && line.contains("cannot be reached: nothing listens there")
                    && line.contains("-> look at steno.agentsight.endpoint"));
  }

  @Test
  void anExporterOfTheApplicationThatIsNotSetHereIsNamed() throws IOException {
    Map<String, Object> status = status(7);
    status.put("exporters", List.of("mindlytics"));
    write(status);
    assertThat(lines())
        .anyMatch(
            line -> line.startsWith("    mindlytics used by app.jar, and not asked: give its"));
    assertThat(wrong).isZero();
  }

  @Test
  void otlpIsSentNothing() throws IOException {
    write(status(7));
    try (VendorServer vendor = new VendorServer()) {
      settings.setProperty("steno.exporters", "otlp");
      settings.setProperty("steno.otlp.endpoint", vendor.endpoint());
      settings.setProperty("steno.otlp.headers", "authorization=Bearer%20secret");
      assertThat(lines())
          .contains("    otlp       " + vendor.endpoint() + " takes traces, metrics, logs");
      assertThat(vendor.requests())
          .extracting(VendorServer.Taken::path)
          .containsExactlyInAnyOrder("/v1/traces", "/v1/metrics", "/v1/logs");
      assertThat(vendor.requests()).allMatch(request -> request.body().length == 0);
      vendor.usually(request -> Reply.of(401, "{}"));
      assertThat(lines())
          .anyMatch(
              line ->
                  line.contains("does not let the key in")
                      && line.contains("(traces, metrics, logs) -> look at steno.otlp.headers"))
          .noneMatch(line -> line.contains("secret"));
      assertThat(wrong).isEqualTo(1);
    }
  }

  @Test
  void mindlyticsAndAgnostAreAskedWhatChangesNothing() throws IOException {
    write(status(7));
    try (VendorServer vendor = new VendorServer()) {
      settings.setProperty("steno.exporters", "agnost,mindlytics");
      settings.setProperty("steno.agnost.org-id", "3f0e8c1a-5b7d-4c2e-9a61-0d4f7b8e2c35");
      settings.setProperty("steno.agnost.endpoint", vendor.endpoint());
      settings.setProperty("steno.mindlytics.api-key", "wk_secret");
      settings.setProperty("steno.mindlytics.project-id", "p");
      settings.setProperty("steno.mindlytics.endpoint", vendor.endpoint());
      vendor.usually(request -> Reply.of(404, "{}"));
      assertThat(printed())
          .contains("whether it knows the organisation")
          .doesNotContain("wk_secret");
      assertThat(vendor.requests()).allMatch(request -> request.method().equals("GET"));
      assertThat(vendor.requests().get(0).headers()).doesNotContainKey("x-org-id");
    }
  }

  @Test
  void problemsOfTheSettingsAreSaid() throws IOException {
    write(status(7));
    settings.setProperty("steno.exporter", "file");
    assertThat(printed())
        .contains("  ! problem    unknown setting steno.exporter is ignored; the nearest is");
  }

  @Test
  void everyInstrumentationHasAName() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("../../instrumentations"))) {
      assertThat(
              folders
                  .filter(folder -> Files.exists(folder.resolve("pom.xml")))
                  .map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Libraries.ALL);
    }
    assertThat(Libraries.name("openai")).isEqualTo("openai-java");
    assertThat(Libraries.name("langchain4j0")).isEqualTo("langchain4j-0");
    assertThat(Libraries.name("another")).isEqualTo("another");
  }
}
