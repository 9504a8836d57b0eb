package dev.steno.agent.export.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a destination answered.
 *
 * @param status the HTTP status
 * @param body the first 64 KiB of its body
 * @param retryAfter what its header {@code Retry-After} says, or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, byte[] body, @Nullable String retryAfter) {
  private static final int MOST_SHOWN = 1024;

  /** Whether it was taken: any 2xx. */
  public boolean isSuccess() {
    return status / 100 == 2;
  }

  /** The same, with stars where it quotes that. */
  Answer without(String secret) {
    String text = new String(body, StandardCharsets.UTF_8).replace(secret, "***");
    return new Answer(status, text.getBytes(StandardCharsets.UTF_8), retryAfter);
  }

  /** The beginning of the body in one line, for a person to read. */
  public String shown() {
    String text = new String(body, 0, Math.min(body.length, MOST_SHOWN), StandardCharsets.UTF_8);
    StringBuilder line = new StringBuilder();
    text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return line.toString().strip();
  }
}
