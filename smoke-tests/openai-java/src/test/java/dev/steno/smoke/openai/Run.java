package dev.steno.smoke.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Jdk;
import dev.steno.smoke.Received;
import dev.steno.smoke.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.assertj.core.api.SoftAssertions;

/**
 * What a run of all shapes looked like from outside of the agent.
 *
 * @param result how the process ended
 * @param requests what came to the model's server
 */
record Run(Result result, List<String> requests) {
  private static final Map<List<Object>, Run> PLAIN = new ConcurrentHashMap<>();
  private static final Map<List<Object>, Run> WATCHED = new ConcurrentHashMap<>();

  /** Without an agent; of each kind there is only one run. */
  static Run plain(String version, Path javaHome) {
    return PLAIN.computeIfAbsent(
        List.of(version, javaHome), key -> of(version, process -> process.javaHome(javaHome)));
  }

  static Run plain(String version) {
    return plain(version, Jdk.running());
  }

  /** With the agent; of each kind there is only one run. */
  static Run watched(String version, Path javaHome) {
    return WATCHED.computeIfAbsent(
        List.of(version, javaHome),
        key -> of(version, process -> process.agent().javaHome(javaHome)));
  }

  static Run watched(String version) {
    return watched(version, Jdk.running());
  }

  static Run of(String version, UnaryOperator<AgentProcess> options) {
    try (FakeModel model = FakeModel.start()) {
      Result result = options.apply(App.on(version, model)).run().assertClean();
      return new Run(result, comparable(model.requests()));
    }
  }

  /** Requests that are made in parallel come in any order: these go to the end, sorted. */
  private static List<String> comparable(List<Received> requests) {
    List<String> comparable = new ArrayList<>(requests.stream().map(Received::comparable).toList());
    comparable.sort(Comparator.comparing(request -> request.contains("[parallel-") ? request : ""));
    return comparable;
  }

  /** Asserts that neither the application nor the model can tell this run from that one. */
  void assertSameAs(Run other) {
    SoftAssertions softly = new SoftAssertions();
    Map<String, String> expected = other.shapes();
    Map<String, String> actual = shapes();
    softly.assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (shape, transcript) ->
            softly.assertThat(actual.get(shape)).as("shape %s", shape).isEqualTo(transcript));
    softly.assertThat(requests).hasSameSizeAs(other.requests);
    softly.assertAll();
    for (int i = 0; i < requests.size(); i++) {
      assertThat(requests.get(i)).as("request %d", i).isEqualTo(other.requests.get(i));
    }
  }

  /** The transcript of each shape by its name. */
  private Map<String, String> shapes() {
    Map<String, String> shapes = new LinkedHashMap<>();
    String shape = "";
    for (String line : result.stdout().lines().toList()) {
      if (line.startsWith("== ")) {
        shape = line.substring(3);
      }
      shapes.merge(shape, line + "\n", String::concat);
    }
    return shapes;
  }
}
