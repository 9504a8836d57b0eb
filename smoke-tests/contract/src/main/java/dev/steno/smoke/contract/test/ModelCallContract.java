package dev.steno.smoke.contract.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.Model;
import dev.steno.smoke.contract.ModelCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every instrumentation of an HTTP client keeps to: the application cannot tell that it is
 * there, each call is recorded once, what fails in it stays in it, and memory stays flat.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT) // a run mostly waits for slow answers
public abstract class ModelCallContract {
  private static final int MOST_LINES = 25;
  private static final String SMALL_HEAP = "-Xmx64m";
  private static final int MOST_OF_A_LINE = 1 << 20;

  private static final List<List<String>> CAPTURE =
      List.of(
          List.of("dev.steno.agent.capture.Recorder", "begin"),
          List.of("dev.steno.agent.capture.CallTap", "request", "response", "bytes", "finish"));

  private final Map<Setting, Run> plain = new ConcurrentHashMap<>();
  private final Map<Setting, Run> recorded = new ConcurrentHashMap<>();

  /** How the client is driven. */
  protected abstract Class<? extends Driver> driver();

  /** The jars of each version that is tested, by its name, the oldest first. */
  protected abstract Map<String, List<Path>> classPaths();

  /** The name of the instrumentation in records. */
  protected abstract String instrumentation();

  /**
   * What must be recorded of the client's own shapes, and of those that it does in another way than
   * most.
   */
  protected List<Expected> expected() {
    return List.of();
  }

  /** Classes and methods of the instrumentation that are broken, each in a run of its own. */
  protected List<List<String>> faults() {
    return List.of();
  }

  /** The shapes that are run with each fault: few and quick, but each method must be reached. */
  protected List<String> quickShapes() {
    return List.of(
        "sync",
        "twice",
        "rate-limited",
        "connect-failure",
        "stream-unclosed",
        "stream-unread",
        "stream-error-event",
        "gzip-asked-for",
        "orders");
  }

  /**
   * Shapes that fail before the client takes a body, so that nothing tells which they are: all of
   * them have the records that have no input.
   */
  protected Set<String> withoutInput() {
    return Set.of();
  }

  /** What the JVM is told in each run. */
  protected List<String> jvmOptions() {
    return List.of();
  }

  final List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    boolean isNight = Boolean.getBoolean("nightly");
    String oldest = classPaths().keySet().iterator().next();
    for (String version : classPaths().keySet()) {
      if (isNight || version.equals(oldest) || version.equals(newest())) {
        settings.add(Setting.usual(version));
      }
    }
    settings.add(new Setting(newest(), 25, List.of()));
    if (isNight) {
      settings.add(new Setting(newest(), 0, List.of("-Xverify:all")));
    }
    return settings;
  }

  final List<Fault> allFaults() {
    return Faults.in(Stream.concat(CAPTURE.stream(), faults().stream()).toList());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void applicationCannotTell(Setting setting) {
    assumeHere(setting);
    recorded(setting).assertSameAs(plain(setting));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void eachCallRecordedOnce(Setting setting) {
    assumeHere(setting);
    Run run = recorded(setting);
    Map<String, Expected> expected = new LinkedHashMap<>();
    Stream.concat(ExpectedRecords.all().stream(), expected().stream())
        .forEach(shape -> expected.put(shape.shape(), shape));
    SoftAssertions softly = new SoftAssertions();
    for (String shape : run.transcripts().keySet()) {
      softly
          .assertThatCode(() -> check(run, shape, expected.get(shape)))
          .as("records of %s", shape)
          .doesNotThrowAnyException();
    }
    softly
        .assertThatCode(() -> run.assertNoOtherRecords(shapes(run)))
        .as("other records")
        .doesNotThrowAnyException();
    softly.assertAll();
  }

  private Set<String> shapes(Run run) {
    Set<String> shapes = new HashSet<>(run.transcripts().keySet());
    if (!withoutInput().isEmpty()) {
      shapes.add("");
    }
    return shapes;
  }

  private void check(Run run, String shape, Expected expected) {
    List<JsonNode> records = run.records(withoutInput().contains(shape) ? "" : shape);
    if (shape.equals("read-skipping")) {
      // What of it can be read depends on where it was cut.
      assertThat(records).hasSize(1);
      return;
    }
    assertThat(expected).as("expectation").isNotNull();
    assertThat(records).hasSize(expected.times());
    for (JsonNode interaction : records) {
      expected.check(interaction, instrumentation());
      assertThat(interaction.toString()).doesNotContain(Model.KEY);
    }
  }

  @ParameterizedTest
  @MethodSource("allFaults")
  void survivesFaults(Fault fault) throws IOException {
    Path broken = BrokenJar.of(AgentProcess.stenoJar(), fault);
    Setting setting = Setting.usual(newest());
    List<String> quick =
        quickShapes().stream().filter(plain(setting).transcripts()::containsKey).toList();
    Run run =
        Run.of(
            model -> program(setting, model, quick.toArray(String[]::new)).agent(broken).quiet());
    run.assertSame(plain(setting), quick);
    assertThat(run.result().stderrLines())
        .as("says what is wrong, and not too often")
        .noneMatch(line -> line.startsWith("Exception in thread"))
        .hasSizeBetween(2, MOST_LINES);
    Files.delete(broken);
  }

  @Test
  void memoryStaysFlat() {
    Setting setting = Setting.usual(newest());
    Run without = Run.of(model -> big(setting, model));
    Run with = Run.of(model -> big(setting, model).agent());
    with.assertSameAs(without);
    with.assertNoOtherRecords(Set.of("big-answer"));
    assertThat(with.records("big-answer")).hasSize(1);
    JsonNode interaction = with.records("big-answer").get(0);
    assertThat(interaction.path("truncated").asBoolean()).isTrue();
    assertThat(interaction.toString().length()).isLessThanOrEqualTo(MOST_OF_A_LINE);
  }

  private AgentProcess big(Setting setting, FakeModel model) {
    return program(setting, model, "export", "big-answer")
        .jvmOption(SMALL_HEAP)
        .property("contract.big", System.getProperty("contract.big", "64"));
  }

  private Run plain(Setting setting) {
    return plain.computeIfAbsent(
        setting.withoutOptions(), key -> Run.of(model -> program(key, model)));
  }

  private Run recorded(Setting setting) {
    return recorded.computeIfAbsent(setting, key -> Run.of(model -> program(key, model).agent()));
  }

  private AgentProcess program(Setting setting, FakeModel model, String... shapes) {
    AgentProcess process =
        AgentProcess.of(ModelCalls.class.getName())
            .classPath(Libraries.of(driver()), Libraries.of(ModelCalls.class))
            .classPath(classPaths().get(setting.version()))
            // On few processors the common pool has no threads, and a new one runs each task.
            .property("java.util.concurrent.ForkJoinPool.common.parallelism", "2")
            // So short a run is over before the optimizing compiler has paid off.
            .jvmOption("-XX:TieredStopAtLevel=1")
            .arg(driver().getName(), model.url(), model.rawUrl())
            .arg(shapes);
    jvmOptions().forEach(process::jvmOption);
    return setting.on(process);
  }

  private String newest() {
    return List.copyOf(classPaths().keySet()).get(classPaths().size() - 1);
  }

  private static void assumeHere(Setting setting) {
    assumeTrue(setting.isHere(), "skipped: no JDK 25 in JAVA25_HOME or a usual place");
  }
}
