package dev.steno.smoke.javaconcurrent;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Gives many tasks to executors, in a turn and out of it: {@code url tasks}. */
@SuppressWarnings("FutureReturnValueIgnored") // what runs says it itself
public final class Load {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** So many may wait: more would be a test of the collector. */
  private static final int WAITING = 1_000;

  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

  private final int tasks;

  private Load(int tasks) {
    this.tasks = tasks;
  }

  /** Gives one task, which releases when it is done. */
  private interface Way {
    void give(Runnable release);
  }

  public static void main(String[] args) throws Exception {
    Model.at(args[0]);
    Turn.of("first", () -> Model.ask("first"));
    Concurrent.awaitHooks();
    Load load = new Load(Integer.parseInt(args[1]));
    load.all("warm");
    Turn.of("warm", () -> load.all("warm"));
    load.all("outside");
    Turn.of("[load] go", () -> load.all("inside"));
    load.pool.submit(() -> Model.ask("outside load")).get();
    System.exit(0);
  }

  private void all(String where) throws Exception {
    way(where + " execute", release -> pool.execute(release));
    way(where + " submit", release -> pool.submit(release));
    way(where + " fork-join", release -> ForkJoinPool.commonPool().execute(release));
    way(where + " async", release -> CompletableFuture.runAsync(release, pool));
    way(
        where + " dependent",
        release -> {
          CompletableFuture<String> source = new CompletableFuture<>();
          source.thenRun(release);
          pool.execute(() -> source.complete(""));
        });
    way(
        where + " never",
        release -> {
          new CompletableFuture<String>().thenRun(() -> {});
          release.run();
        });
  }

  /** What was collected is forgotten as more is given. */
  private static void forget(int times) {
    for (int i = 0; i < times; i++) {
      new CompletableFuture<String>().thenRun(() -> {});
    }
  }

  private void way(String name, Way way) throws Exception {
    // Of those that never run, not more than a collector can follow on a busy machine.
    boolean few = name.startsWith("warm") || name.endsWith("never");
    int given = few ? tasks / 10 + 1_000 : tasks;
    long before = heap(name);
    CountDownLatch done = new CountDownLatch(given);
    Semaphore room = new Semaphore(WAITING);
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    long nanos = System.nanoTime();
    for (int i = 0; i < given; i++) {
      room.acquire();
      way.give(
          () -> {
            room.release();
            done.countDown();
          });
    }
    Shape.await(done);
    nanos = System.nanoTime() - nanos;
    allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
    long grown = heap(name) - before;
    if (!name.startsWith("warm")) {
      System.out.printf(
          "%s: ns=%d bytes=%d held=%d%n", name, nanos / given, allocated / given, grown);
    }
  }

  /** What is still held when all garbage is gone. */
  private long heap(String name) {
    if (name.startsWith("warm")) {
      return 0;
    }
    for (int some = tasks; some > tasks / 10_000; some /= 20) {
      System.gc();
      forget(some / 20);
    }
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
