package dev.steno.smoke.benchmarks;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A library that asks the model, always the same. */
@FunctionalInterface
interface Client {
  /** Those that there are. */
  List<String> LIBRARIES = List.of("openai-java", "langchain4j", "okhttp", "java-http-client");

  String JSON = "application/json";

  /** Asks once, and gives the length of the answer, or how many chunks came. */
  int call() throws Exception;

  /**
   * A client of that library.
   *
   * @param url of the model
   * @param chunks of the answer; 0 for a whole one
   */
  static Client of(String library, String url, int chunks) {
    String base = StubModel.base(url, chunks);
    return switch (library) {
      case "openai-java" -> OpenAiJava.client(base, chunks > 0);
      case "langchain4j" -> chunks > 0 ? langChain4jStream(base) : langChain4j(base);
      case "okhttp" -> okHttp(base, chunks > 0);
      case "java-http-client" -> java(base, chunks > 0);
      default -> throw new IllegalArgumentException(library);
    };
  }

  private static Client langChain4j(String base) {
    OpenAiChatModel model =
        OpenAiChatModel.builder().baseUrl(base).apiKey("sk-benchmark").modelName("gpt-4o").build();
    return () -> model.chat(Prompts.ONE_KILOBYTE).length();
  }

  private static Client langChain4jStream(String base) {
    OpenAiStreamingChatModel model =
        OpenAiStreamingChatModel.builder()
            .baseUrl(base)
            .apiKey("sk-benchmark")
            .modelName("gpt-4o")
            .build();
    return () -> {
      CompletableFuture<Integer> done = new CompletableFuture<>();
      model.chat(
          Prompts.ONE_KILOBYTE,
          new StreamingChatResponseHandler() {
            private int chunks;

            @Override
            public void onPartialResponse(String text) {
              chunks++;
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
              done.complete(chunks);
            }

            @Override
            public void onError(Throwable error) {
              done.completeExceptionally(error);
            }
          });
      return done.get(1, TimeUnit.MINUTES);
    };
  }

  private static Client okHttp(String base, boolean streamed) {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(Prompts.MOST_THREADS, 1, TimeUnit.MINUTES))
            .build();
    MediaType type = MediaType.get(JSON);
    byte[] body = Prompts.json(streamed);
    return () -> {
      Request request =
          new Request.Builder()
              .url(base + "/chat/completions")
              .post(RequestBody.create(body, type))
              .build();
      try (Response response = client.newCall(request).execute()) {
        return streamed ? lines(response.body().byteStream()) : response.body().bytes().length;
      }
    };
  }

  private static Client java(String base, boolean streamed) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    URI uri = URI.create(base + "/chat/completions");
    byte[] body = Prompts.json(streamed);
    return () -> {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Content-Type", JSON)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      if (!streamed) {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
      }
      try (InputStream in =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
        return lines(in);
      }
    };
  }

  private static int lines(InputStream in) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int chunks = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("data: {")) {
        chunks++;
      }
    }
    return chunks;
  }
}
