package dev.steno.smoke.javaconcurrent;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What goes on in one turn.
 *
 * @param name the turn's
 */
record Shape(String name) {
  /** What a shape does, in a turn of that name. */
  interface Body {
    void run(Shape shape) throws Exception;
  }

  /** Asks the model something that is a part of the turn. */
  String inside() {
    Model.ask("inside " + name);
    return "inside";
  }

  /** Asks it something that is none. */
  String outside() {
    Model.ask("outside " + name);
    return "outside";
  }

  /** Work that asks inside of the turn, and counts down. */
  Runnable asking(CountDownLatch done) {
    return () -> {
      try {
        inside();
      } finally {
        done.countDown();
      }
    };
  }

  /** The same, outside. */
  Runnable askingOutside(CountDownLatch done) {
    return () -> {
      try {
        outside();
      } finally {
        done.countDown();
      }
    };
  }

  Callable<String> callable() {
    return this::inside;
  }

  static void await(CountDownLatch done) throws InterruptedException {
    if (!done.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("never done");
    }
  }
}
