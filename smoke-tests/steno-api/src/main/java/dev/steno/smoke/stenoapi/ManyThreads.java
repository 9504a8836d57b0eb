package dev.steno.smoke.stenoapi;

import dev.steno.api.Interaction;
import dev.steno.api.Scope;
import dev.steno.api.Steno;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Begins and ends on any thread, in any order, and forgets to: interactions of many threads at once
 * keep their calls apart, and what is forgotten is let go of.
 */
public final class ManyThreads {
  private static final int THREADS = 32;

  private ManyThreads() {}

  /** Arguments: the model's base URL. */
  public static void main(String[] args) throws Exception {
    Model model = new Model(args[0]);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS, ManyThreads::daemon);
    ExecutorService ending = Executors.newSingleThreadExecutor(ManyThreads::daemon);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String name = "t" + i;
      all.add(pool.submit(() -> talk(model, name, ending)));
    }
    finish(all);
    overlapping(model);
    forgotten(model);
    pool.shutdown();
    ending.shutdown();
    System.out.println("flushed " + Steno.flush(Duration.ofSeconds(20)));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }

  private static void finish(List<Future<?>> all) throws InterruptedException, ExecutionException {
    for (Future<?> one : all) {
      one.get();
    }
  }

  private static void talk(Model model, String name, ExecutorService ending) {
    for (int turn = 0; turn < 3; turn++) {
      try (Scope scope = Steno.conversation("c-" + name).user("u-" + name)) {
        Interaction interaction = Steno.begin(name, name + "-" + turn);
        model.ask(name + "-" + turn);
        Steno.event("seen", null);
        String output = name + "-" + turn;
        interaction.property("scoped", scope != null);
        try {
          ending.submit(() -> interaction.end(output)).get();
        } catch (InterruptedException | ExecutionException e) {
          throw new IllegalStateException(e);
        }
      }
      model.ask("outside " + name);
    }
  }

  private static void overlapping(Model model) {
    Scope one = Steno.user("first");
    Scope two = Steno.user("second");
    Interaction outer = Steno.begin("outer", "outer");
    one.close();
    Interaction inner = Steno.begin("inner", "inner");
    outer.end("outer");
    two.close();
    model.ask("in inner");
    inner.end("inner");
    model.ask("after all");
  }

  /** Begun and opened on a thread of a pool that goes on to other work. */
  private static void forgotten(Model model) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor(ManyThreads::daemon);
    WeakReference<Interaction> begun = thread.submit(() -> lost("forgotten")).get();
    WeakReference<Scope> opened =
        thread.submit(() -> new WeakReference<>(Steno.user("forgotten"))).get();
    until(() -> begun.get() == null && opened.get() == null);
    thread.submit(() -> model.ask("nobody's")).get();
    for (int i = 0; i < 20_000; i++) {
      lost("flood").get();
      Steno.conversation("flood");
    }
    until(() -> Steno.stats().waiting().isEmpty());
    model.ask("after the flood");
    thread.shutdown();
  }

  private static WeakReference<Interaction> lost(String input) {
    return new WeakReference<>(Steno.begin("lost", input));
  }

  private static void until(BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!done.getAsBoolean()) {
      System.gc();
      if (System.nanoTime() > end) {
        throw new AssertionError("still there: " + Steno.stats());
      }
      TimeUnit.MILLISECONDS.sleep(50); // what is collected is seen to by another thread
    }
  }
}
