package dev.steno.agent.capture;

import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Copies what the application reads of an answer into blocks, and passes those on as they fill. For
 * one thread at a time.
 */
final class AnswerCopy {
  /** What is copied of a body at most; a text of a megabyte is far less than that as a stream. */
  static final int MOST_COPIED = 16 << 20;

  private static final int SMALLEST_BLOCK = 512;
  private static final int LARGEST_BLOCK = 16 << 10;

  private final String id;
  private final Outbox<Item> outbox;
  private byte @Nullable [] block;
  private int filled;
  private int copied;
  private long position;
  private long known;
  private long mark;
  private boolean gap;

  AnswerCopy(String id, Outbox<Item> outbox) {
    this.id = id;
    this.outbox = outbox;
  }

  /** These bytes were read; those that were read before, and gone back to, are known. */
  void read(byte[] buffer, int offset, int length) {
    int again = again(length);
    copy(buffer, null, offset + again, length - again);
  }

  /** The same of those that remain in a buffer, which is left as it is. */
  void read(ByteBuffer buffer) {
    int length = buffer.remaining();
    int again = again(length);
    copy(null, buffer, buffer.position() + again, length - again);
  }

  /** The same of one. */
  void read(byte b) {
    if (again(1) > 0) {
      return;
    }
    if (copied == MOST_COPIED) {
      flush();
      gap = true;
      return;
    }
    copied++;
    roomy(1)[filled++] = b;
  }

  private int again(int length) {
    int again = (int) Math.min(length, known - position);
    position += length;
    known = Math.max(known, position);
    return again;
  }

  /** Of an array, or of a buffer, which may be none of the heap's. */
  private void copy(byte @Nullable [] array, @Nullable ByteBuffer buffer, int offset, int length) {
    int from = offset;
    int left = Math.min(length, MOST_COPIED - copied);
    copied += left;
    boolean tooMuch = left < length;
    while (left > 0) {
      byte[] to = roomy(left);
      int part = Math.min(left, to.length - filled);
      if (array != null) {
        System.arraycopy(array, from, to, filled, part);
      } else if (buffer != null) {
        buffer.get(from, to, filled, part);
      }
      filled += part;
      from += part;
      left -= part;
    }
    if (tooMuch) {
      flush();
      gap = true;
    }
  }

  /** A block with room in it, as large as what came so far, since most answers are small. */
  private byte[] roomy(int wanted) {
    byte[] current = block;
    if (current != null && filled == current.length) {
      flush();
      current = null;
    }
    if (current == null) {
      int size = Math.max(copied - wanted, wanted);
      current = new byte[Math.max(SMALLEST_BLOCK, Math.min(size, LARGEST_BLOCK))];
      block = current;
    }
    return current;
  }

  /** Passes on what there is; whether bytes were lost since the last that were passed on. */
  boolean flush() {
    byte[] full = block;
    if (full != null && filled > 0) {
      gap = !outbox.offer(new Item.Body(id, full, filled, gap));
    }
    block = null;
    filled = 0;
    return gap;
  }

  void skip(long count) {
    position += Math.max(0, count);
    if (position > known) {
      known = position;
      flush();
      gap = true;
    }
  }

  void mark() {
    mark = position;
  }

  void reset() {
    position = mark;
  }
}
