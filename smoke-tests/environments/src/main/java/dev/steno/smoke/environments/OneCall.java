package dev.steno.smoke.environments;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.PrintStream;

/** The smallest program that talks to a model: one call, and one whose answer is streamed. */
public final class OneCall {
  private OneCall() {}

  /** Arguments: the model's base URL, and what to call this program in its questions. */
  public static void main(String[] args) {
    run(args[0], args.length > 1 ? args[1] : "main", System.out);
  }

  /** Prints both answers, and leaves no thread behind. */
  public static void run(String url, String name, PrintStream out) {
    OpenAIClient client =
        OpenAIOkHttpClient.builder().baseUrl(url).apiKey("sk-smoke").maxRetries(0).build();
    try {
      run(client, name, out);
    } finally {
      client.close();
    }
  }

  /** Prints both answers. */
  static void run(OpenAIClient client, String name, PrintStream out) {
    out.println(name + " plain: " + plain(client, name));
    out.println(name + " streamed: " + streamed(client, name));
  }

  private static String plain(OpenAIClient client, String name) {
    ChatCompletion answer = client.chat().completions().create(question(name + " plain"));
    return answer.choices().get(0).message().content().orElse("");
  }

  private static String streamed(OpenAIClient client, String name) {
    StringBuilder text = new StringBuilder();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(question(name + " streamed"))) {
      chunks.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .map(choice -> choice.delta().content().orElse(""))
          .forEach(text::append);
    }
    return text.toString();
  }

  private static ChatCompletionCreateParams question(String name) {
    return ChatCompletionCreateParams.builder()
        .model("gpt-4o")
        .addUserMessage("[" + name + "] What is the capital of France?")
        .build();
  }
}
