package dev.steno.smoke.sdks;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.AsyncStreamResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Calls the Messages API of Anthropic with its own SDK. */
public final class AnthropicJava {
  static final String MODEL = "claude-sonnet-4-5";
  static final String SYSTEM = "You are terse.";

  private static final int PATIENCE_SECONDS = 30;

  private AnthropicJava() {}

  /** Argument: the address of the server. */
  public static void main(String[] args) {
    AnthropicClient client =
        AnthropicOkHttpClient.builder()
            .baseUrl(args[0])
            .apiKey("sk-ant-smoke")
            .maxRetries(1)
            .build();
    Calls calls = new Calls(args[0]);
    calls.call("create", prompt -> client.messages().create(text(prompt)));
    calls.call("stream", prompt -> events(client, text(prompt)));
    calls.call(
        "async",
        prompt ->
            client.async().messages().create(text(prompt)).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    calls.call("async-stream", prompt -> eventsAsync(client, text(prompt)));
    calls.call("tool", prompt -> client.messages().create(tool(prompt)));
    calls.call("tool-stream", prompt -> events(client, tool(prompt)));
    calls.call("thinking", prompt -> client.messages().create(thinking(prompt)));
    calls.call("thinking-stream", prompt -> events(client, thinking(prompt)));
    calls.call(
        Calls.RATE_LIMITED,
        prompt -> client.messages().create(ask(prompt).model(Calls.RATE_LIMITED).build()));
    client.close();
    calls.end();
  }

  private static String events(AnthropicClient client, MessageCreateParams params) {
    try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(params)) {
      return events.stream().map(String::valueOf).collect(Collectors.joining("\n"));
    }
  }

  private static String eventsAsync(AnthropicClient client, MessageCreateParams params)
      throws Exception {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    AsyncStreamResponse<RawMessageStreamEvent> events =
        client.async().messages().createStreaming(params);
    events.subscribe(event -> seen.add(event.toString()));
    events.onCompleteFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return String.join("\n", seen);
  }

  private static MessageCreateParams text(String prompt) {
    return ask(prompt).build();
  }

  private static MessageCreateParams tool(String prompt) {
    // Version 2 has types for the properties that version 1 has not, and the other way round.
    Tool.InputSchema schema =
        Tool.InputSchema.builder()
            .putAdditionalProperty(
                "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
            .putAdditionalProperty("required", JsonValue.from(List.of("city")))
            .build();
    return ask(prompt)
        .addTool(
            Tool.builder()
                .name("get_weather")
                .description("The weather in a city")
                .inputSchema(schema)
                .build())
        .build();
  }

  private static MessageCreateParams thinking(String prompt) {
    return ask(prompt).enabledThinking(1024).build();
  }

  private static MessageCreateParams.Builder ask(String prompt) {
    return MessageCreateParams.builder()
        .model(MODEL)
        .maxTokens(2048)
        .system(SYSTEM)
        .addUserMessage(prompt);
  }
}
