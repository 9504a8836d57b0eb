package dev.steno.smoke.javaconcurrent;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One object that is given to an executor by two turns. */
@SuppressWarnings("UnnecessaryLambda") // it is about which object it is
final class Shared {
  private static final CountDownLatch DONE = new CountDownLatch(2);

  /** Nobody can tell whose it is. */
  private static final Runnable ONE =
      () -> {
        Model.ask("outside shared");
        DONE.countDown();
      };

  private Shared() {}

  static void addTo(Map<String, Shape.Body> shapes) {
    shapes.put("shared", Shared::shared);
  }

  private static void shared(Shape shape) throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    CountDownLatch begin = new CountDownLatch(1);
    Runnable waiting =
        () -> {
          try {
            Shape.await(begin);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    pool.execute(waiting);
    pool.execute(ONE);
    CompletableFuture<Void> after = CompletableFuture.runAsync(shape::inside, pool);
    Turn.Work other =
        () -> {
          pool.execute(ONE);
          begin.countDown();
          Shape.await(DONE); // so that both turns are there when it runs
        };
    Outside.run(() -> Turn.of("[shared2] go", other));
    after.join();
    pool.shutdown();
  }
}
