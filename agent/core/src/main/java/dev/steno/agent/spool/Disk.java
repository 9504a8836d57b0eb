package dev.steno.agent.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The operations on files that a spool is made of; in tests, ones that fail. */
interface Disk {
  /** An open file, read and written at positions, by several threads. */
  interface Open extends Closeable {
    /** Reads some bytes; -1 at the end. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Writes some of the bytes. */
    int write(ByteBuffer from, long position) throws IOException;

    /** Writes all of the bytes. */
    default void writeFully(ByteBuffer from, long position) throws IOException {
      long at = position;
      while (from.hasRemaining()) {
        int written = write(from, at);
        if (written <= 0) {
          throw new IOException("nothing was written");
        }
        at += written;
      }
    }

    /** Reads as many bytes as there is room for, or the file has; the buffer is to be read then. */
    default ByteBuffer readFully(ByteBuffer into, long position) throws IOException {
      int start = into.position();
      while (into.hasRemaining() && read(into, position + into.position() - start) > 0) {
        // The rest.
      }
      return into.limit(into.position()).position(start);
    }

    void truncate(long size) throws IOException;

    /** What was written is on the device. */
    void force() throws IOException;

    long size() throws IOException;

    /** Whether it is this process's from now on, until it is closed. */
    boolean lock() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Makes a folder that did not exist, for the owner alone. */
  void createFolder(Path folder) throws IOException;

  /** Makes a file that did not exist, for the owner alone. */
  Open create(Path file) throws IOException;

  /** Opens a file that exists. */
  Open open(Path file) throws IOException;

  /** Deletes a file or an empty folder, if it exists. */
  void delete(Path path) throws IOException;

  List<Path> list(Path folder) throws IOException;

  long size(Path file) throws IOException;

  /** What tells the file at that path from any other; fails when there is none. */
  Object key(Path path) throws IOException;

  /** Bytes that can be written to the store of that path. */
  long free(Path path) throws IOException;

  /** Bytes that the store of that path holds, free or not. */
  long capacity(Path path) throws IOException;
}
