package dev.steno.smoke.openai;

import com.openai.client.OpenAIClientAsync;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.steno.smoke.contract.Transcript;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls that answer on a thread of the library's. */
final class AsyncShapes {
  private AsyncShapes() {}

  static void addTo(Map<String, Shape> shapes) {
    shapes.put("async-of-sync", AsyncShapes::asyncOfSync);
    shapes.put("async-client", AsyncShapes::asyncClient);
    shapes.put("sync-of-async", AsyncShapes::syncOfAsync);
    shapes.put("async-embeddings", AsyncShapes::embeddings);
    shapes.put("async-rate-limited", AsyncShapes::rateLimited);
    shapes.put("async-retry", AsyncShapes::retry);
    shapes.put("async-stream", (sdk, out) -> stream(sdk, out, "async-stream"));
    shapes.put("async-stream-closed-early", AsyncShapes::closedEarly);
    shapes.put("async-stream-consumer-throws", AsyncShapes::consumerThrows);
  }

  private static void asyncOfSync(Sdk sdk, Transcript out) throws Exception {
    OpenAIClientAsync client = sdk.client().async();
    out.type("class of client", client);
    awaitLate(client.chat().completions().create(Sdk.chat("async-of-sync", "late")), out);
  }

  private static void asyncClient(Sdk sdk, Transcript out) throws Exception {
    awaitLate(sdk.asyncClient().chat().completions().create(Sdk.chat("async-client", "late")), out);
  }

  private static void syncOfAsync(Sdk sdk, Transcript out) {
    out.result(sdk.asyncClient().sync().chat().completions().create(Sdk.chat("sync-of-async")));
  }

  private static void embeddings(Sdk sdk, Transcript out) throws Exception {
    EmbeddingCreateParams params =
        EmbeddingCreateParams.builder()
            .model("text-embedding-3-small")
            .input(Sdk.prompt("async-embeddings"))
            .build();
    await(sdk.asyncClient().embeddings().create(params), out);
  }

  private static void rateLimited(Sdk sdk, Transcript out) throws Exception {
    await(
        sdk.asyncClient()
            .chat()
            .completions()
            .create(Sdk.chat("async-rate-limited", "rate-limited-late")),
        out);
  }

  private static void retry(Sdk sdk, Transcript out) throws Exception {
    OpenAIClientAsync client = sdk.asyncBuilder().maxRetries(2).build();
    await(client.chat().completions().create(Sdk.chat("async-retry", "failing-once-async")), out);
    client.close();
  }

  /** For answers that come late enough for the callback to be there before them. */
  private static void awaitLate(CompletableFuture<ChatCompletion> future, Transcript out)
      throws Exception {
    CompletableFuture<String> thread =
        future.handle((completion, thrown) -> Transcript.currentThread());
    await(future, out);
    out.fact("thread of callback", thread.get(30, TimeUnit.SECONDS));
  }

  private static void await(CompletableFuture<?> future, Transcript out) throws Exception {
    out.type("class of future", future);
    try {
      out.result(future.get(30, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      out.thrown(e);
    }
  }

  private static void closedEarly(Sdk sdk, Transcript out) throws Exception {
    OpenAIClientAsync client = sdk.asyncBuilder().baseUrl(sdk.rawUrl()).build();
    AsyncStreamResponse<ChatCompletionChunk> stream = open(client, "async-stream-closed-early");
    ChunkHandler handler =
        new ChunkHandler(
            out,
            count -> {
              if (count == 3) {
                stream.close();
              }
            });
    stream.subscribe(handler);
    handler.report(stream);
    client.close();
  }

  private static void consumerThrows(Sdk sdk, Transcript out) throws Exception {
    OpenAIClientAsync client = sdk.asyncBuilder().baseUrl(sdk.rawUrl()).build();
    AsyncStreamResponse<ChatCompletionChunk> stream = open(client, "async-stream-consumer-throws");
    ChunkHandler handler =
        new ChunkHandler(
            out,
            count -> {
              throw new IllegalStateException("thrown by the application");
            });
    stream.subscribe(handler);
    handler.report(stream);
    client.close();
  }

  private static void stream(Sdk sdk, Transcript out, String shape) throws Exception {
    OpenAIClientAsync client = sdk.asyncBuilder().baseUrl(sdk.rawUrl()).build();
    AsyncStreamResponse<ChatCompletionChunk> stream = open(client, shape);
    out.type("class", stream);
    ChunkHandler handler = new ChunkHandler(out, count -> {});
    stream.subscribe(handler);
    handler.report(stream);
    client.close();
  }

  private static AsyncStreamResponse<ChatCompletionChunk> open(
      OpenAIClientAsync client, String shape) {
    return client.chat().completions().createStreaming(Sdk.stream(shape, "slow"));
  }

  /** Says how a stream ended, if it did. */
  static void end(AsyncStreamResponse<?> stream, Transcript out) throws InterruptedException {
    try {
      stream.onCompleteFuture().get(10, TimeUnit.SECONDS);
      out.fact("completed", true);
    } catch (ExecutionException e) {
      out.thrown(e);
    } catch (TimeoutException e) {
      out.fact("completed", false);
    }
  }
}
