package dev.steno.agent.export.file;

import dev.steno.agent.config.Config.FileConfig;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.Fitted;
import dev.steno.agent.model.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends each entry as a line of JSON to a file of this process and day.
 *
 * <p>A line is in the file whole or not at all: what a failed write left of one is cut off again.
 */
public final class FileExporter implements Exporter {
  private final FileConfig config;
  private final int maxLine;
  private final Clock clock;
  private final RecordingFolder folder;

  private @Nullable FileChannel channel;
  private @Nullable Path path;
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
  public int export(List<Entry> entries) throws IOException {
    FileChannel file = file();
    int written = 0;
    try {
      for (Entry entry : entries) {
        byte[] line = Fitted.line(entry, maxLine);
        if (size > 0 && size + line.length + 1 > config.maxSize()) {
          file = open(today());
        }
        append(file, line);
        written++;
      }
    } catch (IOException failure) {
      if (written == 0) {
        throw failure;
      }
      // What failed is the first of the next ones, and is said then.
    }
    return written;
  }

  /** The file to write to now: a new one on a new day, and when somebody took the old one away. */
  private FileChannel file() throws IOException {
    LocalDate today = today();
    FileChannel file = channel;
    if (file != null && file.isOpen() && today.equals(day) && path != null && Files.exists(path)) {
      return file;
    }
    return open(today);
  }

  private FileChannel open(LocalDate today) throws IOException {
    close();
    folder.tidy(clock.instant(), config.keepDays(), config.keepSize());
    Path created = folder.create(today);
    FileChannel file = FileChannel.open(created, RecordingFolder.APPEND);
    channel = file;
    path = created;
    day = today;
    size = 0;
    return file;
  }

  private void append(FileChannel file, byte[] line) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
    bytes.put(line).put((byte) '\n').flip();
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      size += line.length + 1;
    } catch (IOException failure) {
      takeBack(file, failure);
      throw failure;
    }
  }

  private void takeBack(FileChannel file, IOException failure) {
    try {
      file.truncate(size);
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
