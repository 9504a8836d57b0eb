package dev.steno.smoke.delivery;

import dev.steno.smoke.AgentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Programs under load in a folder that they share, and what they left there. */
final class Loads {
  static final boolean NIGHTLY = Boolean.getBoolean("nightly");

  /** Of the spool's format: of a segment, and of a record, with what its checksum is not of. */
  private static final int HEAD = 20;

  private static final int CHECKED = 8;
  private static final int MOST_START_MILLIS = 30_000;
  private static final Pattern NAME = Pattern.compile("question ([^ .\"\\\\]+)\\.");

  private final Path folder;

  private Loads(Path folder) {
    this.folder = folder;
  }

  /** In a new folder under {@code target}. */
  static Loads in(String name) {
    try {
      Path all = Files.createDirectories(Path.of("target", "loads").toAbsolutePath());
      return new Loads(Files.createTempDirectory(all, name + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  Path home() {
    return folder.resolve("home");
  }

  Path steno() {
    return home().resolve(".steno");
  }

  /** A program without the agent. */
  AgentProcess plain(Class<?> program, QuickModel model, String run) {
    return AgentProcess.of(program.getName())
        .classPath(Path.of("target", "classes"))
        .home(home())
        .timeout(Duration.ofMinutes(NIGHTLY ? 20 : 2))
        .jvmOption("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
        // One for each thread that asks, or most questions are asked over a connection of their
        // own.
        .property("http.maxConnections", "64")
        .arg("model=" + model.url(), "run=" + run, "journal=" + journal(run));
  }

  /** The same with the agent, which sends to that collector. */
  AgentProcess to(Class<?> program, QuickModel model, Collector collector, String run) {
    return plain(program, model, run)
        .agent()
        .property("steno.exporters", "agnost")
        .property("steno.agnost.org-id", Collector.ORG)
        .property("steno.agnost.endpoint", collector.endpoint());
  }

  /** A process that asks once, and ends when all that is awaited was taken. */
  AgentProcess last(QuickModel model, Collector collector, String run) {
    return to(Load.class, model, collector, run).arg("calls=1", "gate=" + collector.gate());
  }

  private Path journal(String run) {
    return folder.resolve(run + ".journal");
  }

  private List<String> lines(String run) {
    try {
      return Files.exists(journal(run)) ? Files.readAllLines(journal(run)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the questions whose calls had returned, in order. */
  List<String> finished(String run) {
    return lines(run).stream().filter(line -> line.indexOf(' ') < 0).toList();
  }

  /** Those that had returned when the process was asked to end. */
  List<String> finishedBeforeHook(String run) {
    List<String> before = new ArrayList<>();
    for (String line : lines(run)) {
      if (line.startsWith("hook ")) {
        break;
      }
      if (line.indexOf(' ') < 0) {
        before.add(line);
      }
    }
    return before;
  }

  /** When that happened, in microseconds, or -1. */
  long at(String run, String what) {
    return noted(run, what).findFirst().orElse(-1);
  }

  /** The numbers that were noted under that name. */
  LongStream noted(String run, String what) {
    return lines(run).stream()
        .filter(line -> line.startsWith(what + " "))
        .mapToLong(line -> Long.parseLong(line.substring(what.length() + 1)));
  }

  /** Returns when the program of that run has finished so many calls. */
  void awaitFinished(String run, int calls) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (finished(run).size() < calls && System.nanoTime() < end) {
      Waiting.shortly();
    }
  }

  /**
   * Waits until what has finished is accepted, but for so many: at first, the agent loads its own
   * classes, and what a kill takes then is as much as that takes.
   *
   * @return how long that was, in milliseconds
   */
  long untilCaughtUp(String run, Collector collector, int most) throws InterruptedException {
    long begin = System.nanoTime();
    long millis = 0;
    boolean isBehind = true;
    while (isBehind && millis < MOST_START_MILLIS) {
      Waiting.shortly();
      List<String> finished = finished(run);
      Set<String> accepted = new HashSet<>(spooled());
      accepted.addAll(collector.names());
      isBehind = Loads.missing(finished, accepted).size() > most;
      millis = (System.nanoTime() - begin) / 1_000_000;
    }
    return millis;
  }

  /** The questions in the spool's files, of whole records: what a kill cut short is no record. */
  Set<String> spooled() {
    return names(spoolFiles(), Loads::wholeRecords);
  }

  /** A record is its length, a checksum of what follows, number, calls, and so many bytes. */
  private static byte[] wholeRecords(byte[] segment) {
    ByteBuffer in = ByteBuffer.wrap(segment);
    int at = HEAD;
    while (segment.length - at >= HEAD) {
      int length = in.getInt(at);
      if (length < 0 || length > segment.length - at - HEAD) {
        break;
      }
      CRC32C checksum = new CRC32C();
      checksum.update(segment, at + CHECKED, HEAD - CHECKED + length);
      if ((int) checksum.getValue() != in.getInt(at + Integer.BYTES)) {
        break;
      }
      at += HEAD + length;
    }
    return Arrays.copyOf(segment, Math.min(at, segment.length));
  }

  private static Set<String> names(List<Path> files, UnaryOperator<byte[]> readable) {
    Set<String> names = new TreeSet<>();
    for (Path file : files) {
      try {
        byte[] bytes = readable.apply(Files.readAllBytes(file));
        Matcher name = NAME.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (name.find()) {
          names.add(name.group(1));
        }
      } catch (IOException gone) {
        // It was delivered meanwhile, or taken away.
      }
    }
    return names;
  }

  /** The questions in the recordings of the file exporter. */
  Set<String> recorded() {
    return names(files("interactions", ".jsonl"), bytes -> bytes);
  }

  /** The questions that were refused, and are kept. */
  Set<String> dead() {
    return names(files("dead", ".jsonl"), bytes -> bytes);
  }

  /** The segments of all processes. */
  List<Path> spoolFiles() {
    return files("spool", ".seg");
  }

  private List<Path> files(String below, String suffix) {
    Path top = steno().resolve(below);
    if (!Files.isDirectory(top)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    } catch (IOException | UncheckedIOException gone) {
      return List.of();
    }
  }

  /** What of the first is not in the second. */
  static Set<String> missing(Iterable<String> of, Set<String> in) {
    Set<String> missing = new LinkedHashSet<>();
    of.forEach(name -> missing.add(name));
    missing.removeAll(in);
    return missing;
  }
}
