package dev.steno.agent.spool;

import dev.steno.agent.files.OwnerOnly;
import dev.steno.agent.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder of records that a destination does not take, a line of JSON for each; bounded in
 * bytes, the oldest file goes first. Safe for use by several threads.
 */
public final class DeadLetters {
  private static final int MOST_ANSWER = 1024;

  private static final long MOST_BYTES = 16 << 20;
  private static final long FILES = 8;

  private final Path folder;
  private final long pid;
  private final long mostBytes;
  private final Map<String, Path> files = new HashMap<>();

  /** In that folder, which is made with the first one. */
  public DeadLetters(Path folder, long pid) {
    this(folder, pid, MOST_BYTES);
  }

  DeadLetters(Path folder, long pid, long mostBytes) {
    this.folder = folder.toAbsolutePath().normalize();
    this.pid = pid;
    this.mostBytes = mostBytes;
  }

  /**
   * Keeps a record; never throws.
   *
   * @param reason why it was not delivered, in {@code snake_case}
   * @param answer what the destination said, of which the first KiB is kept
   * @param entry the record as steno/1 JSON
   * @return whether it is kept
   */
  public synchronized boolean append(
      String exporter, Instant at, String reason, @Nullable String answer, byte[] entry) {
    try {
      byte[] line = line(exporter, at, reason, answer, entry);
      if (line.length > mostBytes) {
        return false;
      }
      OwnerOnly.folder(folder);
      makeRoom(line.length);
      write(exporter, at, line);
      return true;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError failure) {
      return false;
    }
  }

  private static byte[] line(
      String exporter, Instant at, String reason, @Nullable String answer, byte[] entry) {
    Map<String, @Nullable Object> head = new LinkedHashMap<>();
    head.put("exporter", exporter);
    head.put("at", at.toString());
    head.put("reason", reason);
    head.put("answer", answer == null ? null : printable(answer));
    byte[] start = Json.bytes(head);
    ByteArrayOutputStream line = new ByteArrayOutputStream(start.length + entry.length + 16);
    line.write(start, 0, start.length - 1);
    line.writeBytes(",\"entry\":".getBytes(StandardCharsets.US_ASCII));
    for (byte b : entry) {
      line.write(b == '\n' || b == '\r' ? ' ' : b); // which JSON has only between values
    }
    line.writeBytes("}\n".getBytes(StandardCharsets.US_ASCII));
    return line.toByteArray();
  }

  private static String printable(String answer) {
    StringBuilder text = new StringBuilder(Math.min(answer.length(), MOST_ANSWER));
    int bytes = 0;
    for (int i = 0; i < answer.length(); ) {
      int c = answer.codePointAt(i);
      i += Character.charCount(c);
      int type = Character.getType(c);
      boolean shown =
          type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
      bytes += !shown || c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes > MOST_ANSWER) {
        break;
      }
      text.appendCodePoint(shown ? c : ' ');
    }
    return text.toString();
  }

  private void write(String exporter, Instant at, byte[] line) throws IOException {
    String day = LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    Path file = files.get(exporter);
    if (file == null || !isToBeContinued(file, day, line.length)) {
      file = create(day, exporter);
      files.put(exporter, file);
    }
    Thread.interrupted(); // it would close the file
    try (FileChannel channel =
        OwnerOnly.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      long before = channel.size();
      try {
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
          if (channel.write(bytes) <= 0) {
            throw new IOException("nothing was written");
          }
        }
      } catch (Throwable failure) {
        files.remove(exporter); // whatever is left of the line, none is written behind it
        channel.truncate(before);
        throw failure;
      }
    }
  }

  private boolean isToBeContinued(Path file, String day, int more) throws IOException {
    return String.valueOf(file.getFileName()).startsWith(day)
        && Files.exists(file)
        && Files.size(file) + more <= mostBytes / FILES;
  }

  /** Makes a file that did not exist: half a line may be at the end of one of an ended process. */
  private Path create(String day, String exporter) throws IOException {
    for (int number = 1; ; number++) {
      String name = day + "-" + pid + "-" + exporter + (number == 1 ? "" : "." + number);
      Path file = folder.resolve(name.concat(".jsonl"));
      try {
        OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
        return file;
      } catch (FileAlreadyExistsException taken) {
        // The next number, then.
      }
    }
  }

  private void makeRoom(int bytes) throws IOException {
    List<Dead> all = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jsonl")) {
      for (Path file : found) {
        try {
          all.add(new Dead(file, Files.size(file), Files.getLastModifiedTime(file)));
        } catch (IOException gone) {
          // Another process makes room as well.
        }
      }
    }
    all.sort(Comparator.comparing(Dead::written).thenComparing(Dead::file));
    long sum = all.stream().mapToLong(Dead::size).sum();
    for (Dead oldest : all) {
      if (sum + bytes <= mostBytes) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      sum -= oldest.size();
    }
  }

  private record Dead(Path file, long size, FileTime written) {}
}
