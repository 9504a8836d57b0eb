package dev.steno.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be written after {@code java -jar steno.jar}. */
class CommandsTest {
  @TempDir private Path dir;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Map<String, String> environment, String... arguments) {
    Properties system = new Properties();
    system.setProperty("user.home", dir.toString());
    return Commands.run(
        List.of(arguments),
        system,
        environment,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void nothingSaysWhatThereIs() {
    assertThat(run(Map.of())).isZero();
    assertThat(printed()).contains("-javaagent:steno.jar", "doctor", "replay");
    assertThat(printed().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dctor", "doctor a b", "doctor --json", "replay", "replay a b", "replay ."})
  void wrongUseIsSaidInALine(String command) {
    assertThat(run(Map.of(), command.split(" "))).isEqualTo(2);
    assertThat(said()).hasLineCount(1).startsWith("steno: ").contains("See java -jar steno.jar");
  }

  @Test
  void anUnknownCommandNamesTheKnownOnes() {
    run(Map.of(), "dctor");
    assertThat(said()).contains("dctor", "doctor, replay");
  }

  @Test
  void theFolderIsTheOneThatTheAgentWouldTake() {
    assertThat(run(Map.of(), "doctor")).isEqualTo(1);
    assertThat(printed()).startsWith("Steno ").contains(dir.resolve(".steno").toString());
    run(Map.of("STENO_DIR", "/named/by/environment"), "doctor");
    assertThat(printed()).contains(": /named/by/environment");
    run(Map.of("STENO_DIR", "/named"), "doctor", "-Dsteno.dir=/stronger");
    assertThat(printed()).contains(": /stronger");
    run(Map.of("STENO_DIR", "/named"), "doctor", "/strongest");
    assertThat(printed()).contains(": /strongest");
  }

  @Test
  void whatIsNotThereCannotBeSent() {
    assertThat(run(Map.of(), "replay", "-Dsteno.exporters=console", dir + "/missing")).isEqualTo(2);
    assertThat(said()).contains("there is no ");
  }

  /** Not to a file, to which the agent records where nothing else is left. */
  @ParameterizedTest
  @ValueSource(strings = {"oltp", "agnost", "console,oltp", "", ","})
  void nothingIsSentWhereWhoIsNamedCannotTakeIt(String exporters) throws IOException {
    Path recordings = Files.createDirectories(dir.resolve("steno"));
    Files.writeString(recordings.resolve("2026-11-21-7.jsonl"), "{}\n");
    String[] command = {"replay", recordings.toString(), "-Dsteno.exporters=" + exporters};
    assertThat(run(Map.of(), command)).isEqualTo(2);
    assertThat(said())
        .hasLineCount(1)
        .containsPattern("steno: (nothing is sent, since .*(oltp|agnost)|replay has to know)");
    assertThat(printed()).isEmpty();
    assertThat(dir.resolve(".steno")).doesNotExist();
  }

  @Test
  void aFileIsNoFolderOfStenos() throws IOException {
    Path file = Files.writeString(dir.resolve("app.log"), "hello");
    assertThat(run(Map.of(), "doctor", file.toString())).isEqualTo(2);
    assertThat(said()).contains(file + " is no folder", "steno.dir");
  }

  @Test
  void theFolderThatIsNamedHoldsTheRecordingsToo() {
    run(Map.of(), "doctor", dir.resolve("other").toString());
    assertThat(printed().replaceAll("\\s+", " "))
        .contains("recordings none in " + dir.resolve("other/interactions"));
  }
}
