package dev.steno.smoke.openai;

import static dev.steno.smoke.openai.Expected.chat;
import static dev.steno.smoke.openai.Expected.other;
import static dev.steno.smoke.openai.Expected.partial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.Jdk;
import dev.steno.smoke.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each shape of call is recorded once, from its begin to its end. */
@Execution(ExecutionMode.CONCURRENT) // a run mostly waits for slow answers
class ShapesRecordedIT {
  private static final int PARALLEL = 32;
  private static final double SERVER_MILLIS_BEFORE_FIRST_CHUNK = 200;

  private static final List<Expected> EXPECTED =
      List.of(
          chat("create", Sdk.MODEL),
          new Expected(
              "tool-call",
              "chat",
              "gpt-4o-tools",
              "ok",
              "tool_call",
              null,
              new long[] {64, 18, 0, 0}),
          chat("image-input", Sdk.MODEL),
          chat("raw-parse", Sdk.MODEL),
          chat("raw-body", Sdk.MODEL),
          partial("raw-unread", Sdk.MODEL, "cancelled", null),
          chat("with-options", Sdk.MODEL),
          chat("stream-unclosed", Sdk.MODEL),
          chat("stream-closed", Sdk.MODEL),
          chat("stream-slow", "slow"),
          partial("stream-closed-early", "slow", "cancelled", "Paris is"),
          partial("stream-endless", "endless", "cancelled", "ParisParisParis"),
          partial("stream-abandoned", "endless", "abandoned", "Paris"),
          partial("stream-unread", Sdk.MODEL, "cancelled", null),
          partial("stream-error-event", "mid-error", "error", "Paris is the capital"),
          partial("stream-consumer-throws", "slow", "cancelled", null),
          chat("stream-raw", Sdk.MODEL),
          chat("stream-gzip", "gzip"),
          partial("stream-cut", "cut", "error", "Paris is the capital"),
          partial("stream-reset", "reset", "error", "Paris is the capital"),
          chat("responses-stream", Sdk.MODEL),
          chat("responses", Sdk.MODEL),
          other("completions", "text_completion", "gpt-3.5-turbo-instruct", " Paris.", 9, 3),
          other("embeddings", "embeddings", "text-embedding-3-small", null, 9),
          other("images", "image_generation", "gpt-image-1", null, 50, 100),
          other("moderations", "moderation", "omni-moderation-latest", null),
          other("speech", "speech", "gpt-4o-mini-tts", null),
          chat("async-of-sync", "late"),
          chat("async-client", "late"),
          chat("sync-of-async", Sdk.MODEL),
          other("async-embeddings", "embeddings", "text-embedding-3-small", null, 9),
          partial("async-rate-limited", "rate-limited-late", "error", null),
          chat("async-retry", "failing-once-async"),
          chat("async-stream", "slow"),
          partial("async-stream-closed-early", "slow", "cancelled", "Paris is"),
          partial("async-stream-consumer-throws", "slow", "cancelled", null),
          partial("rate-limited", "rate-limited", "error", null),
          partial("connect-failure", Sdk.MODEL, "error", null),
          partial("read-timeout", "silent", "error", null),
          chat("retry", "failing-once"),
          chat("gzip", "gzip"),
          partial("malformed", "malformed", "error", "Paris"),
          chat("own-http-client", Sdk.MODEL),
          chat("own-http-client-stream", Sdk.MODEL),
          chat("own-http-client-nested", Sdk.MODEL));

