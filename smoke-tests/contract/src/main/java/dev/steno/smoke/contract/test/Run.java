package dev.steno.smoke.contract.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Received;
import dev.steno.smoke.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;

/**
 * What a run of shapes looked like from outside of the agent.
 *
 * @param result how the process ended
 * @param transcripts what each shape saw, by its name
 * @param requests what came to the model's server of each shape, sorted, since some are sent at the
 *     same time
 */
record Run(Result result, Map<String, String> transcripts, Map<String, List<String>> requests) {
  /** Runs a program against a model of its own. */
  static Run of(Function<FakeModel, AgentProcess> program) {
    try (FakeModel model = FakeModel.start()) {
      Result result = program.apply(model).run().assertClean();
      return new Run(result, transcripts(result), requests(model.requests()));
    }
  }

  private static Map<String, String> transcripts(Result result) {
    Map<String, String> transcripts = new LinkedHashMap<>();
    String shape = "";
    for (String line : result.stdout().lines().toList()) {
      if (line.startsWith("== ")) {
        shape = line.substring(3);
      }
      transcripts.merge(shape, line + "\n", String::concat);
    }
    return transcripts;
  }

  private static Map<String, List<String>> requests(List<Received> all) {
    Map<String, List<String>> requests = new TreeMap<>();
    for (Received request : all) {
      String shape = String.join("", request.headers().getOrDefault("x-shape", List.of()));
      requests.computeIfAbsent(shape, key -> new ArrayList<>()).add(request.comparable());
    }
    requests.values().forEach(list -> list.sort(null));
    return requests;
  }

  /** Asserts that neither the application nor the model can tell this run from that one. */
  void assertSameAs(Run other) {
    assertSame(other, other.transcripts.keySet());
  }

  /** The same of a run of these shapes alone. */
  void assertSame(Run other, Collection<String> shapes) {
    SoftAssertions softly = new SoftAssertions();
    softly
        .assertThat(transcripts.keySet())
        .as("shapes")
        .containsExactlyInAnyOrderElementsOf(shapes);
    for (String shape : shapes) {
      softly
          .assertThat(transcripts.get(shape))
          .as("transcript of %s", shape)
          .isEqualTo(other.transcripts.get(shape));
      softly
          .assertThat(requests.get(shape))
          .as("requests of %s", shape)
          .isEqualTo(other.requests.get(shape));
    }
    softly.assertThat(requests.keySet()).as("shapes that sent requests").isSubsetOf(shapes);
    softly.assertAll();
  }

  /** The records of a shape. */
  List<JsonNode> records(String shape) {
    return result.interactions().stream().filter(line -> shapeOf(line).equals(shape)).toList();
  }

  /** The shape that a record is of, or an empty text. */
  static String shapeOf(JsonNode interaction) {
    String input = interaction.path("input").asText();
    int end = input.indexOf("] ");
    return input.startsWith("[") && end > 0 ? input.substring(1, end) : "";
  }

  void assertNoOtherRecords(Collection<String> shapes) {
    assertThat(result.interactions())
        .as("records of shapes that have none")
        .allSatisfy(line -> assertThat(shapes).contains(shapeOf(line)));
  }
}
