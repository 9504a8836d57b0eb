package dev.steno.agent.command;

import static dev.steno.agent.command.Paper.count;

import dev.steno.agent.config.Config;
import dev.steno.agent.export.EntryReader;
import dev.steno.agent.model.Entry;
import dev.steno.agent.spool.LeftBehind;
import dev.steno.agent.spool.SpoolRecord;
import dev.steno.agent.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends again what waits in folders of ended processes, what was refused, and what was recorded to
 * files, each with its own ids.
 *
 * <p>A record goes to the exporter that it was meant for, if that is on; {@code console} and {@code
 * file} get every one; those of a file that is named itself go to all that are on. Only what was
 * delivered to whom it was meant for is taken away.
 */
final class Replay {
  private static final int MOST_AT_ONCE = 256;
  private static final long MOST_BYTES_AT_ONCE = 4 << 20;
  private static final List<String> LOCAL = List.of("console", "file");

  private final Config config;
  private final Function<String, Sending> opening;
  private final boolean keep;
  private final Paper paper;
  private final Map<String, Sending> sendings = new LinkedHashMap<>();
  private long unreadable;
  private @Nullable String whyUnreadable;

  /**
   * To the exporters of that configuration.
   *
   * @param opening makes what sends to one of them
   * @param keep whether nothing is taken away
   */
  Replay(Config config, Function<String, Sending> opening, boolean keep, Paper paper) {
    this.config = config;
    this.opening = opening;
    this.keep = keep;
    this.paper = paper;
  }

  /** Whether all of it was delivered. */
  boolean run(Path path) throws InterruptedException {
    if (Files.isRegularFile(path)) {
      go(path, () -> file(path, true));
    } else if (LeftBehind.isOne(path)) {
      go(path, () -> folder(path));
    } else {
      go(path, () -> folders(path));
    }
    sendings.values().forEach(Sending::close);
    sum();
    return paper.wrong() == 0;
  }

  /** Reads something, and sends it. */
  private interface Part {
    void send() throws IOException, InterruptedException;
  }

  /** One that cannot be read keeps none from the others. */
  private void go(Path path, Part part) throws InterruptedException {
    try {
      part.send();
    } catch (IOException failure) {
      paper.wrong("", Unreadable.why(path, failure), Unreadable.remedy(failure));
    }
  }

  private void folders(Path dir) throws IOException, InterruptedException {
    Path spool = dir.resolve("spool");
    List<Path> folders = LeftBehind.folders(Files.isDirectory(spool) ? spool : dir);
    for (Path folder : folders) {
      go(folder, () -> folder(folder));
    }
    Path dead = dir.resolve("dead");
    List<Path> files = DiskReport.files(Files.isDirectory(dead) ? dead : dir);
    for (Path file : files) {
      go(file, () -> file(file, false));
    }
    if (folders.isEmpty() && files.isEmpty()) {
      paper.text("nothing waits in " + dir);
    }
  }

  private Sending sending(String exporter) {
    return sendings.computeIfAbsent(exporter, opening);
  }

  /** What an ended process left. */
  private void folder(Path folder) throws IOException, InterruptedException {
    LeftBehind left = LeftBehind.take(folder);
    if (left == null) {
      paper.text(folder.getFileName() + " is a running JVM's, which sends it itself");
      return;
    }
    for (String reader : left.readers()) {
      String exporter = exporterOf(reader);
      if (config.exporters().contains(exporter)) {
        records(left, reader, sending(exporter), true);
      } else {
        paper.text(folder.getFileName() + " holds records for " + exporter + ", which is not on");
      }
      for (String local : config.exporters()) {
        if (LOCAL.contains(local)) {
          records(left, reader, sending(local), false);
        }
      }
    }
    if (keep) {
      left.close();
    } else {
      left.end(System::nanoTime);
    }
  }

  static String exporterOf(String reader) {
    int dash = reader.lastIndexOf('-');
    return dash < 0 ? reader : reader.substring(0, dash);
  }

  /** What a reader has done is written after each batch, so that it may be interrupted. */
  private void records(LeftBehind left, String reader, Sending to, boolean isOwn)
      throws IOException, InterruptedException {
    LeftBehind.Records records = left.records(reader);
    boolean whole = true;
    SpoolRecord next = records.next();
    while (next != null && !to.isStopped()) {
      List<Entry> entries = new ArrayList<>();
      List<Long> numbers = new ArrayList<>();
      long bytes = 0;
      while (next != null && entries.size() < MOST_AT_ONCE && bytes < MOST_BYTES_AT_ONCE) {
        Entry entry = read(next.payload());
        if (entry == null) {
          whole = false;
        } else {
          entries.add(entry);
          numbers.add(next.seq());
          bytes += next.payload().length;
        }
        next = records.next();
      }
      List<Boolean> sent = to.send(entries);
      for (int i = 0; i < sent.size(); i++) {
        whole &= sent.get(i);
        if (whole && isOwn && !keep) {
          left.done(reader, numbers.get(i));
        }
      }
    }
    if (records.isDamaged()) {
      paper.wrong("", "a part of what waits for " + reader + " is damaged, and was left out", null);
    }
  }

