package dev.steno.smoke.delivery;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What a program has finished, a line each, in a file that has it when the program is killed.
 *
 * <p>Nothing is buffered: what was handed to the operating system outlives the process.
 */
final class Journal {
  private final OutputStream out;

  Journal(String file) throws IOException {
    out = file == null ? OutputStream.nullOutputStream() : new FileOutputStream(file, true);
  }

  void add(String line) throws IOException {
    out.write(line.concat("\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** What happens now, with the time in microseconds. */
  void mark(String what) throws IOException {
    Instant now = Instant.now();
    add(what + " " + (now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000));
  }
}
