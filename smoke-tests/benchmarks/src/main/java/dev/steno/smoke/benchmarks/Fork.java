package dev.steno.smoke.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs a program in a JVM of its own, under an agent, and reads what it printed. */
final class Fork {
  /** What a program begins a line with that is read; {@code name=value} follow, with blanks. */
  static final String RESULT = "result ";

  private static final String MEASURED = "TIMEFORMAT='took %3R %3U %3S'; time \"$@\"";
  private static final Pattern TOOK = Pattern.compile("took ([\\d.]+) ([\\d.]+) ([\\d.]+)\\s*$");
  private static final Pattern COUNTER = Pattern.compile("(\\S+)=(\\d+)");
  private static final String SUMMARY = "steno: summary ";
  private static final int PATIENCE_MINUTES = 5;
  private static final int TAIL = 2_000;

  /**
   * What came of it.
   *
   * @param startedMillis when it was started, as the wall clock says
   * @param wallMillis until its end
   * @param cpuMillis of processors, user and system, from the first instruction to the last
   * @param results the lines that it printed for us
   * @param summary what Steno counted, if it was told to say so
   */
  record Ran(
      long startedMillis,
      double wallMillis,
      double cpuMillis,
      List<Map<String, String>> results,
      Map<String, Long> summary) {
    /** A value of the only, or of the last, line that has it. */
    double number(String name) {
      String found = null;
      for (Map<String, String> line : results) {
        found = line.getOrDefault(name, found);
      }
      if (found == null) {
        throw new IllegalStateException("no " + name + " in " + results);
      }
      return Double.parseDouble(found);
    }

    /** Calls that Steno counted as dropped, for whatever reason. */
    long dropped() {
      return summary.entrySet().stream()
          .filter(counter -> counter.getKey().startsWith("dropped."))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  private final Agents agents;
  private final Path folder;

  Fork(Agents agents, Path folder) {
    this.agents = agents;
    this.folder = folder;
  }

  /** Runs that class with these arguments, with the class path that this JVM has. */
  Ran run(String agent, String collector, Class<?> main, Object... arguments) throws IOException {
    return run(agent, collector, List.of(), System.getProperty("java.class.path"), main, arguments);
  }

  /** The same with more options of the JVM, and with another class path. */
  Ran run(
      String agent,
      String collector,
      List<String> more,
      String classPath,
      Class<?> main,
      Object... arguments)
      throws IOException {
    Path own = Files.createTempDirectory(Files.createDirectories(folder), "process");
    try {
      List<String> command = new ArrayList<>(List.of("bash", "-c", MEASURED, "bash"));
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(agents.options(agent, collector, own));
      command.addAll(more);
      command.addAll(List.of("-cp", classPath, main.getName()));
      for (Object argument : arguments) {
        command.add(argument.toString());
      }
      return run(command, own.resolve("stdout").toFile(), own.resolve("stderr").toFile());
    } finally {
      delete(own);
    }
  }

  private static Ran run(List<String> command, File stdout, File stderr) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // The settings are those of the file, and no others.
    builder.environment().keySet().removeIf(key -> key.matches("(JDK_|JAVA_|STENO|OTEL|DD_).*"));
    builder.redirectOutput(stdout).redirectError(stderr);
    long started = System.currentTimeMillis();
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        throw new IOException("does not end: " + String.join(" ", command));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(stderr.toPath());
    Matcher took = TOOK.matcher(said);
    if (process.exitValue() != 0 || !took.find()) {
      throw new IOException(
          "exit code "
              + process.exitValue()
              + " of "
              + String.join(" ", command)
              + "\n"
              + tail(Files.readString(stdout.toPath()))
              + tail(said));
    }
    return new Ran(
        started,
        millis(took.group(1)),
        millis(took.group(2)) + millis(took.group(3)),
        results(Files.readAllLines(stdout.toPath())),
        summary(said));
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - TAIL));
  }

  private static double millis(String seconds) {
    return Double.parseDouble(seconds) * 1_000;
  }

  private static List<Map<String, String>> results(List<String> lines) {
    List<Map<String, String>> results = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(RESULT)) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : line.substring(RESULT.length()).strip().split("\\s+", -1)) {
          int sign = pair.indexOf('=');
          values.put(pair.substring(0, sign), pair.substring(sign + 1));
        }
        results.add(values);
      }
    }
    return results;
  }

  private static Map<String, Long> summary(String stderr) {
    Map<String, Long> counters = new LinkedHashMap<>();
    stderr
        .lines()
        .filter(line -> line.startsWith(SUMMARY))
        .forEach(
            line -> {
              for (Matcher counter = COUNTER.matcher(line); counter.find(); ) {
                counters.put(counter.group(1), Long.valueOf(counter.group(2)));
              }
            });
    return counters;
  }

  /** Removes it with all that is in it. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
