package dev.steno.smoke.javaconcurrent;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Threads that are made for one task; by reflection, since JDK 17 knows no virtual ones. */
@SuppressWarnings("FutureReturnValueIgnored") // what runs says it itself
final class NewThreads {
  private NewThreads() {}

  static void addTo(Map<String, Shape.Body> shapes) {
    shapes.put("thread", NewThreads::thread);
    if (Runtime.version().feature() >= 21) {
      shapes.put("virtual", NewThreads::virtual);
      shapes.put("virtualPerTask", NewThreads::virtualPerTask);
      shapes.put("platformPerTask", NewThreads::platformPerTask);
      shapes.put("virtualAsync", NewThreads::virtualAsync);
      shapes.put("unparked", NewThreads::unparked);
    }
    if (Runtime.version().feature() >= 25) {
      shapes.put("structured", NewThreads::structured);
    }
  }

  /** Nobody can tell it from one that will be there for ever. */
  private static void thread(Shape shape) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    new Thread(shape.askingOutside(done)).start();
    Shape.await(done);
  }

  private static Thread startVirtual(Runnable work) throws ReflectiveOperationException {
    return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
  }

  private static ExecutorService perTask() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private static void virtual(Shape shape) throws Exception {
    CountDownLatch done = new CountDownLatch(3);
    startVirtual(shape.asking(done)).join();
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
    ((Thread) type.getMethod("start", Runnable.class).invoke(builder, shape.asking(done))).join();
    ((Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, shape.asking(done)))
        .start();
    Shape.await(done);
    CountDownLatch outside = new CountDownLatch(1);
    Outside.run(() -> startVirtual(shape.askingOutside(outside)));
    Shape.await(outside);
  }

  private static void virtualPerTask(Shape shape) throws Exception {
    ExecutorService threads = perTask();
    threads.submit(shape.callable()).get();
    CountDownLatch done = new CountDownLatch(1);
    threads.execute(shape.asking(done));
    Shape.await(done);
    // From there to a pool, and to a thread of a thread.
    ExecutorService pool = Executors.newFixedThreadPool(1);
    Callable<String> nested = () -> pool.submit(shape.callable()).get();
    threads.submit(nested).get();
    Callable<String> deeper = () -> threads.submit(nested).get();
    threads.submit(deeper).get();
    Outside.run(() -> threads.submit(shape::outside).get());
    pool.shutdown();
    threads.shutdown();
  }

  private static void platformPerTask(Shape shape) throws Exception {
    ThreadFactory factory = Thread::new;
    ExecutorService threads =
        (ExecutorService)
            Executors.class
                .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                .invoke(null, factory);
    threads.submit(shape.callable()).get();
    threads.shutdown();
  }

  private static void virtualAsync(Shape shape) throws Exception {
    ExecutorService threads = perTask();
    CompletableFuture.supplyAsync(shape::inside, threads)
        .thenApplyAsync(ignored -> shape.inside(), threads)
        .thenApply(ignored -> shape.inside())
        .join();
    threads.shutdown();
  }

  /** A virtual thread of another's that the turn wakes goes on with what it was in. */
  private static void unparked(Shape shape) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(20);
    Outside.run(
        () -> {
          for (int i = 0; i < 20; i++) {
            startVirtual(
                () -> {
                  try {
                    Shape.await(go);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  if (done.getCount() == 20) {
                    shape.outside();
                  }
                  done.countDown();
                });
          }
        });
    go.countDown();
    Shape.await(done);
  }

  private static void structured(Shape shape) throws Exception {
    Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
    try (AutoCloseable scope = (AutoCloseable) type.getMethod("open").invoke(null)) {
      Method fork = type.getMethod("fork", Callable.class);
      fork.invoke(scope, shape.callable());
      fork.invoke(scope, shape.callable());
      type.getMethod("join").invoke(scope);
    }
  }
}
