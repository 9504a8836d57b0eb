package dev.steno.agent.wire;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says which HTTP requests are model calls: from method, host and path, before any byte of a body
 * is touched. Immutable. Made on the start path: no lambda, no regular expression.
 */
public final class Recognition {
  /** What is known of a request before its body. */
  public enum Verdict {
    /** No model call: nothing of it is looked at. */
    NO,
    /** A model call. */
    YES,
    /** A model call if its body has the shape of one ({@link JsonShape}). */
    IF_SHAPED,
    /** The user switched the server off. */
    EXCLUDED
  }

  private final HostPattern[] include;
  private final HostPattern[] exclude;

  /**
   * Recognises what is known, and what the user adds.
   *
   * @param include patterns of servers whose every POST is a model call: see {@link HostPattern}
   * @param exclude patterns of servers that are left alone; they win
   */
  public Recognition(List<String> include, List<String> exclude) {
    this.include = patterns(include);
    this.exclude = patterns(exclude);
  }

  private static HostPattern[] patterns(List<String> patterns) {
    HostPattern[] made = new HostPattern[patterns.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = HostPattern.of(patterns.get(i));
    }
    return made;
  }

  /** What is known of a request that a client of models makes; the host may not be known. */
  public Verdict ofSdk(String method, @Nullable String host, @Nullable Integer port, String path) {
    if (!"POST".equals(method) || Endpoint.of(path) == null) {
      return Verdict.NO;
    }
    return isAny(exclude, host, port, path) ? Verdict.EXCLUDED : Verdict.YES;
  }

  /** What is known of a request that a client of anything makes. */
  public Verdict ofHttp(String method, @Nullable String host, @Nullable Integer port, String path) {
    if (!"POST".equals(method)) {
      return Verdict.NO;
    }
    Endpoint endpoint = Endpoint.of(path);
    if (include.length > 0 && isAny(include, host, port, path)) {
      return isAny(exclude, host, port, path) ? Verdict.EXCLUDED : Verdict.YES;
    }
    if (endpoint == null) {
      return Verdict.NO;
    }
    if (isAny(exclude, host, port, path)) {
      return Verdict.EXCLUDED;
    }
    return endpoint.isDistinct(path) || Providers.knows(host) ? Verdict.YES : Verdict.IF_SHAPED;
  }

  /** Whether the user switched that server off. */
  public boolean excludes(@Nullable String host, @Nullable Integer port, String path) {
    return isAny(exclude, host, port, path);
  }

  /** Whether a request to that path is a model call even if nobody sees its body. */
  public static boolean isLikely(String path) {
    Endpoint endpoint = Endpoint.of(path);
    return endpoint != null && endpoint.isLikely();
  }

  private static boolean isAny(
      HostPattern[] patterns, @Nullable String host, @Nullable Integer port, String path) {
    if (patterns.length == 0 || host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    for (HostPattern pattern : patterns) {
      if (pattern.fits(name, port, path)) {
        return true;
      }
    }
    return false;
  }
}
