package dev.steno.smoke.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import dev.steno.smoke.contract.Transcript;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls through an {@link HttpClient} that the application wrote. */
final class OwnClientShapes {
  private OwnClientShapes() {}

  static void addTo(Map<String, Shape> shapes) {
    shapes.put("own-http-client", OwnClientShapes::own);
    shapes.put("own-http-client-stream", OwnClientShapes::ownStream);
    shapes.put("own-http-client-nested", OwnClientShapes::nested);
  }

  private static void own(Sdk sdk, Transcript out) throws Exception {
    AtomicInteger closes = new AtomicInteger();
    OpenAIClient client = client(sdk, out, () -> {}, closes);
    try {
      out.result(client.chat().completions().create(Sdk.chat("own-http-client")));
    } finally {
      client.close();
      out.fact("closed", closes);
    }
  }

  private static void ownStream(Sdk sdk, Transcript out) throws Exception {
    AtomicInteger closes = new AtomicInteger();
    OpenAIClient client = client(sdk, out, () -> {}, closes);
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(Sdk.stream("own-http-client-stream"))) {
      out.fact("chunks", stream.stream().count());
    } finally {
      client.close();
      out.fact("closed", closes);
    }
  }

  private static void nested(Sdk sdk, Transcript out) throws Exception {
    Runnable moderate =
        () ->
            out.result(
                sdk.client()
                    .moderations()
                    .create(EndpointShapes.moderation("own-http-client-inner")));
    AtomicInteger closes = new AtomicInteger();
    OpenAIClient client = client(sdk, out, moderate, closes);
    try {
      out.result(client.chat().completions().create(Sdk.chat("own-http-client-nested")));
    } finally {
      client.close();
      out.fact("closed", closes);
    }
  }

  private static OpenAIClient client(Sdk sdk, Transcript out, Runnable first, AtomicInteger closes)
      throws Exception {
    return new OpenAIClientImpl(
        ClientOptions.builder()
            .httpClient(new Telling(okHttp(sdk.url()), out, first, closes))
            .baseUrl(sdk.url())
            .apiKey("sk-own")
            .maxRetries(0)
            .build());
  }

  private static HttpClient okHttp(String url) throws ReflectiveOperationException {
    OkHttpClient.Builder builder = OkHttpClient.builder();
    try {
      // The first versions want it here; later ones have no such method.
      builder.getClass().getMethod("baseUrl", String.class).invoke(builder, url);
    } catch (NoSuchMethodException e) {
      // Then the request knows.
    }
    return builder.build();
  }

  /** Hands requests on, and tells what it was handed. */
  private record Telling(HttpClient next, Transcript out, Runnable first, AtomicInteger closes)
      implements HttpClient {
    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
      out.type("class of request", request);
      out.type("class of body", request.body());
      out.fact("path", request.pathSegments());
      first.run();
      HttpResponse response = next.execute(request, options);
      out.type("class of response", response);
      out.thread("thread of execute");
      return response;
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(
        HttpRequest request, RequestOptions options) {
      return next.executeAsync(request, options);
    }

    @Override
    public void close() {
      closes.incrementAndGet();
      next.close();
    }
  }
}