  private @Nullable Entry read(byte[] json) {
    try {
      return EntryReader.read(json);
    } catch (IOException | RuntimeException notOurs) {
      unreadable++;
      // An I/O error of the reader's says what is missing, and never content.
      whyUnreadable = notOurs instanceof IOException ? notOurs.getMessage() : whyUnreadable;
      return null;
    }
  }

  /** One of {@code dead}, or a recording. */
  private void file(Path file, boolean isNamed) throws IOException, InterruptedException {
    long size = Files.size(file);
    boolean isDead = false;
    boolean whole = true;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      List<Line> some = new ArrayList<>();
      long chars = 0;
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        if (text.isBlank()) {
          continue;
        }
        Line line = line(text);
        isDead |= line.exporter() != null;
        whole &= line.entry() != null;
        some.add(line);
        chars += text.length();
        if (some.size() == MOST_AT_ONCE || chars >= MOST_BYTES_AT_ONCE) {
          whole &= send(some, isNamed);
          some.clear();
          chars = 0;
        }
      }
      whole &= send(some, isNamed);
    }
    if (isDead && whole && !keep) {
      delete(file, size);
    }
  }

  /** A running JVM may just write to it, and goes on in another when it is not there any more. */
  private static void delete(Path file, long size) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".sent");
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    if (Files.size(aside) == size) {
      Files.delete(aside);
      return;
    }
    Path back = file;
    for (int number = 2; ; number++) {
      try {
        Files.move(aside, back);
        return;
      } catch (FileAlreadyExistsException taken) {
        back = file.resolveSibling(number + "-" + file.getFileName()); // by that JVM
      }
    }
  }

  private record Line(@Nullable String exporter, @Nullable Entry entry) {}

  private Line line(String text) {
    if (Json.parseContainer(text) instanceof Map<?, ?> tree
        && tree.get("exporter") instanceof String exporter
        && tree.get("entry") instanceof Map<?, ?> entry) {
      return new Line(exporter, read(Json.bytes(entry)));
    }
    return new Line(null, read(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether each was delivered to whom it was meant for. */
  private boolean send(List<Line> lines, boolean isNamed) throws InterruptedException {
    boolean whole = true;
    for (String exporter : config.exporters()) {
      List<Entry> entries = new ArrayList<>();
      List<Boolean> areOwn = new ArrayList<>();
      for (Line line : lines) {
        boolean isOwn = exporter.equals(line.exporter());
        boolean isForAll = isNamed || line.exporter() == null || LOCAL.contains(exporter);
        if (line.entry() != null && (isOwn || isForAll)) {
          entries.add(line.entry());
          areOwn.add(isOwn);
        }
      }
      if (entries.isEmpty()) {
        continue;
      }
      List<Boolean> sent = sending(exporter).send(entries);
      for (int i = 0; i < entries.size(); i++) {
        whole &= !areOwn.get(i) || (i < sent.size() && sent.get(i));
      }
    }
    for (Line line : lines) {
      whole &= line.exporter() == null || config.exporters().contains(line.exporter());
    }
    return whole;
  }

  private void sum() {
    sendings.forEach(
        (exporter, sending) -> {
          String sent = count(sending.delivered(), "record") + " delivered";
          if (sending.isStopped()) {
            paper.wrong(exporter, sent + ", then it took no more: " + sending.why(), remedy());
          } else if (sending.refused() > 0) {
            paper.wrong(
                exporter,
                sent + ", " + count(sending.refused(), "record") + " refused: " + sending.why(),
                "what is refused stays where it is");
          } else {
            paper.line(exporter, sent);
          }
        });
    if (unreadable > 0) {
      boolean isOne = unreadable == 1;
      paper.wrong(
          "",
          count(unreadable, "record")
              + (isOne ? " cannot be read, and was left out" : " cannot be read, and were left out")
              + (whyUnreadable == null ? "" : " (" + whyUnreadable + ")"),
          "what can be sent again is steno.dir, a folder of its spool, a file of its dead, and a"
              + " recording");
    }
  }

  private static String remedy() {
    return "what was not delivered stays where it is; java -jar steno.jar doctor looks at the"
        + " destination";
  }
}
