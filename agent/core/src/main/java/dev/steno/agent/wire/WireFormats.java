package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/** Says which requests are model calls, from method and path alone. */
public final class WireFormats {
  private WireFormats() {}

  /** Whether there is a reader for such a request; {@code path} is without host and query. */
  public static boolean recognizes(@Nullable String method, @Nullable String path) {
    return path != null && "POST".equals(method) && Endpoint.of(path) != null;
  }
}
