package dev.steno.smoke.benchmarks;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * A model that answers from memory, always the same: what is left of a call is the client's own
 * work, and the agent's.
 */
final class MemoryModel implements HttpClient {
  /** What it says. */
  static final String WORDS =
      "Your order is on its way and will be with you soon. ".repeat(5).trim();

  private static final byte[] ANSWER =
      """
      {
        "id": "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG",
        "object": "chat.completion",
        "created": 1741570283,
        "model": "gpt-4o-2024-08-06",
        "choices": [
          {
            "index": 0,
            "message": {
              "role": "assistant",
              "content": "%s",
              "refusal": null,
              "annotations": []
            },
            "logprobs": null,
            "finish_reason": "stop"
          }
        ],
        "usage": {
          "prompt_tokens": 1117,
          "completion_tokens": 46,
          "total_tokens": 1163,
          "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
          "completion_tokens_details": {
            "reasoning_tokens": 0,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0
          }
        },
        "service_tier": "default",
        "system_fingerprint": "fp_fc9f1d7035"
      }
      """
          .formatted(WORDS)
          .getBytes(StandardCharsets.UTF_8);

  /** As many as the real one sends, since they are looked up by name. */
  private static final Headers HEADERS =
      Headers.builder()
          .put("date", "Fri, 20 Nov 2026 21:16:49 GMT")
          .put("content-type", "application/json")
          .put("content-length", String.valueOf(ANSWER.length))
          .put("connection", "keep-alive")
          .put("openai-organization", "acme")
          .put("openai-processing-ms", "412")
          .put("openai-version", "2020-10-01")
          .put("x-ratelimit-limit-requests", "10000")
          .put("x-ratelimit-limit-tokens", "30000000")
          .put("x-ratelimit-remaining-requests", "9999")
          .put("x-ratelimit-remaining-tokens", "29999000")
          .put("x-request-id", "req_3f9c1d0b7a5e4c2d8b6a9f0e1d2c3b4a")
          .put("strict-transport-security", "max-age=31536000; includeSubDomains; preload")
          .put("server", "cloudflare")
          .build();

  /** The answer's body. */
  static String answer() {
    return new String(ANSWER, StandardCharsets.UTF_8);
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    HttpRequestBody body = request.body();
    if (body != null) {
      body.writeTo(OutputStream.nullOutputStream());
    }
    return new Answer(new ByteArrayInputStream(ANSWER));
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return CompletableFuture.completedFuture(execute(request, options));
  }

  @Override
  public void close() {}

  private record Answer(InputStream body) implements HttpResponse {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public Headers headers() {
      return HEADERS;
    }

    @Override
    public void close() {}
  }
}
