package dev.steno.smoke.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the record of a shape must say.
 *
 * @param shape its name
 * @param operation what was asked for
 * @param model the model that was asked for
 * @param outcome how it ended
 * @param finish why the model ended, or null when it did not say
 * @param output what the model said, or how that begins; null when it said nothing in words
 * @param usage tokens: input, output, read from the cache, reasoning; -1 for those that are not
 *     told
 */
record Expected(
    String shape,
    String operation,
    String model,
    String outcome,
    String finish,
    String output,
    long[] usage) {

  private static final String WHOLE = "Paris is the capital of France – voilà 🗼.";
  private static final String[] USAGE_NAMES = {
    "input_tokens", "output_tokens", "cache_read_input_tokens", "reasoning_output_tokens"
  };

  /** A chat that came to its end. */
  static Expected chat(String shape, String model) {
    return new Expected(shape, "chat", model, "ok", "stop", WHOLE, new long[] {80, 25, 40, 5});
  }

  /** A chat of which no more than this came. */
  static Expected partial(String shape, String model, String outcome, String output) {
    return new Expected(shape, "chat", model, outcome, null, output, new long[0]);
  }

  /** Another operation than chat. */
  static Expected other(
      String shape, String operation, String model, String output, long... usage) {
    return new Expected(shape, operation, model, "ok", null, output, usage);
  }

  void check(JsonNode interaction) {
    JsonNode call = interaction.path("calls").path(0);
    assertThat(interaction.path("schema").asText()).isEqualTo("steno/1");
    assertThat(call.path("operation").asText()).isEqualTo(operation);
    assertThat(call.path("provider").asText()).isEqualTo("openai");
    assertThat(call.path("request_model").asText()).isEqualTo(model);
    assertThat(call.path("outcome").asText()).isEqualTo(outcome);
    // Nobody brought what the tool gave.
    String ended = "tool_call".equals(finish) ? "abandoned" : outcome;
    assertThat(interaction.path("outcome").asText()).isEqualTo(ended);
    assertThat(interaction.has("error")).as("has an error").isEqualTo(outcome.equals("error"));
    assertThat(interaction.path("input").asText()).isEqualTo(Sdk.prompt(shape));
    assertThat(interaction.path("latency_ms").asDouble()).isPositive();
    assertThat(call.path("latency_ms").asDouble()).isPositive();
    if (finish != null) {
      assertThat(call.path("finish_reasons").path(0).asText()).isEqualTo(finish);
      assertThat(call.path("response_model").asText()).isNotEmpty();
    }
    if (output == null) {
      assertThat(interaction.path("output").asText()).isEmpty();
    } else if (outcome.equals("ok")) {
      assertThat(interaction.path("output").asText()).isEqualTo(output);
    } else {
      assertThat(interaction.path("output").asText()).startsWith(output);
    }
    checkUsage(call.path("usage"));
    checkHttpClient(call);
  }

  /** The HTTP client below adds to the call, and the first versions know no host but by it. */
  private static void checkHttpClient(JsonNode call) {
    if (call.has("http_status")) {
      assertThat(call.path("instrumentation"))
          .extracting(JsonNode::asText)
          .containsExactly("openai-java", "okhttp");
      assertThat(call.path("server_address").asText()).isEqualTo("127.0.0.1");
      assertThat(call.path("server_port").asInt()).isPositive();
    }
  }

  private void checkUsage(JsonNode actual) {
    for (int i = 0; i < usage.length; i++) {
      assertThat(actual.path(USAGE_NAMES[i]).asLong(-1)).as(USAGE_NAMES[i]).isEqualTo(usage[i]);
    }
    if (usage.length == 0) {
      assertThat(actual.isMissingNode()).as("no usage was told, but %s", actual).isTrue();
    }
  }
}
