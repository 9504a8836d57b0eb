package dev.steno.agent.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an HTTP exchange when it begins. Holds no header, no query and no credentials.
 *
 * @param id the id that the call gets, a UUID
 * @param parentId the id of the call that this one was made in, or null
 * @param path the path, without host and query, with or without the base URL's prefix: {@code
 *     /v1/chat/completions}, {@code /chat/completions}
 * @param host the host that is called, or null when the layer that saw the call does not know it
 * @param port its port, or null
 * @param startedAt wall clock at the begin
 * @param instrumentation the name of the instrumentation that saw it
 * @param certain whether it is known to be a model call; else its whole request has to say so
 * @param provider who provides the model, when the exchange is told by a library's objects in the
 *     shape of OpenAI's API and went over no wire; null for bytes off a wire
 */
public record Exchange(
    String id,
    @Nullable String parentId,
    String path,
    @Nullable String host,
    @Nullable Integer port,
    Instant startedAt,
    String instrumentation,
    boolean certain,
    @Nullable String provider) {

  /** Of bytes off a wire. */
  public Exchange(
      String id,
      @Nullable String parentId,
      String path,
      @Nullable String host,
      @Nullable Integer port,
      Instant startedAt,
      String instrumentation,
      boolean certain) {
    this(id, parentId, path, host, port, startedAt, instrumentation, certain, null);
  }

  /** Whether it is told by a library's objects, and went over no wire. */
  boolean told() {
    return provider != null;
  }
}
