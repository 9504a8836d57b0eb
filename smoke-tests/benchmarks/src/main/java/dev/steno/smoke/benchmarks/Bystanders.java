package dev.steno.smoke.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures with JMH what has nothing to do with models, and is to cost next to nothing more. */
final class Bystanders {
  private static final String TABLE = "What has nothing to do with models";
  private static final int ITERATIONS = 2;
  private static final double NANOS_IN_A_MICRO = 1e3;

  /**
   * One of them.
   *
   * @param name its name in the table
   * @param benchmark the JMH benchmark
   * @param parameters its parameters
   */
  private record Bystander(String name, String benchmark, Map<String, String> parameters) {}

  private Bystanders() {}

  static void measure(Suite suite, Agents agents) throws IOException, RunnerException {
    Path log = suite.folder().resolve("jmh.log");
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
      for (int round = 0; round < suite.rounds(); round++) {
        for (Bystander one : all()) {
          for (String agent : Agents.wanted(Agents.NONE, Agents.STENO)) {
            Path own = Files.createTempDirectory(suite.folder(), "jmh");
            add(suite.tables(), one, agent, fork(one, agents.options(agent, "", own), out));
            Fork.delete(own);
          }
        }
      }
    }
  }

  private static List<Bystander> all() {
    List<Bystander> all = new ArrayList<>();
    all.add(
        new Bystander("a class that is loaded", ClassLoads.class.getName() + ".load", Map.of()));
    for (String client : PlainClient.ALL) {
      all.add(
          new Bystander(
              "a request of " + client,
              HttpPost.class.getName() + ".post",
              Map.of("client", client)));
    }
    return all;
  }

  private static RunResult fork(Bystander one, List<String> jvm, PrintStream log)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + one.benchmark().replace(".", "\\.") + "$")
            .forks(1)
            .jvmArgs(jvm.toArray(String[]::new))
            // Compiled by those who wait for it: a warm-up is one on a busy machine too.
            .jvmArgsAppend("-XX:-BackgroundCompilation")
            .warmupIterations(1)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(ITERATIONS)
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true);
    one.parameters().forEach(options::param);
    return new Runner(
            options.build(), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
        .runSingle();
  }

  private static void add(Tables tables, Bystander one, String agent, RunResult run) {
    for (BenchmarkResult fork : run.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        add(tables, one.name(), agent, iteration.getSecondaryResults());
      }
    }
  }

  @SuppressWarnings("rawtypes") // JMH's own signature
  private static void add(Tables tables, String name, String agent, Map<String, Result> results) {
    tables.add(
        TABLE,
        name + ": CPU of the calling thread, µs",
        agent,
        results.get("cpu").getScore() / NANOS_IN_A_MICRO);
    tables.add(
        TABLE,
        name + ": allocated by the calling thread, B",
        agent,
        results.get("allocated").getScore());
    tables.add(
        TABLE, name + ": wall, µs", agent, results.get("wall").getScore() / NANOS_IN_A_MICRO);
  }
}
