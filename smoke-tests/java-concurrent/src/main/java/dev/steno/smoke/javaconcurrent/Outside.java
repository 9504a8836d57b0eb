package dev.steno.smoke.javaconcurrent;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;

/** A thread that has been there before every turn, and is told what to do by no executor. */
final class Outside {
  private static final SynchronousQueue<Turn.Work> WORK = new SynchronousQueue<>();
  private static final LinkedBlockingQueue<Object> DONE = new LinkedBlockingQueue<>();

  private Outside() {}

  static void start() {
    Thread thread = new Thread(Outside::loop, "outside");
    thread.setDaemon(true);
    thread.start();
  }

  private static void loop() {
    while (true) {
      try {
        WORK.take().run();
        DONE.add("done");
      } catch (Exception | Error failure) {
        DONE.add(failure);
      }
    }
  }

  /** Does that out of all turns, and waits for it. */
  static void run(Turn.Work work) throws InterruptedException {
    WORK.put(work);
    if (DONE.take() instanceof Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }
}
