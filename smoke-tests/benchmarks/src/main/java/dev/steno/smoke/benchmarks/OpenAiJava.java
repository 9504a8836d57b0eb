package dev.steno.smoke.benchmarks;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.services.blocking.chat.ChatCompletionService;
import java.time.Duration;

/** The openai-java clients that are measured. */
final class OpenAiJava {
  private OpenAiJava() {}

  /** Over the network. */
  static Client client(String base, boolean streamed) {
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl(base)
            .apiKey("sk-benchmark")
            // Or else connections are closed and opened again with more threads than the usual 5.
            .maxIdleConnections(Prompts.MOST_THREADS)
            .keepAliveDuration(Duration.ofMinutes(1))
            .build();
    ChatCompletionService completions = client.chat().completions();
    ChatCompletionCreateParams question = question(Prompts.ONE_KILOBYTE);
    if (!streamed) {
      return () ->
          completions.create(question).choices().get(0).message().content().orElseThrow().length();
    }
    ChatCompletionCreateParams withUsage =
        question.toBuilder()
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    return () -> {
      try (StreamResponse<ChatCompletionChunk> stream = completions.createStreaming(withUsage)) {
        return (int) stream.stream().filter(chunk -> !chunk.choices().isEmpty()).count();
      }
    };
  }

  /** With a model in memory: what is left of a call is the client's own work, and the agent's. */
  static ChatCompletionService inMemory() {
    return new OpenAIClientImpl(
            ClientOptions.builder()
                .httpClient(new MemoryModel())
                .baseUrl("https://api.openai.com/v1")
                .apiKey("sk-benchmark")
                .build())
        .chat()
        .completions();
  }

  static ChatCompletionCreateParams question(String prompt) {
    return builder().addUserMessage(prompt).build();
  }

  /** A question to which messages are to be added. */
  static ChatCompletionCreateParams.Builder builder() {
    return ChatCompletionCreateParams.builder()
        .model("gpt-4o")
        .addSystemMessage("You are a friendly assistant of a shop.")
        .temperature(0.2);
  }
}
