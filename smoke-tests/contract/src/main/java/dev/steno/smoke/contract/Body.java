package dev.steno.smoke.contract;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** An answer that is read as it comes. */
public interface Body extends AutoCloseable {
  /** Its status. */
  int status();

  /** The next piece, however large the client makes it, or null at the end. */
  byte[] next() throws Exception;

  /** The answer as the client gives it, for {@link Ability#INPUT_STREAM}. */
  default InputStream stream() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Cancels the call, for {@link Ability#CANCEL}, in the way that the client has for that. */
  default void cancel() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** What else the application can see by now: the classes of the client's objects, … */
  default Map<String, ?> facts() {
    return Map.of();
  }

  /** The application wants no more of it. */
  @Override
  void close() throws IOException;
}
