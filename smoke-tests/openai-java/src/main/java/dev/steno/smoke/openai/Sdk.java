package dev.steno.smoke.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.util.ArrayList;
import java.util.List;

/** The clients that shapes call the model with, and what they ask. */
final class Sdk {
  static final String MODEL = "gpt-4o";

  /** Secrets, which are not to be found anywhere but on the wire. */
  private static final String KEY = System.getProperty("canary.key", "sk-smoke");

  private static final String ORGANIZATION = System.getProperty("canary.organization", "org-smoke");
  private static final String PROJECT = System.getProperty("canary.project", "proj-smoke");
  private static final String HEADER = System.getProperty("canary.header", "header-smoke");
  private static final String QUERY = System.getProperty("canary.query", "query-smoke");

  private final String url;
  private final String rawUrl;
  private final OpenAIClient client;
  private final OpenAIClient rawClient;
  private final OpenAIClientAsync asyncClient;
  private final List<Object> kept = new ArrayList<>();

  Sdk(String url, String rawUrl) {
    this.url = url;
    this.rawUrl = rawUrl;
    client = builder().build();
    rawClient = builder().baseUrl(rawUrl).build();
    asyncClient = asyncBuilder().build();
  }

  /** The client that gets whole answers. */
  OpenAIClient client() {
    return client;
  }

  /** The client whose answers come slowly, never end, or break. */
  OpenAIClient rawClient() {
    return rawClient;
  }

  OpenAIClientAsync asyncClient() {
    return asyncClient;
  }

  String url() {
    return url;
  }

  String rawUrl() {
    return rawUrl;
  }

  OpenAIOkHttpClient.Builder builder() {
    return OpenAIOkHttpClient.builder()
        .baseUrl(url)
        .apiKey(KEY)
        .organization(ORGANIZATION)
        .project(PROJECT)
        .putHeader("X-Tenant-Secret", HEADER)
        .putQueryParam("signature", QUERY)
        .maxRetries(0);
  }

  OpenAIOkHttpClientAsync.Builder asyncBuilder() {
    return OpenAIOkHttpClientAsync.builder()
        .baseUrl(url)
        .apiKey(KEY)
        .organization(ORGANIZATION)
        .project(PROJECT)
        .putHeader("X-Tenant-Secret", HEADER)
        .putQueryParam("signature", QUERY)
        .maxRetries(0);
  }

  /** Keeps an object from being collected before the program ends. */
  void keep(Object object) {
    kept.add(object);
  }

  void close() {
    client.close();
    rawClient.close();
    asyncClient.close();
  }

  /** A question that can be found again by the name of its shape. */
  static String prompt(String shape) {
    return "[" + shape + "] What is the capital of France? Répondez s'il vous plaît 🙏";
  }

  static ChatCompletionCreateParams chat(String shape) {
    return chat(shape, MODEL);
  }

  static ChatCompletionCreateParams chat(String shape, String model) {
    return builder(shape, model).build();
  }

  static ChatCompletionCreateParams.Builder builder(String shape, String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(prompt(shape));
  }

  static ChatCompletionCreateParams stream(String shape) {
    return stream(shape, MODEL);
  }

  static ChatCompletionCreateParams stream(String shape, String model) {
    return builder(shape, model)
        .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
        .build();
  }
}
