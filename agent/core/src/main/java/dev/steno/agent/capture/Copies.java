package dev.steno.agent.capture;

import java.nio.ByteBuffer;

/** Tells the bytes that remain in a buffer, and leaves the buffer as it is. */
final class Copies {
  /** Takes bytes, and does not keep the array. */
  @FunctionalInterface
  interface Taker {
    void take(byte[] bytes, int offset, int length);
  }

  private Copies() {}

  static void tell(ByteBuffer buffer, Taker taker) {
    int length = buffer.remaining();
    if (buffer.hasArray()) {
      taker.take(buffer.array(), buffer.arrayOffset() + buffer.position(), length);
    } else {
      byte[] bytes = new byte[length];
      buffer.duplicate().get(bytes);
      taker.take(bytes, 0, length);
    }
  }
}
