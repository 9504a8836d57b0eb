package dev.steno.smoke.langchain4j0;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program with one version of LangChain4j, run without the agent and with it.
 *
 * @param plain the run without the agent
 * @param watched the run with it
 */
record Runs(Run plain, Run watched) {
  private static final Path LIBRARIES = Path.of("libraries", "target");
  private static final Pattern NAME = Pattern.compile("\\[([a-z0-9-]+)] What");
  private static final Map<String, Runs> OF_VERSION = new ConcurrentHashMap<>();

  /** How the program ended, and what the server of a run saw. */
  record Run(Result result, List<String> requests) {
    static Run of(String version, UnaryOperator<AgentProcess> options) {
      try (FakeModel model = FakeModel.start()) {
        Server.addTo(model);
        AgentProcess process =
            AgentProcess.of(Program.class.getName())
                .classPath(Path.of("target", "classes"))
                .classPath(jars(version))
                // So short a run is over before the optimizing compiler has paid off.
                .jvmOption("-XX:TieredStopAtLevel=1")
                .arg(model.address());
        Result result = options.apply(process).run().assertClean();
        return new Run(result, model.requests().stream().map(Received::comparable).toList());
      }
    }
  }

  /** The runs with a version, of which there is only one pair. */
  static Runs of(String version) {
    return OF_VERSION.computeIfAbsent(
        version,
        key -> new Runs(Run.of(version, process -> process), Run.of(version, AgentProcess::agent)));
  }

  /** Asserts that neither the program nor the server can tell the runs apart. */
  void assertSame() {
    assertThat(watched.result.stdout()).isEqualTo(plain.result.stdout());
    assertThat(watched.requests).isEqualTo(plain.requests);
  }

  /** What was recorded for the call of that name, which must be one interaction. */
  JsonNode recorded(String name) {
    List<JsonNode> found =
        watched.result.interactions().stream()
            .filter(interaction -> nameOf(interaction).equals(name))
            .toList();
    assertThat(found).as("records of %s", name).hasSize(1);
    return found.get(0);
  }

  /** By what the user said, or what the first call was asked for; a memory holds more. */
  private static String nameOf(JsonNode interaction) {
    String said = interaction.path("input").asText();
    Matcher name = NAME.matcher(said.isEmpty() ? interaction.toString() : said);
    return name.find() ? name.group(1) : interaction.toString();
  }

  /** The names of all calls that something was recorded for. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    watched.result.interactions().forEach(interaction -> names.add(nameOf(interaction)));
    return names;
  }

  /** The names of all calls of the program. */
  Set<String> called() {
    Set<String> called = new TreeSet<>();
    plain
        .result
        .stdout()
        .lines()
        .filter(line -> line.startsWith("== "))
        .forEach(line -> called.add(line.substring(3)));
    return called;
  }

  private static List<Path> jars(String version) {
    try (Stream<Path> files = Files.list(LIBRARIES.resolve("langchain4j-" + version))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
