package dev.steno.smoke.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs each case without and with the agent, in turns, and prints what the difference is. */
final class Benchmarks {
  /** The writer keeps up with these: all calls are recorded. */
  private static final List<Case> PACED =
      List.of(new Case(1 << 10, 2_000), new Case(100 << 10, 200));

  /**
   * With these it does not: calls that find no room are dropped, which costs less than recording.
   */
  private static final List<Case> FLAT_OUT = List.of(new Case(1 << 10, 0));

  private static boolean wanted(String table) {
    return System.getProperty("only", table).equals(table);
  }

  private static List<Bystander> bystanders() {
    List<Bystander> bystanders = new ArrayList<>();
    bystanders.add(Bystander.loadedClass());
    for (String client : PlainClient.ALL) {
      bystanders.add(Bystander.request(client));
    }
    return bystanders;
  }

  private final File jar;
  private final Path recordings;
  private final PrintStream log;

  private Benchmarks(File jar, Path recordings, PrintStream log) {
    this.jar = jar;
    this.recordings = recordings;
    this.log = log;
  }

  /** Takes the agent's jar, and a folder for what is not printed. */
  public static void main(String[] args) throws IOException, RunnerException {
    File jar = new File(args[0]);
    if (!jar.isFile()) {
      throw new IOException("there is no agent at " + jar);
    }
    Path folder = Files.createDirectories(Path.of(args[1]));
    Path log = folder.resolve("jmh.log");
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
      Benchmarks benchmarks = new Benchmarks(jar, folder.resolve("recordings"), out);
      System.out.println(
          new Report(
              benchmarks.measure(wanted("recorded") ? PACED : List.of(), 3, 4),
              benchmarks.measure(wanted("recorded") ? FLAT_OUT : List.of(), 1, 3),
              benchmarks.measure(wanted("bystanders") ? bystanders() : List.of(), 1, 3)));
    }
    if (wanted("exporters")) {
      System.out.println(Exporting.table(jar, folder.resolve("recordings")));
      delete(folder.resolve("recordings"));
    }
    System.out.println("JMH's own output: " + log);
  }

  private <S extends Subject> Map<S, Compared> measure(List<S> subjects, int rounds, int iterations)
      throws IOException, RunnerException {
    Map<S, Compared> compared = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (S one : subjects) {
        System.out.println("measuring " + one + ", round " + round + " of " + rounds);
        Compared measured =
            compared.computeIfAbsent(one, added -> new Compared(new Measured(), new Measured()));
        measured.without().add(fork(one, List.of(), iterations));
        measured.with().add(fork(one, agent(), iterations));
      }
    }
    return compared;
  }

  private List<String> agent() {
    return List.of("-javaagent:" + jar, "-Dsteno.log=debug", "-Dsteno.file.dir=" + recordings);
  }

  private RunResult fork(Subject one, List<String> agent, int iterations)
      throws IOException, RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + one.benchmark().replace(".", "\\.") + "$")
            .forks(1)
            // Compiled by those who wait for it: a warm-up is one on a busy machine too.
            .jvmArgs("-Xms1g", "-Xmx1g", "-XX:-BackgroundCompilation")
            .jvmArgsAppend(agent.toArray(String[]::new))
            .warmupIterations(1)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class)
            .addProfiler(Summary.class);
    one.parameters().forEach(options::param);
    try {
      return new Runner(
              options.build(), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
          .runSingle();
    } finally {
      delete(recordings);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
