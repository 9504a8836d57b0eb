package dev.steno.smoke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures what Steno costs, beside other agents and beside none; {@code Benchmarks <Steno's jar>
 * <folder of the other agents> <folder for the figures>}.
 */
final class Benchmarks {
  /** A part of the suite. */
  @FunctionalInterface
  private interface Part {
    void run() throws IOException, RunnerException;
  }

  private Benchmarks() {}

  public static void main(String[] args) throws IOException, RunnerException {
    Path folder = Files.createDirectories(Path.of(args[2]).toAbsolutePath());
    Agents agents = new Agents(Path.of(args[0]), Path.of(args[1]));
    try (StubModel model = new StubModel();
        StubCollector collector = new StubCollector(false);
        StubCollector silent = new StubCollector(true)) {
      Suite suite =
          new Suite(
              new Fork(agents, folder.resolve("processes")),
              new Tables(),
              folder,
              model.url(),
              collector.url(),
              collector,
              silent.url(),
              Double.parseDouble(System.getProperty("benchmark.scale", "1")));
      run(suite, "startup", () -> new StartUp(suite).hello());
      run(suite, "first", () -> new StartUp(suite).firstCall());
      run(suite, "calls", () -> PerCall.measure(suite));
      run(suite, "load", () -> new UnderLoad(suite).calls());
      run(suite, "memory", () -> new UnderLoad(suite).stopped());
      run(suite, "capacity", () -> Capacity.measure(suite));
      run(suite, "growth", () -> Growth.measure(suite));
      run(suite, "bystanders", () -> Bystanders.measure(suite, agents));
      System.out.println(suite.tables());
      System.out.println("also in " + folder);
    }
  }

  private static void run(Suite suite, String name, Part part) throws IOException, RunnerException {
    String only = System.getProperty("benchmark.only", "");
    if (only.isEmpty() || List.of(only.split(",", -1)).contains(name)) {
      long begin = System.nanoTime();
      System.out.println("measuring " + name);
      part.run();
      // After each, so that it is there if a later one fails.
      suite.tables().write(suite.folder());
      System.out.println(
          "  took " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + " s");
    }
  }
}
