package dev.steno.agent.export.file;

import dev.steno.agent.config.Config.FileConfig;
import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.Fitted;
import dev.steno.agent.files.OwnerOnly;
import dev.steno.agent.model.Entry;
import dev.steno.agent.wire.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends each entry as a line of JSON to a file of this process and day, those that come together
 * in one write.
 *
 * <p>A line is in the file whole or not at all: what a failed write left of one is cut off again.
 */
public final class FileExporter implements Exporter {
  private static final int MOST_IN_WRITE = 1 << 20;

  private final FileConfig config;
  private final int maxLine;
  private final Clock clock;
  private final RecordingFolder folder;
  private final JsonWriter lines = new JsonWriter();

  private @Nullable FileChannel channel;
  private @Nullable Path path;
  private @Nullable Object key;
  private @Nullable LocalDate day;
  private long size;

  /** Writes as configured; {@code pid} is in the files' names. Opens nothing yet. */
  public FileExporter(FileConfig config, int maxLine, long pid, Clock clock) {
    this.config = config;
    this.maxLine = maxLine;
    this.clock = clock;
    this.folder = new RecordingFolder(Path.of(config.dir()), pid);
  }

  @Override
  public int export(List<Entry> entries) throws DeliveryException {
    try {
      FileChannel file = file();
      lines.clear();
      int count = 0;
      for (Entry entry : entries) {
        int length = lines.size();
        Fitted.line(entry, maxLine, lines);
        lines.endLine();
        boolean isFull = size + length > 0 && size + lines.size() > config.maxSize();
        if (isFull && count == 0) {
          file = open(today());
        } else if (isFull || (length > 0 && lines.size() > MOST_IN_WRITE)) {
          lines.cut(length);
          break;
        }
        count++;
      }
      append(file, ByteBuffer.wrap(lines.array(), 0, lines.size()));
      return count;
    } catch (IOException failure) {
      throw new DeliveryException(
          DeliveryException.Remedy.RETRY,
          "cannot write to " + config.dir() + ": " + failure,
          null,
          1,
          failure);
    }
  }

  /** The file to write to now: a new one on a new day, and when somebody took the old one away. */
  private FileChannel file() throws IOException {
    LocalDate today = today();
    FileChannel file = channel;
    if (file != null && file.isOpen() && today.equals(day) && isStillThere()) {
      return file;
    }
    return open(today);
  }

  private boolean isStillThere() {
    try {
      Path written = path;
      return written != null && Objects.equals(key, key(written));
    } catch (IOException gone) {
      return false;
    }
  }

  /** What a file is known by, whatever its name; null where there is no such thing. */
  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private FileChannel open(LocalDate today) throws IOException {
    close();
    folder.tidy(clock.instant(), config.keepDays(), config.keepSize());
    Path created = folder.create(today);
    FileChannel file = OwnerOnly.open(created, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    channel = file;
    path = created;
    key = key(created);
    day = today;
    size = 0;
    return file;
  }

  private void append(FileChannel file, ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      size += length;
    } catch (IOException failure) {
      takeBack(file, failure);
      throw failure;
    }
  }

  private void takeBack(FileChannel file, IOException failure) {
    Path written = path;
    try {
      if (file.isOpen()) {
        file.truncate(size);
      } else if (written != null && isStillThere()) {
        // An interrupt closes a channel in the middle of a write.
        try (FileChannel again = FileChannel.open(written, StandardOpenOption.WRITE)) {
          again.truncate(size);
        }
      }
    } catch (IOException again) {
      failure.addSuppressed(again);
      close(); // the next line goes to a new file, and not behind half of this one
    }
  }

  @Override
  public void close() {
    FileChannel file = channel;
    channel = null;
    if (file != null) {
      try {
        file.close();
      } catch (IOException unimportant) {
        // Every line in it was written whole.
      }
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
