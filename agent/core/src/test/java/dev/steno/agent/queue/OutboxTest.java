package dev.steno.agent.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** That the outbox is bounded in bytes, keeps order, and loses and invents nothing. */
class OutboxTest {
  private record Weight(int weight) implements Outbox.Weighed {}

  @Test
  void takesWhatFitsAndRefusesWhatDoesNot() {
    Outbox<Weight> outbox = new Outbox<>(100);
    assertThat(outbox.offer(new Weight(60))).isTrue();
    assertThat(outbox.offer(new Weight(41))).isFalse();
    assertThat(outbox.offer(new Weight(40))).isTrue();
    assertThat(outbox.bytes()).isEqualTo(100);
  }

  @Test
  void roomIsFreeAgainWhenAnItemIsTaken() {
    Outbox<Weight> outbox = new Outbox<>(100);
    outbox.offer(new Weight(100));
    assertThat(outbox.poll()).isEqualTo(new Weight(100));
    assertThat(outbox.bytes()).isZero();
    assertThat(outbox.offer(new Weight(100))).isTrue();
  }

  @Test
  void theEndOfACallFitsAlways() {
    Outbox<Weight> outbox = new Outbox<>(10);
    outbox.offer(new Weight(10));
    outbox.offerAlways(new Weight(5));
    assertThat(outbox.poll()).isEqualTo(new Weight(10));
    assertThat(outbox.poll()).isEqualTo(new Weight(5));
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void itFillsWhenMoreComesThanIsTaken() {
    Outbox<Weight> outbox = new Outbox<>(80);
    outbox.offer(new Weight(10));
    assertThat(outbox.isFilling()).isFalse();
    outbox.offer(new Weight(1));
    assertThat(outbox.isFilling()).isTrue();
    outbox.poll();
    assertThat(outbox.isFilling()).isFalse();
  }

  @Test
  void anOfferWakesASleepingTaker() throws InterruptedException {
    Outbox<Weight> outbox = new Outbox<>(10, 0);
    CountDownLatch took = new CountDownLatch(1);
    Thread taker =
        new Thread(
            () -> {
              while (outbox.poll() == null) {
                outbox.await(TimeUnit.MINUTES.toNanos(5));
              }
              took.countDown();
            });
    taker.setDaemon(true);
    taker.start();
    while (taker.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    outbox.offer(new Weight(1));
    assertThat(took.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /** A killed process loses what came during a nap: at few calls a second, that is short. */
  @Test
  void napsForLongerWhereMuchComes() {
    Outbox<Weight> outbox = new Outbox<>(10_000);
    int[] comeInANap = {0, 6, 15, 16, 61, 61, 60, 6};
    int[] millis = {5, 5, 5, 20, 20, 20, 5, 5};
    for (int i = 0; i < comeInANap.length; i++) {
      for (int j = 0; j < comeInANap[i]; j++) {
        outbox.offer(new Weight(1));
        outbox.poll();
      }
      assertThat(TimeUnit.NANOSECONDS.toMillis(outbox.nextNap())).as("%s", i).isEqualTo(millis[i]);
    }
  }

  @Test
  void manyThreadsLoseNothing() throws InterruptedException {
    Outbox<Weight> outbox = new Outbox<>(10_000);
    AtomicLong accepted = new AtomicLong();
    int threads = 4;
    int each = 50_000;
    CountDownLatch done = new CountDownLatch(threads);
    List<Thread> offering = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  if (outbox.offer(new Weight(1 + i % 100))) {
                    accepted.incrementAndGet();
                  }
                }
                done.countDown();
              });
      offering.add(thread);
      thread.start();
    }
    long taken = 0;
    while (done.getCount() > 0 || outbox.bytes() > 0) {
      assertThat(outbox.bytes()).isLessThanOrEqualTo(10_000 + threads * 100);
      if (outbox.poll() != null) {
        taken++;
      }
    }
    for (Thread thread : offering) {
      thread.join();
    }
    assertThat(taken).isEqualTo(accepted.get()).isPositive();
    assertThat(outbox.bytes()).isZero();
  }
}
