package dev.steno.agent.export.file;

import dev.steno.agent.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The folder of recordings: makes their files, for the owner alone, and deletes the old ones. */
final class RecordingFolder {
  /** {@code 2026-11-20-4711.jsonl}, {@code 2026-11-20-4711.2.jsonl}: no other file is touched. */
  private static final String OURS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]-[0-9]*.jsonl";

  /** A file that was written to so lately may be another process's: it stays, whatever its size. */
  private static final Duration IN_USE = Duration.ofHours(1);

  private final Path folder;
  private final long pid;

  RecordingFolder(Path folder, long pid) {
    this.folder = folder;
    this.pid = pid;
  }

  /**
   * Makes a file that did not exist, so that no two processes ever write into one, also when they
   * have the same pid, as in containers that share a home.
   */
  Path create(LocalDate day) throws IOException {
    OwnerOnly.folder(folder);
    for (int number = 1; ; number++) {
      String name = day + "-" + pid + (number == 1 ? "" : "." + number) + ".jsonl";
      try {
        Path file = folder.resolve(name);
        OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
        return file;
      } catch (FileAlreadyExistsException taken) {
        // The next number, then.
      }
    }
  }

  /**
   * Deletes recordings older than {@code days}, then the oldest until no more than {@code bytes}
   * stay.
   */
  void tidy(Instant now, int days, long bytes) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Recording> recordings = recordings();
    recordings.sort(Comparator.comparing(Recording::written).reversed());
    long sum = 0;
    for (Recording recording : recordings) {
      sum += recording.size();
      boolean old = recording.written().isBefore(now.minus(Duration.ofDays(days)));
      boolean inUse = recording.written().isAfter(now.minus(IN_USE));
      if (old || (sum > bytes && !inUse)) {
        Files.deleteIfExists(recording.path());
        sum -= recording.size();
      }
    }
  }

  private List<Recording> recordings() throws IOException {
    List<Recording> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, OURS)) {
      for (Path file : files) {
        try {
          found.add(
              new Recording(file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
        } catch (IOException gone) {
          // Another process tidies as well.
        }
      }
    }
    return found;
  }

  private record Recording(Path path, long size, Instant written) {}
}
