package dev.steno.agent.capture;

import dev.steno.agent.spi.Tap;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that tells a tap what the application reads of it: every call goes to the library's stream
 * first, with the application's own arguments, and never more is read than was asked for.
 *
 * <p>Used as a hidden class only: see {@link dev.steno.agent.spi.Unseen}. The tap contains its own
 * failures.
 */
final class TapInputStream extends InputStream {
  private final InputStream in;
  private final Tap tap;

  @SuppressWarnings("UnusedVariable") // holds what the application must not lose before this stream
  private final Object owner;

  TapInputStream(InputStream in, Tap tap, Object owner) {
    this.in = in;
    this.tap = tap;
    this.owner = owner;
  }

  @Override
  public int read() throws IOException {
    int read;
    try {
      read = in.read();
    } catch (Throwable thrown) {
      tap.failed(thrown);
      throw thrown;
    }
    tap.single(read);
    return read;
  }

  @Override
  public int read(byte[] buffer) throws IOException {
    int read;
    try {
      read = in.read(buffer);
    } catch (Throwable thrown) {
      tap.failed(thrown);
      throw thrown;
    }
    return told(buffer, 0, read, read < 0);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(buffer, offset, length);
    } catch (Throwable thrown) {
      tap.failed(thrown);
      throw thrown;
    }
    return told(buffer, offset, read, read < 0);
  }

  @Override
  public byte[] readAllBytes() throws IOException {
    byte[] bytes;
    try {
      bytes = in.readAllBytes();
    } catch (Throwable thrown) {
      tap.failed(thrown);
      throw thrown;
    }
    told(bytes, 0, bytes.length, true);
    return bytes;
  }

  @Override
  public byte[] readNBytes(int length) throws IOException {
    byte[] bytes;
    try {
      bytes = in.readNBytes(length);
    } catch (Throwable thrown) {
      tap.failed(thrown);
      throw thrown;
    }
    told(bytes, 0, bytes.length, bytes.length < length);
    return bytes;
  }

  @Override
  public int readNBytes(byte[] buffer, int offset, int length) throws IOException {
    int read;
    try {
      read = in.readNBytes(buffer, offset, length);
    } catch (Throwable thrown) {
      tap.failed(thrown);
      throw thrown;
    }
    return told(buffer, offset, read, read < length);
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    tap.skipped(skipped);
    return skipped;
  }

  @Override
  public void skipNBytes(long count) throws IOException {
    in.skipNBytes(count);
    tap.skipped(count);
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public boolean markSupported() {
    return in.markSupported();
  }

  @Override
  public synchronized void mark(int limit) {
    in.mark(limit);
    tap.marked();
  }

  @Override
  public synchronized void reset() throws IOException {
    in.reset();
    tap.reset();
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } finally {
      tap.closed();
    }
  }

  private int told(byte[] buffer, int offset, int read, boolean end) {
    if (read > 0) {
      tap.bytes(buffer, offset, read);
    }
    if (end) {
      tap.end();
    }
    return read;
  }
}
