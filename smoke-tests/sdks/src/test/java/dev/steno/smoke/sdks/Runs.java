package dev.steno.smoke.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Received;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
  private record Run(Result result, List<String> requests, int port) {
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
                .arg(model.address());
        Result result = options.apply(process).run().assertClean();
        return new Run(
            result,
            model.requests().stream().map(Received::comparable).toList(),
            URI.create(model.address()).getPort());
      }
    }
  }

  /** The runs of a library, of which there is only one pair. */
  static Runs of(String library, Class<?> program, Consumer<FakeModel> answers) {
    return OF_LIBRARY.computeIfAbsent(
        library,
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
  void assertRecorded(String provider, String instrumentation, List<Expected> expected) {
    SoftAssertions softly = new SoftAssertions();
    List<JsonNode> left = new ArrayList<>(watched.result.interactions());
    for (Expected each : expected) {
      List<JsonNode> found = left.stream().filter(each::fits).toList();
      left.removeAll(found);
      softly.assertThat(found).as("records of %s", each).hasSize(1);
      for (JsonNode interaction : found) {
        softly
            .assertThatCode(() -> check(each, interaction, provider, instrumentation))
            .as("record of %s", each)
            .doesNotThrowAnyException();
      }
    }
    softly.assertThat(left).as("records of nothing that was asked").isEmpty();
    softly.assertAll();
  }

  private void check(
      Expected expected, JsonNode interaction, String provider, String instrumentation) {
    assertThat(interaction.path("calls")).hasSize(1);
    JsonNode call = interaction.path("calls").path(0);
    assertThat(call.path("provider").asText()).isEqualTo(provider);
    assertThat(call.path("instrumentation").toString()).isEqualTo("[\"" + instrumentation + "\"]");
    assertThat(call.path("server_address").asText()).isEqualTo("127.0.0.1");
    assertThat(call.path("server_port").asInt()).isEqualTo(watched.port);
    expected.check(interaction, call);
  }

  private static List<Path> jars(String library) {
    try (Stream<Path> files = Files.list(LIBRARIES.resolve(library))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
