package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one process in a spool, looked at from outside: what waits in it for whom, and,
 * where the process has ended, the records themselves. For one thread.
 */
public final class LeftBehind implements AutoCloseable {
  /**
   * What waits for a reader.
   *
   * @param records how many
   * @param calls how many calls they count for
   * @param bytes how big they are
   * @param isDamaged whether something after them could not be read
   */
  public record Waiting(long records, long calls, long bytes, boolean isDamaged) {}

  private final Disk disk;
  private final Folder folder;
  private final Map<String, Cursor> cursors = new TreeMap<>();
  private boolean isNewer;

  private LeftBehind(Disk disk, Folder folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** The folders of all processes, by name; those of none are left out. */
  public static List<Path> folders(Path root) throws IOException {
    List<Path> folders = new ArrayList<>();
    try {
      for (Path path : new RealDisk().list(root)) {
        if (Adoption.isOurs(path)) {
          folders.add(path);
        }
      }
    } catch (NoSuchFileException none) {
      return folders;
    }
    folders.sort(null);
    return folders;
  }

  /** Whether that is the folder of one process. */
  public static boolean isOne(Path folder) {
    return Adoption.isOurs(folder.toAbsolutePath().normalize());
  }

  /** Takes it from an ended process; null while it is somebody's. */
  public static @Nullable LeftBehind take(Path folder) throws IOException {
    Disk disk = new RealDisk();
    Folder taken = Folder.take(disk, folder.toAbsolutePath().normalize());
    if (taken == null) {
      return null;
    }
    LeftBehind left = new LeftBehind(disk, taken);
    try {
      left.open();
      return left;
    } catch (IOException | RuntimeException failure) {
      left.release();
      throw failure;
    }
  }

  private void open() throws IOException {
    for (Path path : disk.list(folder.path())) {
      String name = String.valueOf(path.getFileName());
      if (name.endsWith(Cursor.SUFFIX)) {
        cursors.put(
            name.substring(0, name.length() - Cursor.SUFFIX.length()), Cursor.open(disk, path));
      }
    }
  }

  /** Who has a place in it, by name. */
  public List<String> readers() {
    return List.copyOf(cursors.keySet());
  }

  /** The records that wait for a reader, in order; not to be used after this is closed. */
  public Records records(String reader) throws IOException {
    Cursor cursor = cursors.get(reader);
    return new Records(cursor == null ? 0 : cursor.done());
  }

  /** Says that a reader is done with all up to that record. */
  public void done(String reader, long seq) throws IOException {
    Cursor cursor = cursors.get(reader);
    if (cursor != null) {
      cursor.moveTo(seq);
    }
  }

  /** What waits, by reader; of a process that runs it may be more, or less, a moment later. */
  public static Map<String, Waiting> waiting(Path folder) throws IOException {
    Disk disk = new RealDisk();
    Map<String, Waiting> waiting = new TreeMap<>();
    for (Path path : disk.list(folder)) {
      String name = String.valueOf(path.getFileName());
      if (name.endsWith(Cursor.SUFFIX)) {
        Cursor cursor = Cursor.open(disk, path);
        cursor.close();
        waiting.put(
            name.substring(0, name.length() - Cursor.SUFFIX.length()),
            count(disk, folder, cursor.done()));
      }
    }
    return waiting;
  }

  private static Waiting count(Disk disk, Path folder, long done) throws IOException {
    long records = 0;
    long calls = 0;
    long bytes = 0;
    Walk walk = new Walk(disk, folder, done);
    for (SpoolRecord record = walk.next(); record != null; record = walk.next()) {
      records++;
      calls += record.calls();
      bytes += record.payload().length;
    }
    return new Waiting(records, calls, bytes, walk.isDamaged);
  }

  /** The records of a folder after one, in order. */
  public final class Records {
    private final Walk walk;

    private Records(long done) throws IOException {
      walk = new Walk(disk, folder.path(), done);
    }

    /** The next one that can be read, or null. */
    public @Nullable SpoolRecord next() throws IOException {
      SpoolRecord record = walk.next();
      isNewer |= walk.isNewer;
      return record;
    }

    /** Whether something could not be read. */
    public boolean isDamaged() {
      return walk.isDamaged;
    }
  }

  private static final class Walk {
    private final Disk disk;
    private final List<Path> segments = new ArrayList<>();
    private final long done;
    private Disk.@Nullable Open file;
    private @Nullable RecordReader reader;
    private boolean isNewer;
    private boolean isDamaged;

    Walk(Disk disk, Path folder, long done) throws IOException {
      this.disk = disk;
      this.done = done;
      for (Path path : disk.list(folder)) {
        if (Segment.first(path) >= 0) {
          segments.add(path);
        }
      }
      segments.sort(Comparator.comparingLong(Segment::first));
      while (segments.size() > 1 && Segment.first(segments.get(1)) <= done + 1) {
        segments.remove(0);
      }
    }

    @Nullable SpoolRecord next() throws IOException {
      while (true) {
        RecordReader current = reader;
        if (current == null) {
          if (segments.isEmpty()) {
            return null;
          }
          open(segments.remove(0));
          continue;
        }
        SpoolRecord record = current.next();
        if (record == null) {
          isDamaged |= current.rest() == RecordReader.Rest.CORRUPT;
          close();
        } else if (record.seq() > done) {
          return record;
        }
      }
    }

    private void open(Path path) throws IOException {
      long first = Segment.first(path);
      Disk.Open opened;
      try {
        opened = disk.open(path);
      } catch (NoSuchFileException delivered) {
        return;
      }
      file = opened;
      ByteBuffer head = ByteBuffer.allocate(Format.SEGMENT_HEAD);
      while (head.hasRemaining() && opened.read(head, head.position()) > 0) {
        // The rest.
      }
      switch (Format.head(head.flip(), first)) {
        case OURS -> reader = new RecordReader(opened, Format.SEGMENT_HEAD, opened.size(), first);
        case NEWER -> {
          isNewer = true;
          close();
        }
        case BAD -> {
          isDamaged |= opened.size() > Format.SEGMENT_HEAD;
          close();
        }
      }
    }

    private void close() throws IOException {
      Disk.Open open = file;
      file = null;
      reader = null;
      if (open != null) {
        open.close();
      }
    }
  }

  private void release() {
    cursors.values().forEach(Cursor::close);
    folder.release();
  }

  /** Lets go of it; it stays. */
  @Override
  public void close() {
    release();
  }

  /**
   * Lets go of it, and deletes it when nobody waits for anything in it.
   *
   * @return whether it stays
   */
  public boolean end(LongSupplier nanoTime) throws IOException {
    cursors.values().forEach(Cursor::close);
    if (isNewer) {
      folder.release();
      return true;
    }
    Path root = folder.path().getParent();
    Room room = new Room(disk, root == null ? folder.path() : root, Long.MAX_VALUE, nanoTime);
    return Adopted.open(disk, folder, List.of(), Losses.UNTOLD, room).end();
  }
}
