package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The file that says up to which record a reader is done: two slots (number 8, checksum 4, nothing
 * 4), written in turn, so that a torn one leaves the other. Safe for use by several threads.
 */
final class Cursor {
  static final String SUFFIX = ".cursor";

  private static final int SLOT = 16;

  private final Disk.Open file;
  private long done;
  private int nextSlot;

  private Cursor(Disk.Open file, long done, int nextSlot) {
    this.file = file;
    this.done = done;
    this.nextSlot = nextSlot;
  }

  static Cursor create(Disk disk, Path path, long done) throws IOException {
    Disk.Open file = disk.create(path);
    Cursor cursor = new Cursor(file, done, 0);
    try {
      cursor.write(done);
    } catch (IOException failure) {
      cursor.close();
      throw failure;
    }
    return cursor;
  }

  /** One of which neither slot can be read says that nothing is done: better twice than never. */
  static Cursor open(Disk disk, Path path) throws IOException {
    Disk.Open file = disk.open(path);
    try {
      byte[] bytes = new byte[2 * SLOT];
      file.readFully(ByteBuffer.wrap(bytes), 0);
      long first = slot(bytes, 0);
      long second = slot(bytes, SLOT);
      return new Cursor(
          file, Math.max(0, Math.max(first, second)), first >= second && first >= 0 ? 1 : 0);
    } catch (IOException failure) {
      file.close();
      throw failure;
    }
  }

  /** What a slot says, or -1. */
  private static long slot(byte[] slots, int at) {
    ByteBuffer slot = ByteBuffer.wrap(slots, at, SLOT);
    long done = slot.getLong();
    return slot.getInt() == Format.checksum(slots, at, Long.BYTES) ? done : -1;
  }

  /** The number of the last record that is done with, as the file has it. */
  synchronized long done() {
    return done;
  }

  /** Says that all up to that record are done with; never goes back. */
  synchronized void moveTo(long nowDone) throws IOException {
    if (nowDone > done) {
      write(nowDone);
      done = nowDone;
    }
  }

  private void write(long value) throws IOException {
    byte[] bytes = new byte[SLOT];
    ByteBuffer slot = ByteBuffer.wrap(bytes).putLong(value);
    slot.putInt(Format.checksum(bytes, 0, Long.BYTES)).rewind();
    file.writeFully(slot, (long) nextSlot * SLOT);
    nextSlot = 1 - nextSlot;
  }

  void close() {
    try {
      file.close();
    } catch (IOException unimportant) {
      // All of it was written.
    }
  }
}
