package dev.steno.smoke.contract.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.contract.Model;
import java.util.Set;

/**
 * What the records of a shape must say.
 *
 * @param shape its name
 * @param times how many records there are
 * @param model the model that was asked for
 * @param outcomes how it ended; more than one if that is a matter of chance
 * @param output what the model said, or how that begins; {@link #ECHO} when that is what it was
 *     asked
 * @param usage whether all tokens are told
 * @param status the HTTP status; 0 when none came
 * @param streaming whether a stream was asked for, and begun
 * @param attempts how often a request was sent
 */
public record Expected(
    String shape,
    int times,
    String model,
    Set<String> outcomes,
    String output,
    boolean usage,
    int status,
    boolean streaming,
    int attempts) {

  /** What the model says if nothing goes wrong. */
  public static final String WHOLE = "Paris is the capital of France – voilà 🗼.";

  static final String ECHO = "<echo>";

  /** A call that came to its end. */
  public static Expected ok(String shape) {
    return new Expected(shape, 1, Model.NAME, Set.of("ok"), WHOLE, true, 200, false, 1);
  }

  /** A call that ended in another way, before the model said a word. */
  public static Expected not(String outcome, String shape) {
    return new Expected(shape, 1, Model.NAME, Set.of(outcome), "", false, 0, false, 1);
  }

  /** No call to a model. */
  public static Expected nothing(String shape) {
    return ok(shape).times(0);
  }

  public Expected times(int newTimes) {
    return new Expected(
        shape, newTimes, model, outcomes, output, usage, status, streaming, attempts);
  }

  public Expected model(String newModel) {
    return new Expected(
        shape, times, newModel, outcomes, output, usage, status, streaming, attempts);
  }

  /** Ends in one of these ways: with ok among them, by chance the answer was there to its end. */
  public Expected ending(String... oneOf) {
    return new Expected(
        shape, times, model, Set.of(oneOf), output, usage, status, streaming, attempts);
  }

  /** With an answer that says this, or begins so if the outcome is not ok, and no usage. */
  public Expected saying(String newOutput) {
    return new Expected(
        shape, times, model, outcomes, newOutput, false, status, streaming, attempts);
  }

  public Expected status(int newStatus) {
    return new Expected(
        shape, times, model, outcomes, output, usage, newStatus, streaming, attempts);
  }

  public Expected streamed() {
    return new Expected(shape, times, model, outcomes, output, usage, status, true, attempts);
  }

  public Expected attempts(int newAttempts) {
    return new Expected(
        shape, times, model, outcomes, output, usage, status, streaming, newAttempts);
  }

  Expected echoing() {
    return new Expected(shape, times, "echo", outcomes, ECHO, usage, status, streaming, attempts);
  }

  void check(JsonNode interaction, String instrumentation) {
    JsonNode calls = interaction.path("calls");
    assertThat(calls).as("calls").hasSize(1);
    JsonNode call = calls.path(0);
    assertThat(interaction.path("schema").asText()).isEqualTo("steno/1");
    assertThat(call.path("operation").asText()).as("operation").isEqualTo("chat");
    assertThat(call.path("provider").asText()).as("provider").isEqualTo("127.0.0.1");
    assertThat(call.path("server_address").asText()).as("address").isEqualTo("127.0.0.1");
    assertThat(call.path("server_port").asInt()).as("port").isPositive();
    assertThat(call.path("instrumentation"))
        .as("instrumentation")
        .anyMatch(name -> name.asText().equals(instrumentation));
    assertThat(call.path("request_model").asText()).as("model").isEqualTo(model);
    assertThat(call.path("http_status").asInt()).as("status").isEqualTo(status);
    assertThat(call.path("attempts").asInt(1)).as("attempts").isEqualTo(attempts);
    checkEnd(interaction, call);
    checkTimes(interaction, call);
  }

  private void checkEnd(JsonNode interaction, JsonNode call) {
    String outcome = call.path("outcome").asText();
    assertThat(outcome).as("outcome").isIn(outcomes);
    assertThat(interaction.path("outcome").asText()).as("outcome").isEqualTo(outcome);
    assertThat(interaction.has("error")).as("has an error").isEqualTo(outcome.equals("error"));
    String said = interaction.path("output").asText();
    if (output.equals(ECHO)) {
      assertThat(said).as("output").isEqualTo(interaction.path("input").asText());
    } else if (outcome.equals("ok") && outcomes.size() > 1) {
      assertThat(said).as("output").isEqualTo(WHOLE);
    } else if (output.isEmpty() && streaming) {
      // Pieces of an answer that was left may come together, and so be more than what was asked
      // for.
      assertThat(WHOLE).as("begins with the output").startsWith(said);
    } else if (output.isEmpty() || outcome.equals("ok")) {
      assertThat(said).as("output").isEqualTo(output);
    } else {
      assertThat(said).as("output").startsWith(output);
    }
    JsonNode tokens = call.path("usage");
    if (usage) {
      assertThat(tokens.path("input_tokens").asInt()).as("tokens of %s", tokens).isEqualTo(80);
      assertThat(tokens.path("output_tokens").asInt()).as("tokens of %s", tokens).isEqualTo(25);
      assertThat(call.path("finish_reasons").path(0).asText()).isEqualTo("stop");
    } else if (outcomes.equals(Set.of("ok"))) {
      assertThat(tokens.isMissingNode()).as("no usage was told, but %s", tokens).isTrue();
    }
  }

  private void checkTimes(JsonNode interaction, JsonNode call) {
    double latency = call.path("latency_ms").asDouble();
    assertThat(latency).as("latency").isPositive();
    assertThat(interaction.path("latency_ms").asDouble()).as("latency").isPositive();
    assertThat(call.path("streaming").asBoolean()).as("streaming").isEqualTo(streaming);
    if (streaming && !output.isEmpty()) {
      assertThat(call.path("time_to_first_chunk_ms").asDouble(-1))
          .as("time to first chunk")
          .isBetween(0.0, latency);
    } else if (!streaming) {
      assertThat(call.has("time_to_first_chunk_ms")).as("has a first chunk").isFalse();
    }
  }
}
