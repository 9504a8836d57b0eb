package dev.steno.smoke.springwebflux;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.Result;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who speaks is known whatever way an application asks a model in. */
class ShapesIT {
  @ParameterizedTest
  @MethodSource("dev.steno.smoke.springwebflux.Runs#versions")
  void knowsWhoAsks(String version) {
    Result result = Runs.shapes(version);
    assertThat(result.stdout()).contains("failed 0\n").contains("cancel gone\n");
    TreeMap<String, Integer> shapes = new TreeMap<>();
    for (JsonNode line : asked(result)) {
      String[] words = line.path("input").asText().split("\\|", -1);
      if (words[0].equals("session") || words[0].equals("nobody")) {
        continue;
      }
      shapes.merge(words[1], 1, Integer::sum);
      assertThat(line.path("user_id").asText()).as("%s", line).isEqualTo(words[0]);
      assertThat(line.path("client").path("ip").asText()).as("%s", line).isEqualTo("127.0.0.1");
      assertThat(line.path("client").path("path").asText()).as("%s", line).isEqualTo(words[1]);
      assertThat(line.path("client").path("source").asText()).isEqualTo("web");
      assertThat(line.path("client").path("user_agent").asText())
          .isEqualTo("browser-of-" + words[0]);
    }
    assertThat(shapes.keySet()).containsAll(Users.SHAPES).contains("/ask/together", "/cancel");
    int each = shapes.get("/ask/blocking");
    assertThat(shapes)
        .containsEntry("/ask/several", 3 * each)
        .containsEntry("/ask/zipped", 2 * each);
    assertThat(shapes).containsEntry("/ask/retried", each);
  }

  @ParameterizedTest
  @MethodSource("dev.steno.smoke.springwebflux.Runs#versions")
  void leavesNothingOnTheServersThreads(String version) {
    List<JsonNode> nobody =
        asked(Runs.shapes(version)).stream()
            .filter(line -> line.path("input").asText().startsWith("nobody|"))
            .toList();
    assertThat(nobody).hasSize(2);
    for (JsonNode line : nobody) {
      assertThat(line.has("user_id") || line.has("client")).as("%s", line).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.steno.smoke.springwebflux.Runs#versions")
  void knowsTheSession(String version) {
    List<JsonNode> lines =
        asked(Runs.shapes(version)).stream()
            .filter(line -> line.path("input").asText().startsWith("session|"))
            .toList();
    assertThat(lines).hasSize(4).allMatch(line -> line.has("session_id"));
    assertThat(lines).allMatch(line -> !line.has("user_id"));
    List<String> ids = lines.stream().map(line -> line.path("session_id").asText()).toList();
    assertThat(ids.subList(0, 3).stream().distinct()).hasSize(1);
    assertThat(ids.stream().distinct()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("dev.steno.smoke.springwebflux.Runs#versions")
  void tellsOfVisits(String version) {
    List<String> visits =
        Runs.shapes(version).interactions().stream()
            .filter(line -> line.path("event").asText().equals("visit"))
            .map(line -> line.path("client").path("path").asText())
            .toList();
    assertThat(visits).containsExactly("/page");
  }

  @ParameterizedTest
  @MethodSource("dev.steno.smoke.springwebflux.Runs#versions")
  void isNotNoticed(String version) {
    String plain = Runs.shapesWithoutAgent(version).stdout();
    assertThat(Runs.shapes(version).stdout()).isEqualTo(plain);
    assertThat(plain).contains("1 subscriptions");
  }

  private static List<JsonNode> asked(Result result) {
    return result.interactions().stream().filter(line -> !line.has("event")).toList();
  }
}
