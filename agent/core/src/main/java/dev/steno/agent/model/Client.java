package dev.steno.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * What a user speaks with. Null means "not known".
 *
 * @param ip its address
 * @param userAgent what it calls itself
 * @param device {@code mobile}, {@code tablet}, {@code desktop} or {@code bot}
 * @param language the language that it prefers, as a language tag
 * @param source where it comes from: {@code web}, {@code api}
 * @param path the path of the inbound request, without query
 */
public record Client(
    @Nullable String ip,
    @Nullable String userAgent,
    @Nullable String device,
    @Nullable String language,
    @Nullable String source,
    @Nullable String path) {
  /** Of which nothing is known. */
  public static final Client UNKNOWN = new Client(null, null, null, null, null, null);
}
