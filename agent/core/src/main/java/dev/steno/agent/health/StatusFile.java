package dev.steno.agent.health;

import dev.steno.agent.files.OwnerOnly;
import dev.steno.agent.wire.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How this JVM does, in a file for its owner alone: {@code status/<pid>-<start>.json}, whole or not
 * at all. Old ones of others are deleted.
 */
public final class StatusFile {
  private static final int MOST_FILES = 50;
  private static final Duration KEPT = Duration.ofDays(14);
  private final Path folder;
  private final Path file;
  private boolean tidied;
  private @Nullable Map<String, ?> written;

  /** In that folder of Steno's; {@code name} tells this process from all others. */
  public StatusFile(Path dir, String name) {
    this.folder = dir.resolve("status");
    this.file = folder.resolve(name + ".json");
  }

  /**
   * Writes it, if it says anything new.
   *
   * @throws IOException when it cannot be written, with why
   */
  public void write(Map<String, ?> status, Instant now) throws IOException {
    if (status.equals(written)) {
      return;
    }
    OwnerOnly.folder(folder);
    Map<String, Object> all = new LinkedHashMap<>(status);
    all.put("written_at", now.toString());
    Path temporary = folder.resolve(file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    try {
      try (FileChannel out =
          OwnerOnly.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(Json.bytes(all));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    written = status;
    if (!tidied) {
      tidied = true;
      tidy(now);
    }
  }

  private void tidy(Instant now) throws IOException {
    List<Old> others = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path other : files) {
        if (!other.equals(file)) {
          others.add(new Old(other, Files.getLastModifiedTime(other).toInstant()));
        }
      }
    } catch (IOException gone) {
      return; // another process tidies as well
    }
    others.sort(Comparator.comparing(Old::written).reversed());
    for (int i = 0; i < others.size(); i++) {
      if (i >= MOST_FILES - 1 || others.get(i).written().isBefore(now.minus(KEPT))) {
        Files.deleteIfExists(others.get(i).path());
      }
    }
  }

  private record Old(Path path, Instant written) {}
}
