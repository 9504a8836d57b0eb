package dev.steno.agent.command;

import static dev.steno.agent.command.Paper.count;

import dev.steno.agent.Exporters;
import dev.steno.agent.config.Config;
import dev.steno.agent.spool.LeftBehind;
import dev.steno.agent.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says what waits on disk, what was refused for good, and what was recorded to files. */
final class DiskReport {
  private final Path dir;
  private final Paper paper;

  DiskReport(Path dir, Paper paper) {
    this.dir = dir;
    this.paper = paper;
  }

  void print(Config config) {
    try {
      spool(config);
      dead();
      recordings(Path.of(config.file().dir()));
    } catch (IOException failure) {
      paper.wrong(
          "files", "cannot be read: " + failure, "run the doctor as the user who owns them");
    }
  }

  /** What waits, by process and exporter. */
  private void spool(Config config) throws IOException {
    List<Path> folders = LeftBehind.folders(dir.resolve("spool"));
    boolean waits = false;
    for (Path folder : folders) {
      Map<String, LeftBehind.Waiting> waiting = waiting(folder);
      waiting.values().removeIf(what -> what.records() == 0);
      boolean runs = runs(folder);
      for (Map.Entry<String, LeftBehind.Waiting> one : waiting.entrySet()) {
        waits = true;
        String exporter = Replay.exporterOf(one.getKey());
        LeftBehind.Waiting what = one.getValue();
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
                  + (isForOthers(one.getKey(), config)
                      ? ", for another address or key than those given here"
                      : ""),
              "the next JVM with the same steno.dir and the same settings for "
                  + exporter
                  + " sends it; or now: java -jar steno.jar replay "
                  + dir
                  + " -Dsteno.exporters="
                  + exporter
                  + " ...");
        }
      }
    }
    if (!waits) {
      paper.line("waits", "nothing");
    }
  }

  private static Map<String, LeftBehind.Waiting> waiting(Path folder) {
    try {
      return LeftBehind.waiting(folder);
    } catch (IOException delivered) {
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
    Map<String, Refused> refused = new TreeMap<>();
    for (Path file : files(dir.resolve("dead"))) {
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (Json.parseContainer(line) instanceof Map<?, ?> entry) {
            String who = entry.get("exporter") + " (" + entry.get("reason") + ")";
            refused
                .computeIfAbsent(who, added -> new Refused())
                .add(String.valueOf(entry.get("at")));
          }
        }
      } catch (CharacterCodingException torn) {
        paper.line("", dir.relativize(file) + " is damaged");
      }
    }
    if (refused.isEmpty()) {
      paper.line("refused", "nothing");
    }
    refused.forEach(
        (who, what) ->
            paper.wrong(
                "refused",
                count(what.count, "record") + " by " + who + ", the newest " + what.newest,
                "the answers are in dead/*.jsonl; send them again with java -jar steno.jar replay "
                    + dir));
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
