package dev.steno.smoke.delivery;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass that is a part of what is tested: how long a process is under load. */
final class Waiting {
  private Waiting() {}

  static void shortly() throws InterruptedException {
    millis(5);
  }

  static void millis(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }
}