  static List<String> versions() {
    return App.versions();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void eachOnce(String version) {
    check(Run.watched(version).result());
  }

  @Test
  void eachOnceOnJdk25() {
    Optional<Path> jdk = Jdk.find(25);
    assumeTrue(jdk.isPresent(), "skipped: no JDK 25 in JAVA25_HOME or a usual place");
    check(Run.watched(App.NEWEST, jdk.get()).result());
  }

  private static void check(Result result) {
    SoftAssertions softly = new SoftAssertions();
    for (Expected expected : EXPECTED) {
      softly
          .assertThatCode(() -> expected.check(only(result, expected.shape())))
          .as("shape %s", expected.shape())
          .doesNotThrowAnyException();
    }
    softly.assertThatCode(() -> checkStreams(result)).as("streams").doesNotThrowAnyException();
    softly.assertThatCode(() -> checkFailures(result)).as("failures").doesNotThrowAnyException();
    softly.assertThatCode(() -> checkBadInput(result)).as("bad input").doesNotThrowAnyException();
    softly.assertThatCode(() -> checkToolLoop(result)).as("tool loop").doesNotThrowAnyException();
    softly.assertThatCode(() -> checkNested(result)).as("nested").doesNotThrowAnyException();
    softly
        .assertThatCode(() -> checkTranscription(result))
        .as("transcription")
        .doesNotThrowAnyException();
    softly.assertThatCode(() -> checkParallel(result)).as("parallel").doesNotThrowAnyException();
    softly.assertAll();
  }

  private static void checkStreams(Result result) {
    for (String shape : List.of("stream-slow", "stream-closed-early", "async-stream")) {
      JsonNode call = only(result, shape).path("calls").path(0);
      assertThat(call.path("streaming").asBoolean()).isTrue();
      assertThat(call.path("time_to_first_chunk_ms").asDouble())
          .as(shape)
          .isGreaterThanOrEqualTo(SERVER_MILLIS_BEFORE_FIRST_CHUNK)
          .isLessThanOrEqualTo(call.path("latency_ms").asDouble());
    }
    assertThat(only(result, "create").has("time_to_first_chunk_ms")).isFalse();
  }

  private static void checkFailures(Result result) {
    assertThat(call(result, "rate-limited").path("http_status").asInt()).isEqualTo(429);
    assertThat(only(result, "rate-limited").path("error").path("message").asText())
        .startsWith("Rate limit reached");
    assertThat(only(result, "stream-error-event").path("error").path("message").asText())
        .startsWith("The server had an error");
    assertThat(call(result, "connect-failure").has("http_status")).isFalse();
    for (String shape : List.of("retry", "async-retry")) {
      assertThat(call(result, shape).path("attempts").asInt()).as(shape).isEqualTo(2);
      assertThat(call(result, shape).path("http_status").asInt()).as(shape).isEqualTo(200);
    }
  }

  private static void checkBadInput(Result result) {
    assertThat(only(result, "nested-arrays").path("input").asText()).isNotEmpty();
    assertThat(only(result, "invalid-utf8").path("output").asText()).startsWith("Paris is the ");
    JsonNode big = only(result, "big");
    assertThat(big.toString().length()).isLessThan(2 << 20);
    assertThat(big.path("calls").path(0).path("truncated").asBoolean()).isTrue();
    assertThat(call(result, "malformed").path("truncated").asBoolean()).isTrue();
    assertThat(call(result, "stream-cut").path("truncated").asBoolean()).isTrue();
  }

  /** Three calls over two clients and two threads are one interaction, with its two tools. */
  private static void checkToolLoop(Result result) {
    JsonNode interaction = only(result, "tool-loop");
    assertThat(interaction.path("outcome").asText()).isEqualTo("ok");
    assertThat(interaction.path("output").asText()).startsWith("Paris is the capital");
    assertThat(interaction.path("usage").path("input_tokens").asLong()).isEqualTo(64 + 64 + 80);
    JsonNode calls = interaction.path("calls");
    assertThat(calls)
        .extracting(call -> call.path("operation").asText())
        .containsExactly("chat", "execute_tool", "chat", "execute_tool", "chat");
    checkTool(calls.path(1), "call_orders1", "c-17", "[4711]");
    checkTool(calls.path(3), "call_orders2", "c-18", "[]");
    assertThat(calls)
        .extracting(call -> call.path("started_at").asText())
        .isSorted()
        .allSatisfy(time -> assertThat(time).hasSize("2026-11-20T21:16:49.382645Z".length()));
  }

  private static void checkTool(JsonNode call, String id, String customer, String value) {
    assertThat(call.path("tool_name").asText()).isEqualTo("search_orders");
    assertThat(call.path("tool_call_id").asText()).isEqualTo(id);
    assertThat(call.path("arguments").path("customer").asText()).isEqualTo(customer);
    assertThat(call.path("result").asText()).isEqualTo(value);
    assertThat(call.path("latency_source").asText()).isEqualTo("inferred");
    assertThat(call.has("parent_id")).isFalse();
  }

  private static void checkNested(Result result) {
    JsonNode calls = only(result, "own-http-client-nested").path("calls");
    assertThat(calls).hasSize(2);
    assertThat(calls.path(1).path("operation").asText()).isEqualTo("moderation");
    assertThat(calls.path(1).path("parent_id").asText())
        .isEqualTo(calls.path(0).path("id").asText());
  }

  private static void checkTranscription(Result result) {
    List<JsonNode> found =
        result.interactions().stream()
            .filter(line -> operation(line).equals("transcription"))
            .toList();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("output").asText()).isEqualTo("Hello from the tape.");
    assertThat(found.get(0).path("usage").path("input_tokens").asLong()).isEqualTo(14);
    assertThat(found.get(0).path("usage").path("output_tokens").asLong()).isEqualTo(31);
    // Older versions can write a form only once: then the HTTP client is seen writing it.
    assertThat(found.get(0).path("input").asText()).isEqualTo(Sdk.prompt("transcription"));
    assertThat(found.get(0).path("calls").path(0).path("request_model").asText())
        .isEqualTo("gpt-4o-transcribe");
  }

  private static String operation(JsonNode interaction) {
    return interaction.path("calls").path(0).path("operation").asText();
  }

  private static void checkParallel(Result result) {
    for (int i = 0; i < PARALLEL; i++) {
      String prompt = Sdk.prompt("parallel-" + i);
      JsonNode interaction = only(result, "parallel-" + i);
      assertThat(interaction.path("input").asText()).isEqualTo(prompt);
      assertThat(interaction.path("output").asText()).isEqualTo(prompt);
    }
  }

  private static JsonNode call(Result result, String shape) {
    return only(result, shape).path("calls").path(0);
  }

  private static JsonNode only(Result result, String shape) {
    List<JsonNode> found =
        result.interactions().stream()
            .filter(line -> line.path("input").asText().startsWith("[" + shape + "] "))
            .toList();
    assertThat(found).as("records of %s", shape).hasSize(1);
    return found.get(0);
  }
}
