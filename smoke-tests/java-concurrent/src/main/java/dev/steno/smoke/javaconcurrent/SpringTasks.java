package dev.steno.smoke.javaconcurrent;

import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Spring's executors and its {@code @Async}, and Guava's. */
@SuppressWarnings("FutureReturnValueIgnored") // what runs says it itself
final class SpringTasks {
  private SpringTasks() {}

  static void addTo(Map<String, Shape.Body> shapes) {
    shapes.put("springAsync", SpringTasks::async);
    shapes.put("springExecutors", SpringTasks::executors);
    shapes.put("guava", SpringTasks::guava);
  }

  /** What Spring calls on other threads. */
  public static class Service {
    @Async("pool")
    public CompletableFuture<String> inPool(Shape shape) {
      return CompletableFuture.completedFuture(shape.inside());
    }

    @Async("threads")
    public CompletableFuture<String> inThread(Shape shape) {
      return CompletableFuture.completedFuture(shape.inside());
    }

    @Async("pool")
    public void voidInPool(Runnable work) {
      work.run();
    }

    @Async("threads")
    public void voidInThread(Runnable work) {
      work.run();
    }
  }

  /** The application. */
  @Configuration
  @EnableAsync(proxyTargetClass = true)
  public static class Application {
    @Bean
    public Service service() {
      return new Service();
    }

    @Bean
    public Executor pool() {
      ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
      pool.setCorePoolSize(1);
      return pool;
    }

    @Bean
    public Executor threads() {
      return new SimpleAsyncTaskExecutor();
    }
  }

  private static void async(Shape shape) throws Exception {
    try (AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext(Application.class)) {
      Service service = context.getBean(Service.class);
      service.inPool(shape).get();
      service.inThread(shape).get();
      CountDownLatch done = new CountDownLatch(2);
      service.voidInPool(shape.asking(done));
      service.voidInThread(shape.asking(done));
      Shape.await(done);
      // A thread of the pool's that was made in the turn is not in it.
      CountDownLatch outside = new CountDownLatch(1);
      Outside.run(() -> service.voidInPool(shape.askingOutside(outside)));
      Shape.await(outside);
    }
  }

  private static void executors(Shape shape) throws Exception {
    SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();
    Future<String> submitted = threads.submit(shape.callable());
    submitted.get();
    CountDownLatch done = new CountDownLatch(1);
    threads.execute(shape.asking(done));
    Shape.await(done);
    if (Runtime.version().feature() >= 21) {
      SimpleAsyncTaskExecutor virtual = new SimpleAsyncTaskExecutor();
      virtual.setVirtualThreads(true);
      CountDownLatch virtually = new CountDownLatch(1);
      virtual.execute(shape.asking(virtually));
      Shape.await(virtually);
    }
  }

  private static void guava(Shape shape) throws Exception {
    ListeningExecutorService pool =
        MoreExecutors.listeningDecorator(Executors.newFixedThreadPool(1));
    pool.submit(shape.callable()).get();
    CountDownLatch done = new CountDownLatch(1);
    pool.execute(shape.asking(done));
    Shape.await(done);
    pool.shutdown();
  }
}
