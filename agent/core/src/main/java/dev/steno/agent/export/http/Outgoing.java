package dev.steno.agent.export.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to a destination.
 *
 * @param method {@code GET}, {@code POST}
 * @param path from the base address on, with its slashes: {@code /api/v1/capture-event}
 * @param headers by name, of which the last may hold secrets: nothing of it is ever logged
 * @param contentType the body's media type, or null without one
 * @param body the bytes, or null for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Outgoing(
    String method,
    String path,
    Map<String, String> headers,
    @Nullable String contentType,
    byte @Nullable [] body) {

  /** A POST of JSON. */
  public static Outgoing json(String path, Map<String, String> headers, byte[] body) {
    return new Outgoing("POST", path, headers, "application/json", body);
  }
}
