package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of records; open as long as somebody may read it, also when it is deleted meanwhile. */
final class Segment {
  static final String SUFFIX = ".seg";

  private final Path path;
  private final Object key;
  private final Disk.Open file;
  private final long first;
  private long end;
  private long next;
  private volatile boolean deleted;

  private Segment(Path path, Object key, Disk.Open file, long first) {
    this.path = path;
    this.key = key;
    this.file = file;
    this.first = first;
    this.end = Format.SEGMENT_HEAD;
    this.next = first;
  }

  /** Makes the file, with nothing but its head in it. */
  static Segment create(Disk disk, Path folder, long first) throws IOException {
    Path path = path(folder, first);
    Disk.Open file = disk.create(path);
    try {
      file.writeFully(Format.segmentHead(first), 0);
      return new Segment(path, disk.key(path), file, first);
    } catch (Throwable failure) {
      try {
        file.close();
        disk.delete(path);
      } catch (IOException stays) {
        failure.addSuppressed(stays);
      }
      throw failure;
    }
  }

  static Path path(Path folder, long first) {
    return folder.resolve(Folder.hex(first).concat(SUFFIX));
  }

  /** The number of the first record of a segment with that name; -1 when it is no such name. */
  static long first(Path path) {
    String name = String.valueOf(path.getFileName());
    if (name.length() != Long.BYTES * 2 + SUFFIX.length() || !name.endsWith(SUFFIX)) {
      return -1;
    }
    try {
      return Long.parseLong(name.substring(0, Long.BYTES * 2), 16);
    } catch (NumberFormatException notOurs) {
      return -1;
    }
  }

  Path path() {
    return path;
  }

  Disk.Open file() {
    return file;
  }

  /** The number of its first record. */
  long first() {
    return first;
  }

  /** How many of its bytes count. */
  long end() {
    return end;
  }

  /** The number of the record after its last one. */
  long next() {
    return next;
  }

  /** So much was written behind what it holds. */
  void grew(int bytes, int records) {
    end += bytes;
    next += records;
  }

  /** Whether the file at its path is still the one that is written to. */
  boolean isThere(Disk disk) throws IOException {
    try {
      return key.equals(disk.key(path));
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** Deletes it; whether this call did. */
  boolean delete(Disk disk) throws IOException {
    if (deleted) {
      return false;
    }
    disk.delete(path);
    deleted = true;
    return true;
  }

  void close() {
    try {
      file.close();
    } catch (IOException unimportant) {
      // What counts of it was written.
    }
  }
}
