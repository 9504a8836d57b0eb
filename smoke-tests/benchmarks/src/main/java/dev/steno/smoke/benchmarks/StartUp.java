package dev.steno.smoke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures what it takes to start: hello world, and a first call. */
final class StartUp {
  static final String HELLO = "Start-up: hello world";
  static final String FIRST = "First model call: until it is finished, and until the JVM's end";

  private static final int FORKS = 20;

  /** The others take seconds, and vary less. */
  private static final int FORKS_OF_OTHERS = 10;

  private static final int FIRST_CALLS_OF_OTHERS = 5;
  private static final double KILOBYTES_IN_A_MEGABYTE = 1_024;

  private final Suite suite;

  StartUp(Suite suite) {
    this.suite = suite;
  }

  void hello() throws IOException {
    String classPath = Path.of(location()).toString();
    List<String> agents =
        Agents.wanted(Agents.EMPTY, Agents.NONE, Agents.STENO, "opentelemetry", "datadog");
    int forks = suite.scaled(FORKS);
    for (int round = 0; round < forks; round++) {
      for (String agent : agents) {
        if (!isTurn(agent, round, forks, suite.scaled(FORKS_OF_OTHERS))) {
          continue;
        }
        Fork.Ran ran =
            suite.fork().run(agent, suite.collector(), List.of(), classPath, HelloWorld.class);
        suite.tables().add(HELLO, "CPU, ms", agent, ran.cpuMillis());
        suite
            .tables()
            .add(HELLO, "peak RSS, MB", agent, ran.number("peak") / KILOBYTES_IN_A_MEGABYTE);
        if (round == 0) {
          double classes = classes(agent, classPath, HelloWorld.class);
          suite.tables().add(HELLO, "loaded classes", agent, classes);
        }
        suite.tables().add(HELLO, "wall, ms", agent, ran.wallMillis());
      }
    }
  }

  private static String location() {
    return HelloWorld.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /**
   * Counted in a JVM of its own, since the list costs time; and once, since it is always the same.
   */
  private double classes(String agent, String classPath, Class<?> main, Object... arguments)
      throws IOException {
    Path list = suite.folder().resolve("classes.txt");
    List<String> option = List.of("-Xlog:class+load:file=" + list);
    suite.fork().run(agent, suite.collector(), option, classPath, main, arguments);
    try (var lines = Files.lines(list)) {
      return (double) lines.filter(line -> line.contains(" source: ")).count();
    } finally {
      Files.delete(list);
    }
  }

  void firstCall() throws IOException {
    int forks = suite.scaled(FORKS);
    for (int round = 0; round < forks; round++) {
      for (String library : List.of("openai-java", "langchain4j")) {
        for (String agent : Agents.compared()) {
          if (isTurn(agent, round, forks, suite.scaled(FIRST_CALLS_OF_OTHERS))) {
            firstCall(library, agent, round == 0);
          }
        }
      }
    }
  }

  private void firstCall(String library, String agent, boolean isFirst) throws IOException {
    Fork.Ran ran =
        suite.fork().run(agent, suite.collector(), FirstCall.class, library, suite.model());
    suite.tables().add(FIRST, library + ": CPU, ms", agent, ran.number("cpu"));
    suite.tables().add(FIRST, library + ": CPU of the whole JVM, ms", agent, ran.cpuMillis());
    if (isFirst) {
      String classPath = System.getProperty("java.class.path");
      double classes = classes(agent, classPath, FirstCall.class, library, suite.model());
      suite.tables().add(FIRST, library + ": loaded classes", agent, classes);
    }
    suite
        .tables()
        .add(FIRST, library + ": wall, ms", agent, ran.number("finished") - ran.startedMillis());
    suite.tables().add(FIRST, library + ": wall of the whole JVM, ms", agent, ran.wallMillis());
  }

  /** Spreads the fewer forks of the others over all rounds. */
  private static boolean isTurn(String agent, int round, int forks, int ofOthers) {
    boolean isOther = agent.equals("opentelemetry") || agent.equals("datadog");
    return !isOther
        || (long) round * ofOthers / forks != (round - 1L) * ofOthers / forks
        || round == 0;
  }
}
