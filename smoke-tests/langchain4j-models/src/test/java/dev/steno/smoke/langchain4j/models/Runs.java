package dev.steno.smoke.langchain4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Received;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/**
 * A program on the class path of its library, run without the agent and with it.
 *
 * @param plain the run without the agent
 * @param watched the run with it
 */
record Runs(Run plain, Run watched) {
  private static final Path LIBRARIES = Path.of("libraries", "target");
  private static final Map<String, Runs> OF_LIBRARY = new ConcurrentHashMap<>();

  /** What the server of a run saw, and how the program ended. */
  record Run(Result result, List<String> requests) {
    static Run of(
        String library,
        Class<?> program,
        Consumer<FakeModel> answers,
        UnaryOperator<AgentProcess> options) {
      try (FakeModel model = FakeModel.start()) {
        answers.accept(model);
        AgentProcess process =
            AgentProcess.of(program.getName())
                .classPath(Path.of("target", "classes"))
                .classPath(jars(library))
                // So short a run is over before the optimizing compiler has paid off.
                .jvmOption("-XX:TieredStopAtLevel=1")
                .arg(model.address(), model.rawUrl());
        Result result = options.apply(process).run().assertClean();
        return new Run(result, model.requests().stream().map(Received::comparable).toList());
      }
    }
  }

  /** The runs of a library, of which there is only one pair. */
  static Runs of(String library, Class<?> program, Consumer<FakeModel> answers) {
    return OF_LIBRARY.computeIfAbsent(
        library + program.getName(),
        key ->
            new Runs(
                Run.of(library, program, answers, process -> process),
                Run.of(library, program, answers, AgentProcess::agent)));
  }

  /** Asserts that neither the program nor the server can tell the runs apart. */
  void assertSame() {
    assertThat(watched.result.stdout()).isEqualTo(plain.result.stdout());
    assertThat(watched.requests).isEqualTo(plain.requests);
  }

  /** Asserts that each of these is recorded once, and nothing else. */
  void assertRecorded(List<Expected> expected) {
    SoftAssertions softly = new SoftAssertions();
    List<JsonNode> left = new ArrayList<>(watched.result.interactions());
    for (Expected each : expected) {
      List<JsonNode> found = left.stream().filter(each::fits).toList();
      left.removeAll(found);
      softly.assertThat(found).as("records of %s", each).hasSize(1);
      for (JsonNode interaction : found) {
        softly
            .assertThatCode(() -> each.check(interaction, requests(each)))
            .as("record of %s", each)
            .doesNotThrowAnyException();
      }
    }
    softly.assertThat(left).as("records of nothing that was asked").isEmpty();
    softly.assertAll();
  }

  /** How often the server was asked. */
  private long requests(Expected expected) {
    return watched.requests.stream().filter(expected::isIn).count();
  }

  static List<Path> jars(String library) {
    try (Stream<Path> files = Files.list(LIBRARIES.resolve("langchain4j-models-" + library))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
