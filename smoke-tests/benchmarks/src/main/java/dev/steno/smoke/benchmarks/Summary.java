package dev.steno.smoke.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Makes results of the counters that the agent prints when its JVM ends. */
public final class Summary implements ExternalProfiler {
  /** What begins the names of these results. */
  static final String PREFIX = "steno.";

  private static final String LINE = "steno: summary ";
  private static final Pattern COUNTER = Pattern.compile("(\\S+)=(\\d+)");

  @Override
  public Collection<String> addJVMInvokeOptions(BenchmarkParams params) {
    return List.of();
  }

  @Override
  public Collection<String> addJVMOptions(BenchmarkParams params) {
    return List.of();
  }

  @Override
  public void beforeTrial(BenchmarkParams params) {}

  @Override
  @SuppressWarnings("rawtypes") // JMH's own signature
  public Collection<? extends Result> afterTrial(
      BenchmarkResult result, long pid, File out, File err) {
    List<Result<?>> counters = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(err.toPath())) {
        if (line.startsWith(LINE)) {
          addTo(counters, line);
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return counters;
  }

  private static void addTo(List<Result<?>> counters, String line) {
    for (Matcher matcher = COUNTER.matcher(line); matcher.find(); ) {
      counters.add(
          new ScalarResult(
              PREFIX + matcher.group(1),
              Long.parseLong(matcher.group(2)),
              "calls",
              AggregationPolicy.SUM));
    }
  }

  @Override
  public boolean allowPrintOut() {
    return true;
  }

  @Override
  public boolean allowPrintErr() {
    return true;
  }

  @Override
  public String getDescription() {
    return "the counters of the agent";
  }
}
