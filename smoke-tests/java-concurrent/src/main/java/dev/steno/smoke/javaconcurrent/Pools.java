package dev.steno.smoke.javaconcurrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Pools of threads. */
@SuppressWarnings("FutureReturnValueIgnored") // what runs says it itself
final class Pools {
  private Pools() {}

  static void addTo(Map<String, Shape.Body> shapes) {
    shapes.put("execute", Pools::execute);
    shapes.put("submit", Pools::submit);
    shapes.put("invokeAll", Pools::invokeAll);
    shapes.put("queued", Pools::queued);
    shapes.put("schedule", Pools::schedule);
    shapes.put("periodic", Pools::periodic);
    shapes.put("bornInside", Pools::bornInside);
    shapes.put("throwing", Pools::throwing);
    shapes.put("rejected", Pools::rejected);
    shapes.put("callerRuns", Pools::callerRuns);
    shapes.put("cancelled", Pools::cancelled);
    shapes.put("inspected", Pools::inspected);
    shapes.put("comparable", Pools::comparable);
    shapes.put("nested", Pools::nested);
  }

  private static ThreadPoolExecutor pool(int threads) {
    return new ThreadPoolExecutor(
        threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  }

  private static void execute(Shape shape) throws InterruptedException {
    ExecutorService pool = pool(1);
    CountDownLatch done = new CountDownLatch(2);
    pool.execute(shape.asking(done));
    pool.execute(shape.asking(done));
    Shape.await(done);
    pool.shutdown();
  }

  private static void submit(Shape shape) throws ExecutionException, InterruptedException {
    ExecutorService pool = Executors.newCachedThreadPool();
    pool.submit(shape.callable()).get();
    pool.submit(shape::inside).get();
    ExecutorService single = Executors.newSingleThreadExecutor();
    single.submit(shape.callable()).get();
    pool.shutdown();
    single.shutdown();
  }

  private static void invokeAll(Shape shape) throws InterruptedException, ExecutionException {
    ExecutorService pool = pool(2);
    for (Future<String> each : pool.invokeAll(List.of(shape.callable(), shape.callable()))) {
      each.get();
    }
    pool.invokeAny(List.of(shape.callable()));
    pool.shutdown();
  }

  /** What waits is inside; a task of nobody's between them is not. */
  private static void queued(Shape shape) throws InterruptedException {
    ThreadPoolExecutor pool = pool(1);
    CountDownLatch begin = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(3);
    Outside.run(() -> pool.execute(() -> awaiting(begin)));
    pool.execute(shape.asking(done));
    Outside.run(() -> pool.execute(shape.askingOutside(done)));
    pool.execute(shape.asking(done));
    begin.countDown();
    Shape.await(done);
    pool.shutdown();
  }

  private static void awaiting(CountDownLatch latch) {
    try {
      Shape.await(latch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void schedule(Shape shape) throws InterruptedException, ExecutionException {
    ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
    pool.schedule(shape.callable(), 5, TimeUnit.MILLISECONDS).get();
    pool.submit(shape.callable()).get();
    CountDownLatch done = new CountDownLatch(1);
    pool.execute(shape.asking(done));
    Shape.await(done);
    pool.shutdown();
  }

  /** What runs again and again is nobody's. */
  private static void periodic(Shape shape) throws InterruptedException {
    ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
    CountDownLatch done = new CountDownLatch(3);
    pool.scheduleAtFixedRate(shape.askingOutside(done), 0, 1, TimeUnit.MILLISECONDS);
    Shape.await(done);
    pool.shutdownNow();
    pool.awaitTermination(10, TimeUnit.SECONDS);
  }

  /** A thread that a pool made in the turn is not in it when it runs what another gave. */
  private static void bornInside(Shape shape) throws Exception {
    ThreadPoolExecutor pool = pool(1);
    CountDownLatch done = new CountDownLatch(1);
    pool.execute(shape.asking(done));
    Shape.await(done);
    Outside.run(() -> pool.submit(shape::outside).get());
    pool.shutdown();
  }

  /** Neither is the thread that takes the place of one that ended with a task. */
  private static void throwing(Shape shape) throws Exception {
    List<String> uncaught = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch ended = new CountDownLatch(1);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work);
              thread.setUncaughtExceptionHandler(
                  (gone, failure) -> {
                    uncaught.add(Told.of(failure));
                    ended.countDown();
                  });
              return thread;
            });
    pool.execute(
        () -> {
          shape.inside();
          throw new IllegalStateException("thrown by a task");
        });
    Shape.await(ended);
    Outside.run(() -> pool.submit(shape::outside).get());
    pool.shutdown();
    Told.say("uncaught " + uncaught);
  }

  private static void rejected(Shape shape) throws InterruptedException {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    CountDownLatch begin = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    pool.execute(
        () -> {
          busy.countDown();
          awaiting(begin);
        });
    Shape.await(busy); // what is refused says how many are at work
    pool.execute(shape.asking(done));
    Runnable refused = shape.asking(done);
    try {
      pool.execute(refused);
    } catch (RejectedExecutionException e) {
      Told.say("refused " + Told.of(e).replace(refused.toString(), "<task>"));
    }
    begin.countDown();
    Shape.await(done);
    pool.shutdown();
  }

  /** What a handler gets is what was given, and what it runs is inside. */
  private static void callerRuns(Shape shape) throws InterruptedException {
    List<Runnable> handled = new ArrayList<>();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            (task, by) -> {
              handled.add(task);
              task.run();
            });
    CountDownLatch begin = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(2);
    pool.execute(() -> awaiting(begin));
    pool.execute(shape.asking(done));
    Runnable refused = shape.asking(done);
    pool.execute(refused);
    Told.say("handled the same " + (handled.size() == 1 && handled.get(0) == refused));
    begin.countDown();
    Shape.await(done);
    pool.shutdown();
  }

