package dev.steno.smoke.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a model on several threads, flat out or so many times a second, and ends in one of several
 * ways. Each question has a number, each thread a conversation of its own.
 */
public final class Load {
  private static final int LATE_RATE = 25;

  private final Options options;
  private final Model model;
  private final Journal journal;
  private final int threads;
  private final int calls;
  private final int rate;
  private final AtomicLong characters = new AtomicLong();
  private final CyclicBarrier pause;
  private final int pauses;

  private Load(Options options) throws IOException {
    this.options = options;
    this.model =
        new Model(options.text("model"), options.text("run", "a"), options.number("bytes", 0));
    this.journal = new Journal(options.text("journal"));
    this.threads = options.number("threads", 1);
    this.calls = options.number("calls", Integer.MAX_VALUE);
    this.rate = options.number("rate", 0);
    this.pauses = options.number("pauses", 0);
    this.pause = new CyclicBarrier(threads, this::look);
  }

  /**
   * {@code model=} its URL, {@code run=} a name for this process, {@code threads=}, {@code calls=}
   * of all threads together, {@code rate=} calls a second of all of them, {@code journal=} a file,
   * {@code gate=} a URL that says when it may end, {@code pauses=} in which it notes what of the
   * heap is in use, {@code end=return|exit|halt}, {@code late=} calls that its shutdown hook makes.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    new Load(Options.of(args)).run();
  }

  private void run() throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::hook));
    List<Thread> asking = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      asking.add(new Thread(() -> ask(number), "asking-" + i));
    }
    mark("begin");
    asking.forEach(Thread::start);
    for (Thread thread : asking) {
      thread.join();
    }
    System.out.println("asked " + calls + ", heard " + characters);
    if (options.text("gate") != null) {
      System.out.println(Model.get(options.text("gate")));
    }
    mark("end");
    switch (options.text("end", "return")) {
      case "exit" -> System.exit(options.number("status", 0));
      case "halt" -> Runtime.getRuntime().halt(options.number("status", 0));
      default -> {}
    }
  }

  /** As a server does that waits at its end for the requests it still has. */
  private void hook() {
    mark("hook");
    int late = options.number("late", 0);
    try {
      for (int i = 0; i < late; i++) {
        waitUntil(System.nanoTime() + 1_000_000_000L / LATE_RATE);
        model.ask(calls + i, "conversation-late");
        journal.add(model.name(calls + i));
      }
    } catch (IOException e) {
      System.out.println(e);
    }
  }

  private void mark(String what) {
    try {
      journal.mark(what);
    } catch (IOException e) {
      System.out.println(e);
    }
  }

  private void ask(int thread) {
    String conversation = "conversation-" + model.name(thread);
    long begin = System.nanoTime();
    try {
      for (int number = thread; number < calls; number += threads) {
        if (pauses > 0 && (number / threads) % (calls / threads / pauses) == 0) {
          pause.await();
        }
        if (rate > 0) {
          waitUntil(begin + 1L * number * 1_000_000_000L / rate);
        }
        characters.addAndGet(model.ask(number, conversation).length());
        journal.add(model.name(number));
      }
    } catch (IOException | InterruptedException | BrokenBarrierException e) {
      System.out.println(e);
    }
  }

  /** What is in use when all that can be is collected, while nobody asks. */
  private void look() {
    try {
      Runtime heap = Runtime.getRuntime();
      System.gc();
      System.gc();
      journal.add("heap " + (heap.totalMemory() - heap.freeMemory()));
    } catch (IOException e) {
      System.out.println(e);
    }
  }

  private static void waitUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
