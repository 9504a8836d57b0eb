package dev.steno.agent.capture;

import java.io.OutputStream;
import java.util.Arrays;

/** Keeps a bounded copy of what is written to it. */
final class RequestCopy extends OutputStream {
  private static final byte[] EMPTY = {};

  private byte[] bytes = EMPTY;
  private int length;
  private boolean cut;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int count) {
    int part = Math.min(count, AnswerCopy.MOST_COPIED - length);
    cut |= part < count;
    if (part > bytes.length - length) {
      // Libraries mostly write the whole body at once: no more than that is taken for it.
      int doubled = Math.min(bytes.length * 2, AnswerCopy.MOST_COPIED);
      bytes = Arrays.copyOf(bytes, Math.max(length + part, doubled));
    }
    System.arraycopy(from, offset, bytes, length, part);
    length += part;
  }

  /** What was written, in an array that may be longer. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Whether more was written than is kept. */
  boolean isCut() {
    return cut;
  }
}
