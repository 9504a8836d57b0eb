package dev.steno.smoke.langchain4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the one record of a call must say. */
final class Expected {
  private final String name;
  private final List<Consumer<JsonNode>> checks = new ArrayList<>();
  private String operation = "chat";
  private String outcome = "ok";
  private boolean isAbandoned;
  private String output = Answer.TEXT;
  private boolean streamed;
  private boolean known;
  private boolean andMore;

  private Expected(String name) {
    this.name = name;
  }

  static Expected of(String name) {
    return new Expected(name);
  }

  Expected operation(String newOperation) {
    operation = newOperation;
    return this;
  }

  Expected provider(String provider) {
    return says("provider", provider);
  }

  boolean hasInstrumentation() {
    return known;
  }

  Expected by(String... instrumentations) {
    known = true;
    String all = "[\"" + String.join("\",\"", instrumentations) + "\"]";
    return checking(call -> assertThat(call.path("instrumentation").toString()).isEqualTo(all));
  }

  Expected model(String asked) {
    return says("request_model", asked);
  }

  Expected says(String field, String value) {
    return checking(call -> assertThat(call.path(field).asText()).as(field).isEqualTo(value));
  }

  /** Something anywhere in the call, as a JSON pointer; the value as JSON. */
  Expected at(String pointer, String json) {
    return checking(call -> assertThat(call.at(pointer).toString()).as(pointer).isEqualTo(json));
  }

  Expected streamed() {
    streamed = true;
    return this;
  }

  Expected output(String newOutput) {
    output = newOutput;
    return this;
  }

  Expected finish(String reason) {
    // Nobody brings what the tool gave.
    isAbandoned = reason.equals("tool_call");
    return at("/finish_reasons", "[\"" + reason + "\"]");
  }

  /** Tokens of the input and the output. */
  Expected used(long input, long tokens) {
    return at("/usage/input_tokens", String.valueOf(input))
        .at("/usage/output_tokens", String.valueOf(tokens));
  }

  Expected attempts(int attempts) {
    return checking(
        call -> assertThat(call.path("attempts").asInt(1)).as("attempts").isEqualTo(attempts));
  }

  Expected ended(String newOutcome, String said) {
    outcome = newOutcome;
    return output(said);
  }

  /** The output only begins so: more was on the way. */
  Expected andMore() {
    andMore = true;
    return this;
  }

  Expected failed(String type) {
    return ended("error", "").at("/error/type", "\"" + type + "\"");
  }

  Expected checking(Consumer<JsonNode> check) {
    checks.add(check);
    return this;
  }

  boolean fits(JsonNode interaction) {
    return interaction.path("input").asText().startsWith("[" + name + "] ");
  }

  boolean isIn(String request) {
    return request.contains("[" + name + "] ");
  }

  /** Checks the record of a call that the server was asked so often for. */
  void check(JsonNode interaction, long requests) {
    assertThat(interaction.path("calls")).as("calls of %s", interaction).hasSize(1);
    JsonNode call = interaction.path("calls").path(0);
    assertThat(call.path("operation").asText()).isEqualTo(operation);
    assertThat(call.path("outcome").asText()).as("outcome").isEqualTo(outcome);
    assertThat(interaction.path("outcome").asText())
        .as("outcome of the interaction")
        .isEqualTo(isAbandoned ? "abandoned" : outcome);
    assertThat(interaction.has("error")).as("has an error").isEqualTo(outcome.equals("error"));
    assertThat(call.path("streaming").asBoolean()).as("streaming").isEqualTo(streamed);
    assertThat(call.path("latency_ms").asDouble()).isPositive();
    if (streamed && !output.isEmpty()) {
      assertThat(call.path("time_to_first_chunk_ms").asDouble(-1))
          .as("first chunk")
          .isBetween(0.0, call.path("latency_ms").asDouble());
    } else if (!streamed) {
      assertThat(call.has("time_to_first_chunk_ms")).as("first chunk").isFalse();
    }
    String said = interaction.path("output").asText();
    if (andMore) {
      assertThat(said).as("output").startsWith(output);
    } else {
      assertThat(said).as("output").isEqualTo(output);
    }
    assertThat(interaction.toString()).doesNotContain("sk-canary");
    if (requests > 0) {
      assertThat(call.path("attempts").asLong(1)).as("attempts").isEqualTo(requests);
    }
    checks.forEach(check -> check.accept(call));
  }

  @Override
  public String toString() {
    return name;
  }
}
