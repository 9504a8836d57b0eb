package dev.steno.smoke.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole turn with retrieval and tools, in numbers. */
class TurnTimesIT {
  /** The tool that finds an order takes so long. */
  private static final double TOOL_MILLIS = 200;

  /** The wall clock and the one that measures are not the same. */
  private static final double TOLERANCE = 5;

  static Stream<Arguments> turns() {
    return Version.tested().stream()
        .flatMap(
            version ->
                Stream.of("turn", "stream")
                    .filter(shape -> Runs.watched(version).transcripts().containsKey(shape))
                    .map(shape -> Arguments.of(version, shape)));
  }

  @ParameterizedTest
  @MethodSource("turns")
  void hasSevenCallsInOrder(Version version, String shape) {
    JsonNode turn = turn(version, shape);
    List<String> operations = new ArrayList<>();
    turn.path("calls").forEach(call -> operations.add(call.path("operation").asText()));
    assertThat(operations)
        .containsExactly(
            "retrieval", "embeddings", "chat", "execute_tool", "chat", "execute_tool", "chat");
  }

  @ParameterizedTest
  @MethodSource("turns")
  void timesFit(Version version, String shape) {
    JsonNode turn = turn(version, shape);
    double total = turn.path("latency_ms").asDouble();
    double topLevel = 0;
    for (JsonNode call : turn.path("calls")) {
      double begin = millisBetween(turn, call);
      double latency = call.path("latency_ms").asDouble();
      assertThat(begin).as("begin of %s", call).isGreaterThan(-TOLERANCE);
      assertThat(begin + latency).as("end of %s", call).isLessThan(total + TOLERANCE);
      assertThat(latency).isPositive();
      topLevel += call.has("parent_id") ? 0 : latency;
    }
    assertThat(topLevel).isLessThan(total + TOLERANCE);
    JsonNode tool = turn.path("calls").path(3);
    assertThat(tool.path("latency_ms").asDouble()).isBetween(TOOL_MILLIS, TOOL_MILLIS + 300);
    assertThat(tool.path("latency_source").asText()).isEqualTo("measured");
    JsonNode embeddings = turn.path("calls").path(1);
    assertThat(embeddings.path("parent_id")).isEqualTo(turn.path("calls").path(0).path("id"));
    assertThat(turn.has("time_to_first_chunk_ms")).isEqualTo(shape.equals("stream"));
  }

  @ParameterizedTest
  @MethodSource("turns")
  void usageIsThatOfItsChats(Version version, String shape) {
    JsonNode turn = turn(version, shape);
    for (String name : List.of("input_tokens", "output_tokens")) {
      long sum = 0;
      for (JsonNode call : turn.path("calls")) {
        boolean isChat = call.path("operation").asText().equals("chat");
        sum += isChat ? call.path("usage").path(name).asLong() : 0;
      }
      assertThat(turn.path("usage").path(name).asLong()).as(name).isEqualTo(sum);
    }
    String told =
        turn.path("usage").path("input_tokens") + "/" + turn.path("usage").path("output_tokens");
    assertThat(Runs.watched(version).transcripts().get(shape)).contains("  usage: " + told + "\n");
    assertThat(turn.path("calls").path(1).path("usage").path("input_tokens").asInt()).isEqualTo(9);
  }

  @ParameterizedTest
  @MethodSource("turns")
  void secretsAreNotRecorded(Version version, String shape) {
    assertThat(turn(version, shape).toString()).doesNotContain(Setting.KEY);
  }

  @ParameterizedTest
  @MethodSource("turns")
  void firstChunkIsThatOfTheAnswer(Version version, String shape) {
    JsonNode turn = turn(version, shape);
    if (shape.equals("stream")) {
      JsonNode last = turn.path("calls").path(6);
      double ofLast = last.path("time_to_first_chunk_ms").asDouble();
      // The application sees nothing before the last of the three answers.
      assertThat(turn.path("time_to_first_chunk_ms").asDouble())
          .isCloseTo(millisBetween(turn, last) + ofLast, within(50.0));
    }
  }

  private static double millisBetween(JsonNode first, JsonNode second) {
    Instant from = Instant.parse(first.path("started_at").asText());
    Instant to = Instant.parse(second.path("started_at").asText());
    return Duration.between(from, to).toNanos() / 1e6;
  }

  private static JsonNode turn(Version version, String shape) {
    List<JsonNode> turns = Runs.watched(version).records(shape);
    assertThat(turns).hasSize(1);
    return turns.get(0);
  }
}
