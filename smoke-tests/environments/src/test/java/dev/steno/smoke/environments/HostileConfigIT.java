package dev.steno.smoke.environments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is wrong with its configuration, Steno says it in one line, and the application runs.
 */
class HostileConfigIT {
  @TempDir private Path folder;

  @Test
  void aMissingFile() {
    assertOneLine("steno.config", folder.resolve("none").toString(), "cannot read steno.config=");
  }

  @Test
  void aDirectory() {
    assertOneLine("steno.config", folder.toString(), "cannot read steno.config=");
  }

  @Test
  void aFileWithABrokenEscape() throws IOException {
    Path file = Files.writeString(folder.resolve("broken"), "steno.log=\\u12");
    assertOneLine("steno.config", file.toString(), "is no properties file");
  }

  @Test
  void aFileOfGarbage() throws IOException {
    byte[] garbage = new byte[100_000];
    new Random(42).nextBytes(garbage);
    Path file = Files.write(folder.resolve("garbage"), garbage);
    assertSaid("steno.config", file.toString());
  }

  @Test
  void aFileOfOneEndlessLine() throws IOException {
    Path file = Files.writeString(folder.resolve("line"), "x".repeat(1 << 20));
    assertSaid("steno.config", file.toString());
  }

  /** The wrong file was named: what it holds is none of the log's business. */
  @Test
  void aFileOfTheApplications() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("application.properties"),
            "spring.datasource.url=jdbc:postgresql://app:s3cret@db/app\n");
    assertThat(assertSaid("steno.config", file.toString())).isNotEmpty();
    Result result = hello().property("steno.config", file.toString()).agent().quiet().run();
    assertThat(result.stderr()).doesNotContain("s3cret");
  }

  @Test
  void aFileWithAnUnknownKey() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "steno.exporter=console\n");
    assertOneLine("steno.config", file.toString(), "unknown setting steno.exporter is ignored");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          steno.exporter            | console     | the nearest is steno.exporters
          steno.enabled             | perhaps     | it takes one of true, false
          steno.log                 | loud        | it takes one of warn, debug
          steno.exporters           | file,cloud  | names 'cloud', which is none of file, console
          steno.file.max-size       | a lot       | a size such as 64MiB
          steno.file.keep-days      | -1          | a number from 1
          steno.interaction.max-size| 99999999999999999999 | a size such as 64MiB
          steno.outbox.max-size     | 1           | a size such as 64MiB
          steno.stream.timeout      | 10 parsecs  | a time such as 10m
          """)
  void aWrongSetting(String key, String value, String said) {
    assertOneLine(key, value, said);
  }

  @Test
  void argumentsThatAreNone() {
    Result result =
        hello().jvmOption("-javaagent:" + AgentProcess.stenoJar() + "=?").run().assertClean();
    assertThat(result.stdout()).isEqualTo(hello().run().stdout());
    assertThat(result.stderrLines()).hasSize(2).last().asString().contains("'?' is no setting");
  }

  @Test
  void switchedOff() {
    Result without = hello().property("steno.enabled", "false").run();
    Result with = hello().property("steno.enabled", "false").agent().quiet().run();
    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.stderrLines())
        .singleElement()
        .asString()
        .startsWith("steno: off, as steno.enabled=false");
  }

  /** Permissions do not stop a test that runs as root: these places are impossible for anyone. */
  @ParameterizedTest
  @CsvSource({"/proc/none", "FILE", "FILE/below"})
  void aHomeThatCannotBeWrittenTo(String home) throws IOException {
    Path file = Files.writeString(folder.resolve("FILE"), "no folder", StandardCharsets.UTF_8);
    Path itsHome = file.resolveSibling(home);
    try (FakeModel model = FakeModel.start()) {
      Result without = Programs.oneCall(model).home(itsHome).run().assertClean();
      Result with = Programs.oneCall(model).home(itsHome).agent().quiet().run().assertClean();

      assertThat(with.stdout()).isEqualTo(without.stdout());
      // Two calls are lost, for one reason, which the last line says again.
      assertThat(with.stderrLines()).hasSizeBetween(2, 4).doesNotHaveDuplicates();
      assertThat(with.stderrLines()).allMatch(line -> line.startsWith("steno: "));
      assertThat(with.stderr()).contains(itsHome.toString());
    }
  }

  @Test
  void aFolderOfRecordingsUnderAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("FILE"), "no folder", StandardCharsets.UTF_8);
    assertOneLine("steno.file.dir", file.resolve("below").toString(), "cannot write to");
  }

  private void assertOneLine(String key, String value, String said) {
    assertThat(assertSaid(key, value)).singleElement().asString().contains(said);
  }

  /** Gives what is said after the line that every start has. */
  private List<String> assertSaid(String key, String value) {
    Result without = hello().property(key, value).run().assertClean();
    Result with = hello().property(key, value).agent().quiet().run().assertClean();

    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.stderrLines()).allMatch(line -> line.startsWith("steno: "));
    assertThat(with.stderr().length()).as("a few lines").isLessThan(4096);
    assertThat(with.stderrLines()).first().asString().startsWith("steno: version ");
    return with.stderrLines().subList(1, with.stderrLines().size());
  }

  private AgentProcess hello() {
    return AgentProcess.of(HelloWorld.class.getName()).classPath(Programs.CLASSES).home(folder);
  }
}
