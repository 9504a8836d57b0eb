package dev.steno.agent.command;

import static dev.steno.agent.command.Paper.count;

import dev.steno.agent.Exporters;
import dev.steno.agent.config.Config;
import dev.steno.agent.spool.LeftBehind;
import dev.steno.agent.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says what waits on disk, what was refused for good, and what was recorded to files. */
final class DiskReport {
  private final Path dir;
  private final Paper paper;
  private boolean waits;

  DiskReport(Path dir, Paper paper) {
    this.dir = dir;
    this.paper = paper;
  }

  void print(Config config) {
    go(dir.resolve("spool"), () -> spool(config));
    go(dir.resolve("dead"), this::dead);
    Path recordings = Path.of(config.file().dir());
    go(recordings, () -> recordings(recordings));
  }

  /** Looks at something. */
  private interface Part {
    void print() throws IOException;
  }

  /** What cannot be read keeps nothing else from being looked at. */
  private void go(Path path, Part part) {
    try {
      part.print();
    } catch (IOException failure) {
      paper.wrong("files", Unreadable.why(path, failure), Unreadable.remedy(failure));
    }
  }

  /** What waits, by process and exporter. */
  private void spool(Config config) throws IOException {
    for (Path folder : LeftBehind.folders(dir.resolve("spool"))) {
      go(folder, () -> process(folder, config));
    }
    if (!waits) {
      paper.line("waits", "nothing");
    }
  }

  private void process(Path folder, Config config) throws IOException {
    boolean runs = runs(folder);
    Map<String, LeftBehind.Waiting> waiting = waiting(folder);
    if (!runs && waiting.values().stream().anyMatch(LeftBehind.Waiting::isDamaged)) {
      paper.wrong(
          "damaged",
          "a part of spool/" + folder.getFileName() + " cannot be read",
          "look at the disk; what is whole in it is sent all the same");
    }
    waiting.values().removeIf(what -> what.records() == 0);
    waiting.forEach((reader, what) -> waits(folder, reader, what, runs, config));
    waits |= !waiting.isEmpty();
  }

  private void waits(
      Path folder, String reader, LeftBehind.Waiting what, boolean runs, Config config) {
    String exporter = Replay.exporterOf(reader);
    String text =
        count(what.records(), "record")
            + " for "
            + exporter
            + " ("
            + Paper.bytes(what.bytes())
            + ") in spool/"
            + folder.getFileName();
    if (runs) {
      paper.line("waits", text + ", of a JVM that runs");
    } else {
      paper.wrong(
          "waits",
          text
              + ", left behind by a JVM that ended"
              + (isForOthers(reader, config)
                  ? ", for another address or key than those given here"
                  : ""),
          "the next JVM with the same steno.dir and the same settings for "
              + exporter
              + " sends it; or now: "
              + replay(exporter));
    }
  }

  private String replay(String exporter) {
    return "java -jar steno.jar replay " + dir + " -Dsteno.exporters=" + exporter + " ...";
  }

  private static Map<String, LeftBehind.Waiting> waiting(Path folder) throws IOException {
    try {
      return LeftBehind.waiting(folder);
    } catch (NoSuchFileException delivered) {
      return new TreeMap<>();
    }
  }

  private static boolean isForOthers(String reader, Config config) {
    String exporter = Replay.exporterOf(reader);
    return config.exporters().contains(exporter)
        && !Exporters.reader(exporter, config).equals(reader);
  }

  private static boolean runs(Path folder) throws IOException {
    LeftBehind left = LeftBehind.take(folder);
    if (left == null) {
      return true;
    }
    left.close();
    return false;
  }

  /** What was refused, by exporter and reason. */
  private void dead() throws IOException {
    Map<String, Map<String, Refused>> refused = new TreeMap<>();
    for (Path file : files(dir.resolve("dead"))) {
      go(file, () -> dead(file, refused));
    }
    if (refused.isEmpty()) {
      paper.line("refused", "nothing");
    }
    refused.forEach(
        (exporter, reasons) ->
            reasons.forEach(
                (reason, what) ->
                    paper.wrong(
                        "refused",
                        count(what.count, "record")
                            + (" by " + exporter + " (" + reason + ")")
                            + (", the newest " + what.newest),
                        "the answers are in dead/*.jsonl; send them again with "
                            + replay(exporter))));
  }

  private void dead(Path file, Map<String, Map<String, Refused>> refused) throws IOException {
    long others = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (Json.parseContainer(line) instanceof Map<?, ?> entry
            && entry.get("exporter") instanceof String exporter) {
          refused
              .computeIfAbsent(exporter, added -> new TreeMap<>())
              .computeIfAbsent(String.valueOf(entry.get("reason")), added -> new Refused())
              .add(String.valueOf(entry.get("at")));
        } else {
          others++;
        }
      }
    }
    if (others > 0) {
      paper.line("", count(others, "line") + " of " + dir.relativize(file) + " cannot be read");
    }
  }

  private static final class Refused {
    private long count;
    private String newest = "";

    private void add(String at) {
      count++;
      newest = at.compareTo(newest) > 0 ? at : newest;
    }
  }

  private void recordings(Path folder) throws IOException {
    List<Path> files = files(folder);
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    paper.line(
        "recordings",
        files.isEmpty()
            ? "none in " + folder
            : count(files.size(), "file") + ", " + Paper.bytes(bytes) + ", in " + folder);
  }

  static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jsonl")) {
        found.forEach(files::add);
      }
    }
    files.sort(null);
    return files;
  }
}