  private static void cancelled(Shape shape) throws Exception {
    ThreadPoolExecutor pool = pool(1);
    CountDownLatch begin = new CountDownLatch(1);
    pool.execute(() -> awaiting(begin));
    Future<String> never = pool.submit(shape.callable());
    Runnable removed = shape::inside;
    pool.execute(removed);
    Told.say("contains " + pool.getQueue().contains(removed) + " " + pool.getQueue().size());
    Told.say("removed " + pool.remove(removed) + ", cancelled " + never.cancel(true));
    Future<String> last = pool.submit(shape.callable());
    begin.countDown();
    last.get();
    pool.shutdown();
  }

  /** A pool that looks at what it runs. */
  private static void inspected(Shape shape) throws Exception {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger frames = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
          @Override
          protected void beforeExecute(Thread thread, Runnable task) {
            seen.add(task);
            frames.set(Told.depth());
          }

          @Override
          protected void afterExecute(Runnable task, Throwable thrown) {
            seen.add(task);
          }
        };
    CountDownLatch done = new CountDownLatch(1);
    Runnable task = shape.asking(done);
    pool.execute(task);
    Shape.await(done);
    pool.shutdown();
    pool.awaitTermination(10, TimeUnit.SECONDS);
    Told.say("seen " + seen.stream().allMatch(each -> each == task) + " " + seen.size());
    Told.say("frames " + frames);
  }

  /** Is compared with others of its kind. */
  private record Comparing(Shape shape, int order, List<Integer> ran, CountDownLatch done)
      implements Runnable, Comparable<Comparing> {
    @Override
    public void run() {
      ran.add(order);
      shape.inside();
      done.countDown();
    }

    @Override
    public int compareTo(Comparing other) {
      return Integer.compare(order, other.order);
    }
  }

  private static void comparable(Shape shape) throws InterruptedException {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>());
    CountDownLatch begin = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(3);
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    pool.execute(() -> awaiting(begin));
    for (int order : List.of(3, 1, 2)) {
      pool.execute(new Comparing(shape, order, ran, done));
    }
    begin.countDown();
    Shape.await(done);
    Told.say("in order " + ran);
    pool.shutdown();
  }

  /** An executor above an executor, which gives it something of its own. */
  private static void nested(Shape shape) throws Exception {
    ThreadPoolExecutor pool = pool(1);
    ExecutorService above =
        new AbstractExecutorService() {
          @Override
          public void execute(Runnable task) {
            pool.execute(() -> task.run());
          }

          @Override
          public void shutdown() {
            pool.shutdown();
          }

          @Override
          public List<Runnable> shutdownNow() {
            return pool.shutdownNow();
          }

          @Override
          public boolean isShutdown() {
            return pool.isShutdown();
          }

          @Override
          public boolean isTerminated() {
            return pool.isTerminated();
          }

          @Override
          public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
            return pool.awaitTermination(time, unit);
          }
        };
    Callable<Future<String>> further = () -> Executors.newCachedThreadPool().submit(shape::inside);
    above.submit(further).get().get();
    above.submit(shape.callable()).get();
    above.shutdown();
  }
}
