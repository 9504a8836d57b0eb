package dev.steno.smoke.contract;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A request's body, which counts how often it is taken. */
public final class Content {
  private final byte[] bytes;
  private final boolean once;
  private final AtomicInteger taken = new AtomicInteger();

  Content(String text, boolean once) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
    this.once = once;
  }

  /**
   * The bytes, to be taken when the client asks for them: in the method that writes the body, or
   * that subscribes to it.
   */
  public byte[] take() {
    if (taken.incrementAndGet() > 1 && once) {
      throw new IllegalStateException("a body that can be taken once was taken again");
    }
    return bytes.clone();
  }

  /** Whether the driver must give the client a body that can be written only once. */
  public boolean once() {
    return once;
  }

  /** How many bytes there are. */
  public int length() {
    return bytes.length;
  }

  /** How often it was taken. */
  public int taken() {
    return taken.get();
  }

  Content asOnce() {
    return new Content(new String(bytes, StandardCharsets.UTF_8), true);
  }
}
