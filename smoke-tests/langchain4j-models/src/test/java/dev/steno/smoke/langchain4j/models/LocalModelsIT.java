package dev.steno.smoke.langchain4j.models;

import static dev.steno.smoke.langchain4j.models.Answer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that send nothing are recorded from LangChain4j's own objects. */
@Execution(ExecutionMode.CONCURRENT) // a run mostly waits for slow answers
class LocalModelsIT {
  private static final String THROWN = "java.lang.IllegalStateException";

  /** A program on the class path of a version. */
  record Locally(String library, Class<?> program, List<Expected> expected) {
    Runs runs() {
      return Runs.of(library, program, model -> {});
    }

    @Override
    public String toString() {
      return program.getSimpleName() + " on " + library;
    }
  }

  static List<Locally> programs() {
    List<Locally> programs = new ArrayList<>();
    for (String version : List.of("1.0.0", "1.17.2", "1.19.0")) {
      programs.add(new Locally("openai-" + version, Locals.class, locals()));
    }
    programs.add(new Locally("openai-1.17.2", NewerLocals.class, newer()));
    programs.add(new Locally("openai-1.19.0", NewerLocals.class, newer()));
    programs.add(new Locally("openai-1.19.0", NewestLocals.class, newest()));
    return programs;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void recordsEachCall(Locally program) {
    program.runs().assertRecorded(program.expected());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void goesUnnoticed(Locally program) {
    program.runs().assertSame();
  }

  /** What a handler does with the answer takes no time of the call that gave it. */
  @ParameterizedTest
  @MethodSource("programs")
  void callIsOverBeforeItsHandlerGoesOn(Locally program) {
    List<JsonNode> records = program.runs().watched().result().interactions();
    for (String more : List.of("] ", "-here] ")) {
      for (JsonNode first : startingWith("[then-another" + more, records)) {
        JsonNode next = startingWith("[another" + more, records).get(0);
        assertThat(endOf(first)).isBeforeOrEqualTo(startOf(next).plusMillis(1));
      }
    }
  }

  private static List<JsonNode> startingWith(String input, List<JsonNode> records) {
    return records.stream().filter(one -> one.path("input").asText().startsWith(input)).toList();
  }

  private static Instant startOf(JsonNode interaction) {
    return Instant.parse(interaction.path("calls").path(0).path("started_at").asText());
  }

  private static Instant endOf(JsonNode interaction) {
    double millis = interaction.path("calls").path(0).path("latency_ms").asDouble();
    return startOf(interaction).plusNanos((long) (millis * 1_000_000));
  }

  private static List<Expected> locals() {
    List<Expected> expected = new ArrayList<>();
    expected.add(echo("whole").at("/request/temperature", "0.5"));
    expected.add(echo("text"));
    expected.add(full());
    expected.add(
        echo("tool")
            .output("")
            .finish("tool_call")
            .at("/output_messages/0/parts/0/name", "\"get_weather\"")
            .at("/output_messages/0/parts/0/id", "\"call_7\"")
            .at("/output_messages/0/parts/0/arguments", "{\"city\":\"Paris\"}"));
    expected.add(local("throws").provider("echo").model("echo-1").failed(THROWN));
    expected.add(local("overridden").provider("parrot").finish("length").used(80, 25));
    expected.add(local("inherited").provider("grey_parrot").finish("length").used(80, 25));
    expected.add(Expected.of("passed-on").provider("echo").model("echo-1").finish("stop"));
    for (String more : List.of("", "-here")) {
      expected.add(river("stream" + more).finish("stop").used(80, 25));
      expected.add(river("stream-error" + more).ended("error", "Paris is").at(ERROR, IN_JSON));
      expected.add(
          river("handler-throws" + more)
              .ended("error", "Paris")
              .at(ERROR, "\"java.lang.IllegalArgumentException\""));
      expected.add(river("stream-throws" + more).failed(THROWN));
      // What a handler asks when it has the answer is asked for itself.
      expected.add(river("then-another" + more).finish("stop").used(80, 25));
      expected.add(echo("another" + more));
    }
    expected.addAll(others());
    return expected;
  }

  private static final String ERROR = "/error/type";
  private static final String IN_JSON = "\"" + THROWN + "\"";

  private static Expected full() {
    return echo("full")
        .at("/request/temperature", "0.25")
        .at("/request/top_p", "0.5")
        .at("/request/max_tokens", "500")
        .at("/request/stop", "[\"END\"]")
        .at("/input_messages/0/parts/0/content", "\"Be brief.\"")
        .at("/tool_definitions/0/name", "\"get_weather\"")
        .at("/tool_definitions/0/parameters/properties/city/type", "\"string\"")
        .at("/input_messages/2/parts/1/name", "\"get_weather\"")
        .at("/input_messages/3/parts/0/id", "\"call_1\"")
        .at("/input_messages/3/parts/0/response", "\"18 degrees\"")
        .at("/input_messages/4/parts/1/mime_type", "\"image/png\"")
        .at("/input_messages/4/parts/1/size", "8")
        .at("/input_messages/4/parts/2/uri", "\"https://example.com/tower.png\"");
  }

  private static List<Expected> others() {
    return List.of(
        other("embeddings", "embeddings", "hash")
            .at("/result/count", "2")
            .at("/result/dimensions", "3")
            .at("/usage/input_tokens", "80"),
        other("embedding", "embeddings", "hash").at("/result/dimensions", "3"),
        other("embedding-throws", "embeddings", "hash").failed(THROWN),
        other("moderation", "moderation", "strict").at("/result/flagged", "true"),
        other("moderation-of-messages", "moderation", "strict").at("/result/flagged", "true"),
        other("scores", "rerank", "length")
            .at("/request/document_count", "2")
            .at("/result/scores/1/relevance_score", "0.06"),
        other("score", "rerank", "length").at("/request/document_count", "1"),
        other("image", "image_generation", "pixel")
            .at("/result/revised_prompt", "\"a pixel\"")
            .at("/output_messages/0/parts/0/size", "8"),
        other("image-edit", "image_generation", "pixel")
            .at("/output_messages/0/parts/0/uri", "\"https://example.com/pixel.png\""));
  }

  private static List<Expected> newer() {
    return List.of(
        local("cancelled").provider("endless").streamed().ended("cancelled", "ParisParisParis"),
        local("thinking")
            .provider("thinking")
            .streamed()
            .finish("stop")
            .at("/output_messages/0/parts/0", "{\"type\":\"reasoning\",\"content\":\"Hm.\"}"),
        Expected.of("cancelled-on-the-wire")
            .by("langchain4j", "java-http-client")
            .model("endless")
            .streamed()
            .ended("cancelled", "ParisParisParis")
            .andMore(),
        other("moderation", "moderation", "strict")
            .model("strict-1")
            .at("/result/flagged", "true"));
  }

  private static List<Expected> newest() {
    return List.of(
        local("async").provider("late").finish("stop").used(80, 25),
        local("async-fails").provider("late").failed(THROWN),
        local("async-cancelled").provider("late").ended("cancelled", ""),
        other("embedding-request", "embeddings", "requested").at("/result/dimensions", "4"),
        other("embedding", "embeddings", "requested").at("/result/dimensions", "4"),
        local("transcription").operation("transcription").provider("ears").output(TEXT));
  }

  private static Expected echo(String name) {
    return local(name)
        .provider("echo")
        .model("echo-1")
        .says("response_model", "echo-1-small")
        .says("response_id", "local-1")
        .used(80, 25);
  }

  private static Expected river(String name) {
    return local(name).provider("river").streamed();
  }

  private static Expected other(String name, String operation, String provider) {
    return local(name).operation(operation).provider(provider).output("");
  }

  private static Expected local(String name) {
    return Expected.of(name).by("langchain4j");
  }
}
