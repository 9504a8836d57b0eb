package dev.steno.smoke.sdks;

import com.theokanning.openai.client.OpenAiApi;
import com.theokanning.openai.completion.chat.ChatCompletionRequest;
import com.theokanning.openai.completion.chat.ChatMessage;
import com.theokanning.openai.embedding.EmbeddingRequest;
import com.theokanning.openai.service.OpenAiService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import okhttp3.OkHttpClient;
import retrofit2.Retrofit;

/** Calls OpenAI with the SDK that Java had before OpenAI made one. */
public final class OpenAiGpt3Java {
  static final String MODEL = "gpt-4o";
  static final String TOOL_MODEL = "gpt-4o-tools";
  static final String EMBEDDING_MODEL = "text-embedding-3-small";

  private OpenAiGpt3Java() {}

  /** Argument: the address of the server. */
  public static void main(String[] args) {
    OkHttpClient http = OpenAiService.defaultClient("sk-smoke", Duration.ofSeconds(30));
    Retrofit retrofit =
        OpenAiService.defaultRetrofit(http, OpenAiService.defaultObjectMapper())
            .newBuilder()
            .baseUrl(args[0] + "/")
            .build();
    // Without the executor, a stream ends only when the JVM does.
    ExecutorService executor = http.dispatcher().executorService();
    OpenAiService service = new OpenAiService(retrofit.create(OpenAiApi.class), executor);
    Calls calls = new Calls(args[0]);
    calls.call("chat", prompt -> service.createChatCompletion(ask(MODEL, prompt)));
    calls.call(
        "stream",
        prompt ->
            service
                .streamChatCompletion(ask(MODEL, prompt))
                .map(String::valueOf)
                .toList()
                .blockingGet());
    // It is older than tool calls, and does not read them.
    calls.call("tool", prompt -> service.createChatCompletion(ask(TOOL_MODEL, prompt)));
    calls.call("embed", prompt -> service.createEmbeddings(embed(prompt)));
    calls.call(
        Calls.RATE_LIMITED,
        prompt -> service.createChatCompletion(ask(Calls.RATE_LIMITED, prompt)));
    service.shutdownExecutor();
    calls.end();
  }

  private static ChatCompletionRequest ask(String model, String prompt) {
    return ChatCompletionRequest.builder()
        .model(model)
        .messages(List.of(new ChatMessage("user", prompt)))
        .temperature(0.25)
        .build();
  }

  private static EmbeddingRequest embed(String text) {
    return EmbeddingRequest.builder().model(EMBEDDING_MODEL).input(List.of(text)).build();
  }
}
