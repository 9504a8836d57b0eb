package dev.steno.smoke.openai;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import dev.steno.smoke.contract.Transcript;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Writes down what an asynchronous stream gives, and on which threads. */
final class ChunkHandler implements AsyncStreamResponse.Handler<ChatCompletionChunk> {
  private final Transcript out;
  private final IntConsumer afterChunk;
  private final AtomicInteger chunks = new AtomicInteger();
  private final Set<String> threads = new ConcurrentSkipListSet<>();
  private final CountDownLatch completed = new CountDownLatch(1);
  private volatile Optional<Throwable> error = Optional.empty();

  /**
   * @param afterChunk told how many chunks there were by then
   */
  ChunkHandler(Transcript out, IntConsumer afterChunk) {
    this.out = out;
    this.afterChunk = afterChunk;
  }

  @Override
  public void onNext(ChatCompletionChunk chunk) {
    threads.add(Transcript.currentThread());
    out.fact("chunk", StreamShapes.text(chunk));
    afterChunk.accept(chunks.incrementAndGet());
  }

  @Override
  public void onComplete(Optional<Throwable> newError) {
    threads.add(Transcript.currentThread());
    error = newError;
    completed.countDown();
  }

  /** Waits for the end, and tells of it. */
  void report(AsyncStreamResponse<?> stream) throws InterruptedException {
    AsyncShapes.end(stream, out);
    out.fact("onComplete called", completed.await(2, TimeUnit.SECONDS));
    error.ifPresent(out::thrown);
    out.fact("chunks", chunks);
    out.fact("threads of callbacks", threads);
  }
}
