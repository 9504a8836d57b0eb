package dev.steno.agent.capture;

import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps a bounded copy of a request's body, and gives it to its call when it is closed. */
final class RequestCopy extends OutputStream {
  private static final byte[] EMPTY = {};

  private final CallTap call;
  private final @Nullable String contentType;
  private byte[] bytes = EMPTY;
  private int length;
  private boolean cut;

  RequestCopy(CallTap call, @Nullable String contentType) {
    this.call = call;
    this.contentType = contentType;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int count) {
    int part = Math.min(count, CallTap.MOST_COPIED - length);
    cut |= part < count;
    if (part > bytes.length - length) {
      // Libraries mostly write the whole body at once: no more than that is taken for it.
      int doubled = Math.min(bytes.length * 2, CallTap.MOST_COPIED);
      bytes = Arrays.copyOf(bytes, Math.max(length + part, doubled));
    }
    System.arraycopy(from, offset, bytes, length, part);
    length += part;
  }

  @Override
  public void close() {
    call.request(bytes, length, cut, contentType);
    bytes = EMPTY;
    length = 0;
  }
}
