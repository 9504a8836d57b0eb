package dev.steno.agent.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** An answer that is compressed: held as it is, up to a limit, and read when it has ended. */
final class CompressedAnswer implements Answer {
  private static final int MAX_COMPRESSED = 8 * 1024 * 1024;
  private static final int MAX_INFLATED = 64 * 1024 * 1024;

  private final Answer inner;
  private final boolean gzip;
  private final CallBuilder call;
  private final Bytes compressed = new Bytes(MAX_COMPRESSED);
  private boolean lost;
  private boolean unread;

  CompressedAnswer(Answer inner, boolean gzip, CallBuilder call) {
    this.inner = inner;
    this.gzip = gzip;
    this.call = call;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    if (!lost) {
      compressed.add(bytes, offset, length);
    }
  }

  /** Nothing can be inflated beyond a hole. */
  @Override
  public void missed() {
    lost = true;
  }

  @Override
  public void finish() {
    unread = compressed.full();
    Inflater inflater = new Inflater(!gzip && !hasZlibHeader());
    try (InputStream bytes = new ByteArrayInputStream(compressed.array(), 0, compressed.size());
        InputStream in =
            gzip ? new GZIPInputStream(bytes) : new InflaterInputStream(bytes, inflater)) {
      inflate(in);
    } catch (IOException e) {
      // What came before the break was read, and it says itself whether it was whole.
    } finally {
      inflater.end();
    }
    call.truncated |= unread;
    inner.finish();
  }

  private void inflate(InputStream in) throws IOException {
    byte[] piece = new byte[8 * 1024];
    int total = 0;
    int read = in.read(piece);
    while (read >= 0) {
      inner.feed(piece, 0, read);
      total += read;
      if (total >= MAX_INFLATED) {
        unread = true;
        return;
      }
      read = in.read(piece);
    }
  }

  /** What HTTP calls deflate has a zlib header; some servers leave it out. */
  private boolean hasZlibHeader() {
    if (compressed.size() < 2) {
      return true;
    }
    int first = compressed.array()[0] & 0xFF;
    int second = compressed.array()[1] & 0xFF;
    return (first & 0x0F) == 8 && (first << 8 | second) % 31 == 0;
  }

  @Override
  public boolean whole(boolean ended) {
    return !unread && inner.whole(ended);
  }

  @Override
  public boolean unread() {
    return unread;
  }

  @Override
  public @Nullable String problem() {
    return inner.problem();
  }
}
