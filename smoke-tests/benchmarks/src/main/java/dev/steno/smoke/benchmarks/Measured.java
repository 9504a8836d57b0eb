package dev.steno.smoke.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What one case cost, with the agent or without: all its iterations, in all its forks. */
final class Measured {
  /** What is measured of a call. */
  enum Cost {
    WALL_MICROS,
    CPU_MICROS,
    THREAD_BYTES,
    PROCESS_BYTES
  }

  private final Map<Cost, List<Double>> perCall = new EnumMap<>(Cost.class);
  private final Map<String, Long> counters = new TreeMap<>();

  void add(RunResult run) {
    for (BenchmarkResult fork : run.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        add(iteration.getSecondaryResults());
      }
      fork.getSecondaryResults().forEach(this::count);
    }
  }

  @SuppressWarnings("rawtypes") // JMH's own signature
  private void add(Map<String, Result> results) {
    put(Cost.WALL_MICROS, results.get("wall").getScore() / 1_000);
    put(Cost.CPU_MICROS, results.get("cpu").getScore() / 1_000);
    put(Cost.THREAD_BYTES, results.get("allocated").getScore());
    put(Cost.PROCESS_BYTES, results.get("gc.alloc.rate.norm").getScore());
  }

  private void put(Cost cost, double value) {
    perCall.computeIfAbsent(cost, added -> new ArrayList<>()).add(value);
  }

  private void count(String name, Result<?> result) {
    if (name.startsWith(Summary.PREFIX)) {
      counters.merge(name.substring(Summary.PREFIX.length()), (long) result.getScore(), Long::sum);
    }
  }

  /** The middle one of all iterations, which one that was disturbed does not move. */
  double median(Cost cost) {
    double[] sorted = perCall.get(cost).stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The agent's counters, warm-up included; empty without the agent. */
  Map<String, Long> counters() {
    return counters;
  }
}
