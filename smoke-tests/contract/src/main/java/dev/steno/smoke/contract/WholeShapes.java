package dev.steno.smoke.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Calls whose answers come in one piece. */
final class WholeShapes {
  private static final int PARALLEL = 16;
  private static final int BIG_PROMPT = 100_000;

  private final Driver driver;

  private WholeShapes(Driver driver) {
    this.driver = driver;
  }

  static void addTo(Shapes shapes, Driver driver) {
    WholeShapes whole = new WholeShapes(driver);
    shapes.quick("sync", (model, out) -> whole.send(model.chat(Model.NAME), out));
    shapes.quick("sized", (model, out) -> whole.send(model.rawChat("sized"), out));
    shapes.quick("twice", whole::twice);
    shapes.quick("big-prompt", whole::bigPrompt);
    shapes.quick("parallel", whole::parallel);
    shapes.quick(
        "body-once",
        (model, out) -> whole.send(model.chat(Model.NAME).once(), out),
        Ability.BODY_ONCE);
    shapes.quick(
        "http2",
        (model, out) -> whole.send(model.chat(Model.NAME).overHttp2(), out),
        Ability.HTTP2);
    shapes.slow("async", whole::async, Ability.ASYNC);
    shapes.slow(
        "async-rate-limited",
        (model, out) -> whole.await(model.chat("rate-limited-late"), out),
        Ability.ASYNC);
    shapes.slow(
        "async-connect-failure",
        (model, out) -> whole.await(FailureShapes.nobody(model), out),
        Ability.ASYNC);
    shapes.slow(
        "async-read-timeout",
        (model, out) ->
            whole.awaitByChance(driver.sendAsync(model.rawChat("silent").impatient()), out),
        Ability.ASYNC);
    shapes.slow("async-cancelled", whole::asyncCancelled, Ability.ASYNC, Ability.ASYNC_CANCEL);
  }

  private void send(Request request, Transcript out) throws Exception {
    try {
      tell(driver.send(request), out);
    } finally {
      if (request.content().once()) {
        out.fact("times the body was taken", request.content().taken());
      }
    }
  }

  /** Tells all of a reply. */
  static void tell(Reply reply, Transcript out) {
    out.fact("status", reply.status());
    out.fact("type", reply.contentType());
    out.fact("body", new String(reply.body(), StandardCharsets.UTF_8));
    out.facts(reply.facts());
  }

  private void twice(Model model, Transcript out) throws Exception {
    send(model.chat(Model.NAME), out);
    send(model.chat(Model.NAME), out);
  }

  private void bigPrompt(Model model, Transcript out) throws Exception {
    send(model.chat(Model.NAME, "0123456789".repeat(BIG_PROMPT / 10)), out);
  }

  private void parallel(Model model, Transcript out) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
    try {
      List<Future<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < PARALLEL; i++) {
        Request request = model.chat("echo", "I am number " + i + ". ");
        replies.add(threads.submit(() -> driver.send(request)));
      }
      for (Future<Reply> reply : replies) {
        tell(reply.get(), out);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** The answer comes when the callback is there. */
  private void async(Model model, Transcript out) throws Exception {
    CompletableFuture<Reply> future = driver.sendAsync(model.rawChat("held"));
    CompletableFuture<String> thread = future.handle((reply, thrown) -> Transcript.currentThread());
    model.release();
    out.type("class of future", future);
    // First: who waits for the future itself may run its callbacks.
    String callback = get(thread);
    tell(get(future), out);
    out.fact("thread of callback", callback);
  }

  private void await(Request request, Transcript out) throws Exception {
    CompletableFuture<Reply> future = driver.sendAsync(request);
    try {
      tell(get(future), out);
    } catch (ExecutionException e) {
      out.thrown(e.getCause());
    }
  }

  private void asyncCancelled(Model model, Transcript out) throws Exception {
    CompletableFuture<Reply> future = driver.sendAsync(model.rawChat("silent"));
    TimeUnit.MILLISECONDS.sleep(Request.IMPATIENT.toMillis());
    out.fact("cancelled", future.cancel(true));
    awaitByChance(future, out);
  }

  private void awaitByChance(CompletableFuture<Reply> future, Transcript out) throws Exception {
    try {
      tell(get(future), out);
    } catch (ExecutionException e) {
      out.thrownByChance(e.getCause());
    } catch (CancellationException e) {
      out.thrownByChance(e);
    }
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.get(Request.PATIENT.toSeconds(), TimeUnit.SECONDS);
  }
}
