package dev.steno.smoke.javaconcurrent;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Futures, and pools of fork and join. */
@SuppressWarnings("FutureReturnValueIgnored") // what runs says it itself
final class Futures {
  private Futures() {}

  static void addTo(Map<String, Shape.Body> shapes) {
    shapes.put("async", Futures::async);
    shapes.put("asyncInPool", Futures::asyncInPool);
    shapes.put("asyncInThread", Futures::asyncInThread);
    shapes.put("asyncDirect", Futures::asyncDirect);
    shapes.put("completeAsync", Futures::completeAsync);
    shapes.put("dependents", Futures::dependents);
    shapes.put("dependentsAsync", Futures::dependentsAsync);
    shapes.put("dependentOfOther", Futures::dependentOfOther);
    shapes.put("both", Futures::both);
    shapes.put("delayed", Futures::delayed);
    shapes.put("forkJoin", Futures::forkJoin);
    shapes.put("helped", Futures::helped);
    shapes.put("divided", Futures::divided);
  }

  private static void async(Shape shape) {
    CompletableFuture.supplyAsync(shape::inside).join();
    CompletableFuture.runAsync(shape::inside).join();
    // A thread of the pool that ran these is not in the turn any more.
    CompletableFuture<String> later = new CompletableFuture<>();
    CompletableFuture.runAsync(() -> later.complete(shape.inside())).join();
    later.join();
  }

  private static void asyncInPool(Shape shape) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    CompletableFuture.supplyAsync(shape::inside, pool).join();
    CompletableFuture.runAsync(shape::inside, pool).join();
    Outside.run(() -> CompletableFuture.supplyAsync(shape::outside, pool).join());
    pool.shutdown();
  }

  private static void asyncInThread(Shape shape) {
    Executor threads = work -> new Thread(work).start();
    CompletableFuture.supplyAsync(shape::inside, threads).join();
    CompletableFuture.runAsync(shape::inside, threads).join();
  }

  private static void asyncDirect(Shape shape) {
    CompletableFuture.supplyAsync(shape::inside, Runnable::run).join();
    shape.inside();
  }

  private static void completeAsync(Shape shape) {
    new CompletableFuture<String>().completeAsync(shape::inside).join();
    new CompletableFuture<String>()
        .completeAsync(shape::inside, work -> new Thread(work).start())
        .join();
  }

  /** What waits for a future is done in what it was asked for in, whoever completes it. */
  private static void dependents(Shape shape) throws Exception {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<?> all =
        source
            .thenApply(ignored -> shape.inside())
            .thenCompose(ignored -> CompletableFuture.completedFuture(shape.inside()))
            .handle((value, failure) -> shape.inside())
            .whenComplete((value, failure) -> shape.inside())
            .thenAccept(ignored -> shape.inside())
            .thenRun(shape::inside);
    Outside.run(
        () -> {
          source.complete("");
          shape.outside();
        });
    all.join();
    CompletableFuture<String> failing = new CompletableFuture<>();
    CompletableFuture<String> instead = failing.exceptionally(failure -> shape.inside());
    Outside.run(() -> failing.completeExceptionally(new IllegalStateException("no")));
    instead.join();
  }

  private static void dependentsAsync(Shape shape) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<?> all =
        source
            .thenApplyAsync(ignored -> shape.inside())
            .thenApplyAsync(ignored -> shape.inside(), pool)
            .thenAcceptAsync(ignored -> shape.inside(), work -> new Thread(work).start());
    Outside.run(() -> source.complete(""));
    all.join();
    source.thenApplyAsync(ignored -> shape.inside(), pool).join();
    source.thenRunAsync(shape::inside).join();
    pool.shutdown();
  }

  /** What another asked for is not in the turn that completes it. */
  private static void dependentOfOther(Shape shape) throws Exception {
    CompletableFuture<String> source = new CompletableFuture<>();
    ExecutorService pool = Executors.newFixedThreadPool(1);
    CompletableFuture<String>[] others = newArray();
    Outside.run(() -> others[0] = source.thenApplyAsync(ignored -> shape.outside(), pool));
    CompletableFuture<String> own = source.thenApplyAsync(ignored -> shape.inside(), pool);
    Outside.run(() -> source.complete(""));
    own.join();
    others[0].join();
    pool.shutdown();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static CompletableFuture<String>[] newArray() {
    return new CompletableFuture[1];
  }

  private static void both(Shape shape) throws Exception {
    CompletableFuture<String> one = new CompletableFuture<>();
    CompletableFuture<String> other = new CompletableFuture<>();
    CompletableFuture<String> both = one.thenCombine(other, (a, b) -> shape.inside());
    CompletableFuture<String> either = one.applyToEither(other, a -> shape.inside());
    CompletableFuture<Void> after = CompletableFuture.allOf(both, either).thenRun(shape::inside);
    Outside.run(() -> one.complete("1"));
    Outside.run(() -> other.complete("2"));
    after.join();
  }

  private static void delayed(Shape shape) {
    Executor delayed = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);
    CompletableFuture.supplyAsync(shape::inside, delayed).join();
  }

  private static void forkJoin(Shape shape) throws Exception {
    for (ForkJoinPool pool : new ForkJoinPool[] {ForkJoinPool.commonPool(), new ForkJoinPool(1)}) {
      CountDownLatch done = new CountDownLatch(1);
      pool.execute(shape.asking(done));
      Shape.await(done);
      pool.submit(shape.callable()).get();
      pool.submit((Runnable) shape::inside).get();
      pool.submit(shape::inside, "").get();
      pool.invokeAll(java.util.List.of(shape.callable(), shape.callable()));
      Outside.run(() -> pool.submit(() -> shape.outside()).get());
    }
    ExecutorService stealing = Executors.newWorkStealingPool(1);
    stealing.submit(shape.callable()).get();
    stealing.shutdown();
  }

  /** Who waits for his own task runs another's too, which is not in the turn. */
  private static void helped(Shape shape) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(1);
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch given = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    pool.execute(
        () -> {
          waiting.countDown();
          try {
            Shape.await(given);
            shape.inside();
            pool.execute(shape::inside);
            ForkJoinTask.helpQuiesce();
            shape.inside();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Shape.await(waiting);
    Outside.run(() -> pool.execute(shape.askingOutside(done)));
    given.countDown();
    Shape.await(done);
    pool.shutdown();
    pool.awaitTermination(10, TimeUnit.SECONDS);
  }

  /** Adds up numbers. */
  private static final class Sum extends RecursiveTask<Integer> {
    private static final long serialVersionUID = 1L;
    private final int from;
    private final int to;

    Sum(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    protected Integer compute() {
      if (to - from < 10) {
        return IntStream.range(from, to).sum();
      }
      int middle = (from + to) / 2;
      Sum left = new Sum(from, middle);
      left.fork();
      return new Sum(middle, to).compute() + left.join();
    }
  }

  private static void divided(Shape shape) throws Exception {
    AtomicInteger sum = new AtomicInteger();
    IntStream.range(0, 10_000).parallel().forEach(sum::addAndGet);
    int divided = ForkJoinPool.commonPool().submit(new Sum(0, 10_000)).get();
    Told.say("sums " + sum + " " + divided);
    shape.inside();
  }
}
