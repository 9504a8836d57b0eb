package dev.steno.agent.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * How long an offer takes, also when the outbox is full: printed, and not asserted, since it is a
 * property of the machine. What is asserted is that none is lost without an answer that says so.
 */
class OutboxTimesTest {
  private static final int PRODUCERS = 4;
  private static final int EACH = Boolean.getBoolean("nightly") ? 2_500_000 : 100_000;
  private static final long CAPACITY = 16 << 20;
  private static final double MOST = 0.999;

  private record Weight(int weight) implements Outbox.Weighed {}

  @Test
  void offersUnderLoad() throws InterruptedException {
    Outbox<Weight> outbox = new Outbox<>(CAPACITY);
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong taken = new AtomicLong();
    Thread taker =
        new Thread(
            () -> {
              while (!over.get() || outbox.bytes() > 0) {
                for (Weight item = outbox.poll(); item != null; item = outbox.poll()) {
                  taken.incrementAndGet();
                }
                outbox.await(1_000_000);
              }
            });
    taker.start();
    long[][] nanos = new long[PRODUCERS][EACH];
    List<Thread> producers = new ArrayList<>();
    for (long[] mine : nanos) {
      Thread producer =
          new Thread(
              () -> {
                for (int i = 0; i < EACH; i++) {
                  Weight item = new Weight(256);
                  long before = System.nanoTime();
                  boolean isTaken = outbox.offer(item);
                  long took = System.nanoTime() - before;
                  mine[i] = isTaken ? took : -took;
                }
              });
      producers.add(producer);
      producer.start();
    }
    for (Thread producer : producers) {
      producer.join();
    }
    over.set(true);
    taker.join();
    long[] offers = times(nanos, 1);
    long[] refusals = times(nanos, -1);
    print("taken", offers);
    print("refused", refusals);
    assertThat(taken.get()).isEqualTo(offers.length);
    assertThat(outbox.bytes()).isZero();
  }

  private static long[] times(long[][] nanos, int sign) {
    return Arrays.stream(nanos)
        .flatMapToLong(Arrays::stream)
        .map(time -> time * sign)
        .filter(time -> time > 0)
        .sorted()
        .toArray();
  }

  private static void print(String how, long[] times) {
    if (times.length > 0) {
      System.out.printf(
          "Outbox.offer on %d threads, %d %s: p50 %d ns, p99 %d ns, p99.9 %d ns, most %d us%n",
          PRODUCERS,
          times.length,
          how,
          times[times.length / 2],
          times[(int) (times.length * 0.99)],
          times[(int) (times.length * MOST)],
          times[times.length - 1] / 1_000);
    }
  }
}
