package dev.steno.agent.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.agent.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file that says how a JVM does. */
class StatusTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path dir;

  private final Health health = new Health();
  private final Status status =
      new Status(
          Map.of("version", "1", "program", "app.jar"),
          health,
          new Waiting() {
            @Override
            public Map<String, Integer> records() {
              return Map.of("agnost", 3);
            }

            @Override
            public Map<String, Long> spooledCalls() {
              return Map.of("agnost", 2L);
            }
          });

  private Path folder() {
    return dir.resolve("steno/status");
  }

  private StatusFile file(String name) {
    return new StatusFile(dir.resolve("steno"), name);
  }

  private Map<?, ?> read(String name) throws IOException {
    Object tree = Json.parseContainer(Files.readString(folder().resolve(name + ".json")));
    return (Map<?, ?>) tree;
  }

  @Test
  void itSaysWhatIsKnown() throws IOException {
    health.captured();
    health.linked();
    health.delivered("file", 1);
    health.dropped("backlog_full", "agnost", 1);
    health.hooks().woven("com.openai.Client", "dev.steno.instrumentation.openai.OpenAi");
    health.hooks().linked("com.openai.Client", "dev.steno.instrumentation.openai.OpenAi");
    health.hooks().off("images", "there are none");
    health.errors().add("agnost", "lost a record: host/path answered 400 {\"quoted\":\"secret\"}");
    file("1-2").write(status.tree(false), NOW);
    Map<?, ?> read = read("1-2");
    assertThat(read.get("version")).isEqualTo("1");
    assertThat(read.get("state")).isEqualTo("running");
    assertThat(read.get("written_at")).isEqualTo(NOW.toString());
    assertThat(read.get("captured")).isEqualTo(1);
    assertThat(read.get("linked")).isEqualTo(1);
    assertThat(read.get("delivered")).isEqualTo(Map.of("file", 1));
    assertThat(read.get("dropped")).isEqualTo(Map.of("backlog_full.agnost", 1));
    assertThat(read.get("waiting")).isEqualTo(Map.of("agnost", 3));
    assertThat(read.get("woven")).isEqualTo(Map.of("openai", List.of("com.openai.Client")));
    assertThat(read.get("reached")).isEqualTo(Map.of("openai", List.of("com.openai.Client")));
    assertThat(read.get("off")).isEqualTo(Map.of("images", "there are none"));
    assertThat(read.get("errors").toString())
        .contains("exporter=agnost", "lost a record: host/path answered 400", "at=20")
        .doesNotContain("secret");
  }

  @Test
  void itIsForItsOwnerAlone() throws IOException {
    file("1-2").write(status.tree(false), NOW);
    assertThat(permissions(folder())).isEqualTo("rwx------");
    assertThat(permissions(folder().getParent())).isEqualTo("rwx------");
    assertThat(permissions(folder().resolve("1-2.json"))).isEqualTo("rw-------");
    assertThat(names()).containsExactly("1-2.json");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void itIsWrittenAgainOnlyWhenSomethingChanged() throws IOException {
    StatusFile file = file("1-2");
    file.write(status.tree(false), NOW);
    file.write(status.tree(false), NOW.plusSeconds(30));
    assertThat(read("1-2").get("written_at")).isEqualTo(NOW.toString());
    health.captured();
    file.write(status.tree(false), NOW.plusSeconds(60));
    assertThat(read("1-2").get("written_at")).isEqualTo(NOW.plusSeconds(60).toString());
    file.write(status.tree(true), NOW.plusSeconds(61));
    assertThat(read("1-2").get("state")).isEqualTo("ended");
  }

  @Test
  void theNewestFiftyOfTwoWeeksStay() throws IOException {
    Files.createDirectories(folder());
    for (int i = 0; i < 60; i++) {
      old("others-" + (100 + i) + ".json", Duration.ofMinutes(i));
    }
    old("others-old.json", Duration.ofDays(15));
    old("notes.txt", Duration.ofDays(15));
    file("1-2").write(status.tree(false), NOW);
    assertThat(names())
        .hasSize(51)
        .contains("1-2.json", "others-100.json", "others-148.json", "notes.txt")
        .doesNotContain("others-149.json", "others-old.json");
  }

  private void old(String name, Duration age) throws IOException {
    Path file = Files.createFile(folder().resolve(name));
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
  }

  @Test
  void aFolderThatOthersMayWriteToIsRefused() throws IOException {
    Files.createDirectories(folder());
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwx---"));
    assertThatThrownBy(() -> file("1-2").write(status.tree(false), NOW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can be written to by others");
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/app.jar --key=secret, /srv/app.jar, app.jar",
    "/my app/the app.jar secret, /my app/the app.jar, the app.jar",
    "com.example.Main /secret/file.jar, /lib/a.jar, com.example.Main",
    "module/com.example.Main secret, '', com.example.Main",
    "'', '', ''"
  })
  void aProgramIsNamedWithoutItsArguments(String command, String classPath, String name) {
    assertThat(ThisProcess.program(command, classPath)).isEqualTo(name);
  }

  @Test
  void namesAreBounded() {
    for (int i = 0; i < 1_000; i++) {
      health.hooks().woven("type" + i, "dev.steno.instrumentation.openai.OpenAi");
    }
    assertThat(health.hooks().woven().get("openai")).hasSize(200);
  }
}
