package dev.steno.smoke.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many conversations at the same time are kept apart. */
class ParallelIT {
  private static final Pattern SAID =
      Pattern.compile("\\[[a-z-]+] (?<customer>customer-(?<number>\\d+)) says (?<turn>\\d+)");

  static Stream<Arguments> shapes() {
    return Version.tested().stream()
        .flatMap(
            version ->
                Runs.watched(version).transcripts().keySet().stream()
                    .filter(shape -> shape.startsWith("parallel"))
                    .map(shape -> Arguments.of(version, shape)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void eachTurnIsOneInteraction(Version version, String shape) {
    Map<String, Integer> turns = new TreeMap<>();
    for (JsonNode turn : Runs.watched(version).records(shape)) {
      turns.merge(turn.path("input").asText(), 1, Integer::sum);
    }
    assertThat(turns).hasSize(ParallelShapes.CONVERSATIONS * ParallelShapes.TURNS);
    assertThat(turns.values()).containsOnly(1);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void nothingIsMixedUp(Version version, String shape) {
    for (JsonNode turn : Runs.watched(version).records(shape)) {
      Matcher said = SAID.matcher(turn.path("input").asText());
      assertThat(said.matches()).as("input of %s", turn).isTrue();
      String customer = said.group("customer");
      String number = said.group("number") + "-" + said.group("turn");
      assertThat(turn.path("conversation_id").asText()).as("%s", turn).isEqualTo(customer);
      assertThat(turn.path("conversation_source").asText()).isEqualTo("framework");
      assertThat(turn.path("outcome").asText()).isEqualTo("ok");
      assertThat(turn.path("output").asText()).isEqualTo("It is number " + number + ".");
      assertThat(operations(turn)).as("%s", turn).containsExactlyElementsOf(expected(shape));
      for (JsonNode call : turn.path("calls")) {
        if (call.path("operation").asText().equals("execute_tool")) {
          assertThat(call.path("result").asText()).endsWith(" " + number + " of " + customer);
        } else if (call.path("operation").asText().equals("retrieval")) {
          assertThat(call.path("query")).isEqualTo(turn.path("input"));
        } else if (call.path("operation").asText().equals("chat")) {
          assertThat(call.path("input_messages").toString()).contains(turn.path("input").asText());
        }
      }
    }
  }

  private static List<String> expected(String shape) {
    List<String> expected =
        new ArrayList<>(List.of("chat", "chat", "chat", "execute_tool", "execute_tool"));
    int retrievals = shape.equals("parallel-augmented") ? 2 : 1;
    for (int i = 0; i < retrievals; i++) {
      expected.add("retrieval");
      expected.add("embeddings in retrieval");
    }
    return expected.stream().sorted().toList();
  }

  /** Sorted, each with what it is in. */
  private static List<String> operations(JsonNode turn) {
    Map<String, String> byId = new TreeMap<>();
    turn.path("calls")
        .forEach(call -> byId.put(call.path("id").asText(), call.path("operation").asText()));
    List<String> operations = new ArrayList<>();
    for (JsonNode call : turn.path("calls")) {
      String parent = call.path("parent_id").asText();
      operations.add(
          call.path("operation").asText()
              + (parent.isEmpty() ? "" : " in " + byId.getOrDefault(parent, "nothing")));
    }
    return operations.stream().sorted().toList();
  }
}
