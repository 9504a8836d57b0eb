package dev.steno.smoke.benchmarks;

import dev.steno.api.Steno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An application that asks a model in all shapes with one library; {@code Calls <library> <url of
 * the model> <scale>}.
 */
final class Calls {
  /** What is measured of each shape so many times. */
  private static final int SLICES = 4;

  private static final int WARM_UP = 3;
  private static final double NANOS_IN_A_MICRO = 1e3;
  private static final double P50 = 0.5;
  private static final double P99 = 0.99;

  /**
   * How it is asked.
   *
   * @param chunks of the answer; 0 for a whole one
   * @param calls that are measured, before they are scaled
   */
  record Shape(int chunks, int calls) {
    static final List<Shape> ALL =
        List.of(new Shape(0, 2_000), new Shape(20, 500), new Shape(200, 120), new Shape(2_000, 24));

    @Override
    public String toString() {
      return chunks == 0 ? "whole" : chunks + " chunks";
    }
  }

  /** What the calls of one thread took. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Spent(long cpuNanos, long bytes, long[] wallNanos) {}

  private final ExecutorService threads = Executors.newFixedThreadPool(Prompts.MOST_THREADS);
  private final String library;
  private final String model;
  private final double scale;

  private Calls(String library, String model, double scale) {
    this.library = library;
    this.model = model;
    this.scale = scale;
  }

  public static void main(String[] args) throws Exception {
    Calls calls = new Calls(args[0], args[1], Double.parseDouble(args[2]));
    for (Shape shape : Shape.ALL) {
      Client client = Client.of(calls.library, calls.model, shape.chunks());
      int many = calls.scaled(shape);
      calls.ask(client, 1, many * WARM_UP);
      calls.measure(shape, client, 1, many);
      calls.measure(shape, client, Prompts.MOST_THREADS, many);
    }
    System.exit(0);
  }

  private int scaled(Shape shape) {
    // So that each of the threads has one in each slice.
    int least = Prompts.MOST_THREADS * SLICES;
    return Math.max(least, (int) (shape.calls() * scale) / least * least);
  }

  private void measure(Shape shape, Client client, int many, int calls) throws Exception {
    settle();
    long processCpu = Meter.processCpu();
    long processBytes = Meter.processBytes();
    for (int slice = 0; slice < SLICES; slice++) {
      print(shape, many, ask(client, many, calls / SLICES));
    }
    settle();
    System.out.printf(
        Locale.ROOT,
        "%schunks=%d threads=%d process.cpu=%.3f process.bytes=%.0f%n",
        Fork.RESULT,
        shape.chunks(),
        many,
        (Meter.processCpu() - processCpu) / NANOS_IN_A_MICRO / calls,
        (double) (Meter.processBytes() - processBytes) / calls);
  }

  /** Until the agent has done what it does behind the calls, as far as it can be asked to. */
  private static void settle() {
    Steno.flush(Duration.ofSeconds(10));
  }

  private List<Spent> ask(Client client, int many, int calls) throws Exception {
    List<Future<Spent>> asking = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      asking.add(threads.submit(() -> ask(client, calls / many)));
    }
    List<Spent> spent = new ArrayList<>();
    for (Future<Spent> one : asking) {
      spent.add(one.get());
    }
    return spent;
  }

  private static Spent ask(Client client, int calls) throws Exception {
    long[] wall = new long[calls];
    long bytes = Meter.threadBytes();
    long cpu = Meter.threadCpu();
    for (int i = 0; i < calls; i++) {
      long begin = System.nanoTime();
      client.call();
      wall[i] = System.nanoTime() - begin;
    }
    return new Spent(Meter.threadCpu() - cpu, Meter.threadBytes() - bytes, wall);
  }

  private static void print(Shape shape, int many, List<Spent> spent) {
    long[] wall = spent.stream().flatMapToLong(one -> Arrays.stream(one.wallNanos())).toArray();
    Arrays.sort(wall);
    System.out.printf(
        Locale.ROOT,
        "%schunks=%d threads=%d cpu=%.3f bytes=%.0f p50=%.1f p99=%.1f%n",
        Fork.RESULT,
        shape.chunks(),
        many,
        spent.stream().mapToLong(Spent::cpuNanos).sum() / NANOS_IN_A_MICRO / wall.length,
        (double) spent.stream().mapToLong(Spent::bytes).sum() / wall.length,
        wall[(int) (P50 * (wall.length - 1))] / NANOS_IN_A_MICRO,
        wall[(int) (P99 * (wall.length - 1))] / NANOS_IN_A_MICRO);
  }
}
