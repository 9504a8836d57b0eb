package dev.steno.agent.capture;

import dev.steno.agent.spi.Tap;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream that a request's body is written to, which tells a tap what the library's stream took.
 *
 * <p>Used as a hidden class only: see {@link dev.steno.agent.spi.Unseen}. The tap contains its own
 * failures.
 */
final class TapOutputStream extends OutputStream {
  private final OutputStream out;
  private final Tap tap;

  TapOutputStream(OutputStream out, Tap tap) {
    this.out = out;
    this.tap = tap;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    tap.requestBytes(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
    tap.requestBytes(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    tap.requestBytes(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
    tap.requestEnd();
  }
}
