package dev.steno.smoke.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the record of a call must say. */
final class Expected {
  private static final List<String> USAGE_NAMES =
      List.of(
          "input_tokens",
          "output_tokens",
          "cache_read_input_tokens",
          "cache_write_input_tokens",
          "reasoning_output_tokens");

  private final String name;
  private final String operation;
  private final List<Consumer<JsonNode>> checks = new ArrayList<>();
  private String output = "";
  private boolean isAbandoned;
  private boolean streamed;
  private int status = 200;
  private String failure = "";

  private Expected(String name, String operation) {
    this.name = name;
    this.operation = operation;
  }

  static Expected chat(String name) {
    return new Expected(name, "chat");
  }

  static Expected textCompletion(String name) {
    return new Expected(name, "text_completion");
  }

  static Expected embeddings(String name) {
    return new Expected(name, "embeddings");
  }

  Expected streamed() {
    streamed = true;
    return this;
  }

  /** The model that was asked, when the answer does not say which one answered. */
  Expected asked(String model) {
    return says("request_model", model);
  }

  Expected asked(String model, String answeredBy) {
    return asked(model).says("response_model", answeredBy);
  }

  Expected told(String systemInstruction) {
    return part("system_instructions", "text", "content", systemInstruction);
  }

  /** The model said this, and then ended for this reason. */
  Expected answered(String text, String finish) {
    output = text;
    // Nobody brings what the tool gave.
    isAbandoned = finish.equals("tool_call");
    checks.add(call -> assertThat(call.path("finish_reasons").path(0).asText()).isEqualTo(finish));
    return this;
  }

  Expected thought(String reasoning) {
    checks.add(
        call -> assertThat(part(call, "reasoning").path("content").asText()).isEqualTo(reasoning));
    return this;
  }

  /** The model asked for a tool; some providers give such a wish an id, for the others it is "". */
  Expected wished(String tool, String id, String argumentsJson) {
    checks.add(
        call -> {
          JsonNode wish = part(call, "tool_call");
          assertThat(wish.path("name").asText()).isEqualTo(tool);
          assertThat(wish.path("arguments").toString()).isEqualTo(argumentsJson);
          assertThat(wish.path("id").asText()).isEqualTo(id);
        });
    return this;
  }

  /** The tool that the request offered. */
  Expected offered(String tool) {
    checks.add(
        call ->
            assertThat(call.path("tool_definitions").path(0).path("name").asText())
                .isEqualTo(tool));
    return this;
  }

  /** Tokens: input, output, read from the cache, written to it, reasoning; -1 if it is not told. */
  Expected used(long... tokens) {
    checks.add(
        call -> {
          for (int i = 0; i < USAGE_NAMES.size(); i++) {
            String usage = USAGE_NAMES.get(i);
            long expected = i < tokens.length ? tokens[i] : -1;
            assertThat(call.path("usage").path(usage).asLong(-1)).as(usage).isEqualTo(expected);
          }
        });
    return this;
  }

  /** The server refused; the message is "" if the SDK did not read why. */
  Expected failed(int newStatus, String message) {
    status = newStatus;
    failure = message;
    return this;
  }

  boolean fits(JsonNode interaction) {
    return interaction.path("input").asText().startsWith("[" + name + "] ")
        && interaction.path("error").path("message").asText().equals(failure);
  }

  void check(JsonNode interaction, JsonNode call) {
    boolean failing = status >= 400;
    String outcome = failing ? "error" : "ok";
    assertThat(call.path("operation").asText()).isEqualTo(operation);
    assertThat(call.path("outcome").asText()).isEqualTo(outcome);
    assertThat(call.path("http_status").asInt()).isEqualTo(status);
    assertThat(call.path("streaming").asBoolean()).as("streaming").isEqualTo(streamed);
    assertThat(call.path("latency_ms").asDouble()).isPositive();
    assertThat(call.has("time_to_first_chunk_ms")).as("first chunk").isEqualTo(streamed);
    assertThat(call.path("time_to_first_chunk_ms").asDouble())
        .isLessThanOrEqualTo(call.path("latency_ms").asDouble());
    assertThat(interaction.path("outcome").asText()).isEqualTo(isAbandoned ? "abandoned" : outcome);
    assertThat(interaction.path("input").asText()).isEqualTo(Calls.prompt(name));
    assertThat(interaction.path("output").asText()).isEqualTo(output);
    assertThat(interaction.has("error")).as("has an error").isEqualTo(failing);
    checks.forEach(check -> check.accept(call));
  }

  private Expected says(String field, String value) {
    checks.add(call -> assertThat(call.path(field).asText()).as(field).isEqualTo(value));
    return this;
  }

  private Expected part(String list, String type, String field, String value) {
    checks.add(
        call -> {
          JsonNode part = call.path(list).path(0);
          assertThat(part.path("type").asText()).isEqualTo(type);
          assertThat(part.path(field).asText()).isEqualTo(value);
        });
    return this;
  }

  private static JsonNode part(JsonNode call, String type) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode part : call.path("output_messages").path(0).path("parts")) {
      if (part.path("type").asText().equals(type)) {
        found.add(part);
      }
    }
    assertThat(found).as("%s in %s", type, call.path("output_messages")).hasSize(1);
    return found.get(0);
  }

  @Override
  public String toString() {
    return failure.isEmpty() ? name : name + ": " + failure;
  }
}
