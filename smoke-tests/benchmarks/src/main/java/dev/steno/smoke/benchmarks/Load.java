package dev.steno.smoke.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that asks a model with openai-java on several threads, flat out or so many times a
 * second; {@code Load <url of the model> <threads> <calls> <calls to warm up with> <calls a second,
 * or 0>}.
 */
final class Load {
  private static final int FIRST_CALLS = 100;
  private static final int SLICES = 4;

  /** While it is warmed up, so that code is compiled sooner. */
  private static final int WARM_UP_PACE = 2;

  private static final double NANOS_IN_A_MICRO = 1e3;
  private static final double NANOS_IN_A_SECOND = 1e9;

  private final Client client;
  private final int threads;
  private final ExecutorService pool;
  private int made;

  private Load(Client client, int threads) {
    this.client = client;
    this.threads = threads;
    this.pool = Executors.newFixedThreadPool(threads);
  }

  public static void main(String[] args) throws Exception {
    Load load = new Load(Client.of("openai-java", args[0], 0), Integer.parseInt(args[1]));
    int calls = Integer.parseInt(args[2]);
    int perSecond = Integer.parseInt(args[4]);
    load.ask(FIRST_CALLS, 0);
    load.printMemory("rest");
    load.ask(Integer.parseInt(args[3]), perSecond * WARM_UP_PACE);
    for (int slice = 0; slice < SLICES; slice++) {
      load.measure(calls / SLICES, perSecond);
    }
    load.printMemory("load");
    System.out.println(Fork.RESULT + "made=" + load.made);
    System.exit(0);
  }

  private void measure(int calls, int perSecond) throws Exception {
    long begin = System.nanoTime();
    long cpu = Meter.processCpu();
    long bytes = Meter.processBytes();
    long threadCpu = ask(calls, perSecond);
    System.out.printf(
        Locale.ROOT,
        "%scpu=%.3f bytes=%.0f calling.cpu=%.3f rate=%.1f%n",
        Fork.RESULT,
        (Meter.processCpu() - cpu) / NANOS_IN_A_MICRO / calls,
        (double) (Meter.processBytes() - bytes) / calls,
        threadCpu / NANOS_IN_A_MICRO / calls,
        calls / ((System.nanoTime() - begin) / NANOS_IN_A_SECOND));
  }

  /** Gives the nanoseconds of a processor that the calling threads took. */
  private long ask(int calls, int perSecond) throws InterruptedException, ExecutionException {
    List<Future<Long>> asking = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      int first = i;
      asking.add(pool.submit(() -> ask(begin, first, calls, perSecond)));
    }
    long cpu = 0;
    for (Future<Long> one : asking) {
      cpu += one.get();
    }
    made += calls;
    return cpu;
  }

  private long ask(long begin, int first, int calls, int perSecond) throws Exception {
    long cpu = Meter.threadCpu();
    for (int number = first; number < calls; number += threads) {
      if (perSecond > 0) {
        waitUntil(begin + number * TimeUnit.SECONDS.toNanos(1) / perSecond);
      }
      client.call();
    }
    return Meter.threadCpu() - cpu;
  }

  private static void waitUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void printMemory(String when) {
    int alive = Meter.threads();
    System.out.printf(
        Locale.ROOT,
        "%s%s.heap=%d %s.metaspace=%d %s.threads=%d%n",
        Fork.RESULT,
        when,
        Meter.liveHeap(),
        when,
        Meter.outsideHeap("Metaspace"),
        when,
        alive);
  }
}
