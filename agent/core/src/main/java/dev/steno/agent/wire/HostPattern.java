package dev.steno.agent.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A server as the user names it: {@code gateway.corp}, {@code *.corp:8080}, {@code gw/llm/*}.
 *
 * @param host the host's name, in which {@code *} stands for anything
 * @param port the port, or null for every port
 * @param path the path, in which {@code *} stands for anything, or null for every path
 */
record HostPattern(String host, @Nullable Integer port, @Nullable String path) {
  /** Reads a pattern; one that makes no sense fits nothing. */
  static HostPattern of(String pattern) {
    int slash = pattern.indexOf('/');
    String server = slash < 0 ? pattern : pattern.substring(0, slash);
    int colon = server.lastIndexOf(':');
    boolean hasPort = colon >= 0 && server.indexOf(']', colon) < 0;
    return new HostPattern(
        (hasPort ? server.substring(0, colon) : server).toLowerCase(Locale.ROOT),
        hasPort ? port(server.substring(colon + 1)) : null,
        slash < 0 ? null : pattern.substring(slash));
  }

  private static Integer port(String digits) {
    try {
      return Integer.valueOf(digits);
    } catch (NumberFormatException none) {
      return -1;
    }
  }

  boolean fits(String name, @Nullable Integer itsPort, String itsPath) {
    return (port == null || port.equals(itsPort))
        && fits(host, name)
        && (path == null || fits(path, itsPath));
  }

  /** Whether a text fits a pattern in which {@code *} stands for anything. */
  private static boolean fits(String pattern, String text) {
    int at = 0;
    int in = 0;
    int star = -1;
    int again = 0;
    while (in < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        again = in;
      } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++again;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
