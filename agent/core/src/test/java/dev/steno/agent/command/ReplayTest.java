package dev.steno.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.export.EntryCodec;
import dev.steno.agent.export.EntryJson;
import dev.steno.agent.export.Samples;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.spool.LeftBehind;
import dev.steno.agent.spool.Losses;
import dev.steno.agent.spool.Spool;
import dev.steno.agent.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent again, to whom, and what is taken away then. */
class ReplayTest {

  @TempDir private Path dir;

  private final Map<String, List<String>> taken = new TreeMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private @Nullable String refused;
  private Callable<?> meanwhile = () -> null;
  private int most = Integer.MAX_VALUE;

  private boolean replay(Path path, String exporters, String... options)
      throws InterruptedException {
    Properties settings = new Properties();
    settings.setProperty("steno.exporters", exporters);
    settings.setProperty("steno.agnost.org-id", "3f0e8c1a-5b7d-4c2e-9a61-0d4f7b8e2c35");
    Config config = ConfigReader.read(null, settings, Map.of());
    assertThat(config.problems()).isEmpty();
    Paper paper = new Paper(new PrintStream(out, true, StandardCharsets.UTF_8));
    return new Replay(config, this::sending, options.length > 0, paper).run(path);
  }

  private Sending sending(String name) {
    List<String> here = taken.computeIfAbsent(name, added -> new ArrayList<>());
    return new Sending(
        name,
        entries -> {
          meanwhile.call();
          for (Entry entry : entries) {
            if (((Interaction) entry).input().equals(refused)) {
              throw new DeliveryException(Remedy.SET_ASIDE, "answered 400", null, 1, null);
            }
            if (here.size() == most) {
              throw new DeliveryException(Remedy.PAUSE, "answered 401", null, 1, null);
            }
            here.add(((Interaction) entry).input());
            return 1;
          }
          return 0;
        },
        entry -> entry,
        time -> {});
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Spool spool(int count, String... readers) throws IOException {
    Spool spool =
        Spool.open(
            dir.resolve("spool"), 64 << 20, List.of(readers), Losses.UNTOLD, System::nanoTime);
    for (int i = 1; i <= count; i++) {
      spool.append(EntryCodec.bytes(Samples.interaction("question " + i)), 1);
    }
    spool.flush();
    return spool;
  }

  private List<Path> left() throws IOException {
    return LeftBehind.folders(dir.resolve("spool"));
  }

  @Test
  void whatAnEndedProcessLeftGoesToWhomItWaitedForAndIsTakenAway() throws Exception {
    spool(300, "agnost-12345678").close();
    assertThat(replay(dir, "agnost")).isTrue();
    assertThat(taken.get("agnost"))
        .hasSize(300)
        .startsWith("question 1", "question 2")
        .endsWith("question 300");
    assertThat(printed()).contains("agnost", "300 records delivered");
    assertThat(left()).isEmpty();
  }

  @Test
  void whatARunningProcessHoldsIsLeftAlone() throws Exception {
    Spool spool = spool(3, "agnost-12345678");
    assertThat(replay(dir, "agnost")).isTrue();
    assertThat(taken).isEmpty();
    assertThat(printed()).contains("is a running JVM's");
    spool.close();
  }

  @Test
  void whatIsForAnotherStays() throws Exception {
    spool(3, "agnost-12345678", "otlp-12345678").close();
    assertThat(replay(dir, "agnost")).isTrue();
    assertThat(taken.get("agnost")).hasSize(3);
    assertThat(printed()).contains("holds records for otlp, which is not on");
    assertThat(left()).hasSize(1);
    taken.clear();
    replay(dir, "agnost");
    assertThat(taken.get("agnost")).isEmpty();
  }

  @Test
  void theConsoleSeesAllAndTakesNothingAway() throws Exception {
    spool(3, "agnost-12345678").close();
    assertThat(replay(left().get(0), "console")).isTrue();
    assertThat(taken.get("console")).hasSize(3);
    assertThat(replay(dir, "console")).isTrue();
    assertThat(taken.get("console")).hasSize(6);
    assertThat(left()).hasSize(1);
  }

  @Test
  void whatWasNotDeliveredStays() throws Exception {
    spool(10, "agnost-12345678").close();
    most = 4;
    assertThat(replay(dir, "agnost")).isFalse();
    assertThat(printed()).contains("4 records delivered, then it took no more: answered 401");
    taken.clear();
    most = Integer.MAX_VALUE;
    assertThat(replay(dir, "agnost")).isTrue();
    assertThat(taken.get("agnost")).hasSize(6).startsWith("question 5");
    assertThat(left()).isEmpty();
  }

  @Test
  void allIsKeptWhereThatIsAsked() throws Exception {
    spool(3, "agnost-12345678").close();
    assertThat(replay(dir, "agnost", "--keep")).isTrue();
    assertThat(taken.get("agnost")).hasSize(3);
    assertThat(replay(dir, "agnost")).isTrue();
    assertThat(taken.get("agnost")).hasSize(6);
    assertThat(left()).isEmpty();
  }

  private Path dead(String... exporters) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < exporters.length; i++) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>();
      line.put("exporter", exporters[i]);
      line.put("at", "2026-11-21T12:00:00Z");
      line.put("reason", "refused");
      line.put("answer", "no");
      line.put("entry", EntryJson.tree(Samples.interaction("dead " + i)));
      lines.append(new String(Json.bytes(line), StandardCharsets.UTF_8)).append('\n');
    }
    Files.createDirectories(dir.resolve("dead"));
    return Files.writeString(dir.resolve("dead/2026-11-21-7-" + exporters[0] + ".jsonl"), lines);
  }

  @Test
  void whatWasRefusedGoesToWhoRefusedItAndIsTakenAwayWhenAllIsTaken() throws Exception {
    Path file = dead("agnost", "agnost", "agnost");
    refused = "dead 1";
    assertThat(replay(dir, "agnost")).isFalse();
    assertThat(taken.get("agnost")).containsExactly("dead 0", "dead 2");
    assertThat(printed()).contains("2 records delivered, 1 record refused: answered 400");
    assertThat(file).exists();
    refused = null;
    assertThat(replay(dir, "agnost")).isTrue();
    assertThat(file.getParent()).isEmptyDirectory();
  }

  @Test
  void whatAnotherRefusedGoesNowhereUnlessTheFileIsNamed() throws Exception {
    Path file = dead("otlp", "agnost");
    assertThat(replay(dir, "agnost")).isTrue();
    assertThat(taken.get("agnost")).containsExactly("dead 1");
    assertThat(file).exists();
    taken.clear();
    assertThat(replay(file, "agnost")).isTrue();
    assertThat(taken.get("agnost")).containsExactly("dead 0", "dead 1");
    assertThat(file).exists();
  }

  @Test
  void aRecordingGoesToAllAndStays() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      byte[] line = Json.bytes(EntryJson.tree(Samples.interaction("question " + i)));
      lines.append(new String(line, StandardCharsets.UTF_8)).append('\n');
    }
    Path file = Files.writeString(dir.resolve("2026-11-21-7.jsonl"), lines + "{\"torn\":");
    assertThat(replay(file, "agnost,console")).isFalse();
    assertThat(taken.get("agnost")).hasSize(1_000).endsWith("question 999");
    assertThat(taken.get("console")).hasSize(1_000);
    assertThat(printed()).contains("1 record cannot be read");
    assertThat(file).exists();
  }

  @Test
  void nothingIsNothing() throws Exception {
    assertThat(replay(dir, "agnost")).isTrue();
    assertThat(printed()).contains("nothing waits in");
  }

  /** One that is damaged keeps none from what is beside it. */
  @Test
  void whatCannotBeReadIsNamedAndTheRestGoes() throws Exception {
    spool(3, "agnost-12345678").close();
    Path broken = dir.resolve("spool/1-0000000000000000");
    Files.createDirectories(broken.resolve("lock"));
    dead("agnost");
    Files.createDirectories(dir.resolve("dead/0.jsonl"));
    Files.write(dir.resolve("dead/1.jsonl"), new byte[] {(byte) 0xC3, (byte) 0x28, '\n'});
    assertThat(replay(dir, "agnost")).isFalse();
    assertThat(taken.get("agnost")).hasSize(4);
    assertThat(printed().replaceAll("\\s+", " "))
        .contains(broken.resolve("lock") + " cannot be read: ")
        .contains(dir.resolve("dead/0.jsonl") + " cannot be read: ")
        .contains(dir.resolve("dead/1.jsonl") + " is no text")
        .contains("-> look whether that is what it should be")
        .doesNotContain("Exception");
  }

  @Test
  void aFileOfSomethingElseIsSaidToBeNone() throws Exception {
    Path file = Files.writeString(dir.resolve("app.log"), "hello\n\n{\"a\":1}\n");
    assertThat(replay(file, "agnost")).isFalse();
    assertThat(printed().replaceAll("\\s+", " "))
        .contains("2 records cannot be read, and were left out (it is not of the format steno/1)")
        .contains("-> what can be sent again is steno.dir, ");
  }

  @Test
  void whatCameMeanwhileStays() throws Exception {
    Path file = dead("agnost");
    String before = Files.readString(file);
    meanwhile = () -> Files.writeString(file, before + before);
    assertThat(replay(dir, "agnost")).isTrue();
    assertThat(file).hasContent(before + before);
    assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));
  }
}
