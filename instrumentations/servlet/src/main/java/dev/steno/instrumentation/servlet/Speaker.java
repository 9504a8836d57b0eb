package dev.steno.instrumentation.servlet;

import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is made of what a request says, in both of the API's packages alike. */
final class Speaker {
  /** Where Spring Session keeps the session that was asked for, and what it looks in for it. */
  static final String SPRING_SESSIONS = "org.springframework.session.SessionRepository";

  static final String SPRING_SESSION = SPRING_SESSIONS + ".CURRENT_SESSION";

  private static final Set<String> NOBODY =
      Set.of("anonymous", "anonymoususer", "<anonymous>", "unauthenticated");

  private static final int LONGEST_NAME = 256;

  /** What comes after a shorter one may be all that tells sessions apart. */
  private static final int SHORTEST_SESSION = 16;

  private static final Pattern SIGNED_TOKEN =
      Pattern.compile("ey[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*(\\.[\\w-]*){0,2}");

  /** What an object prints that has no name: its class with its hash, or all its fields. */
  private static final Pattern PRINTED_OBJECT =
      Pattern.compile(
          "([a-z_]\\w*\\.)+[A-Z][\\w$]*@[0-9a-f]{1,8}|[\\w$.]+ ?[(\\[{].*=.*[)\\]}]",
          Pattern.DOTALL);

  private Speaker() {}

  /** All of a header's lines, or null without any. */
  static @Nullable String joined(@Nullable Enumeration<String> lines) {
    return lines == null || !lines.hasMoreElements()
        ? null
        : String.join(", ", Collections.list(lines));
  }

  /** Tells the name that the application's security has for who speaks, if it is one. */
  static void tellUser(
      Scope scope,
      @Nullable String name,
      @Nullable Enumeration<String> headers,
      Function<String, @Nullable String> header) {
    if (name != null && isName(name) && !isCredential(name, headers, header)) {
      scope.tell(Source.PRINCIPAL, Fact.USER_ID, name);
    }
  }

  static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST_NAME
        && !NOBODY.contains(name.toLowerCase(Locale.ROOT))
        && !SIGNED_TOKEN.matcher(name).matches()
        && !PRINTED_OBJECT.matcher(name).matches();
  }

  /**
   * Whether that is what the request shows to be let in: some applications know a user by nothing
   * else. The headers' values are compared with it, and not kept.
   */
  private static boolean isCredential(
      String name,
      @Nullable Enumeration<String> headers,
      Function<String, @Nullable String> header) {
    while (headers != null && headers.hasMoreElements()) {
      String next = headers.nextElement();
      if (mayBeCredential(next.toLowerCase(Locale.ROOT))) {
        String value = header.apply(next);
        if (value != null && (value.equals(name) || value.endsWith(" " + name))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean mayBeCredential(String header) {
    return header.endsWith("authorization")
        || header.contains("token")
        || header.contains("key")
        || header.contains("secret");
  }

  /**
   * The session's id without what containers add to it to find the machine that has it, which
   * Jetty's sessions do not know of, and which changes when another machine takes over.
   */
  static String session(String id) {
    int end = id.indexOf('!');
    if (end < SHORTEST_SESSION) {
      end = id.lastIndexOf('.');
    }
    return end < SHORTEST_SESSION ? id : id.substring(0, end);
  }

  /** The path without parameters: one may be the session's id. */
  static @Nullable String path(@Nullable String path) {
    if (path == null || path.indexOf(';') < 0) {
      return path;
    }
    StringBuilder kept = new StringBuilder(path.length());
    boolean keeps = true;
    for (int i = 0; i < path.length(); i++) {
      char next = path.charAt(i);
      keeps = next == '/' || (keeps && next != ';');
      if (keeps) {
        kept.append(next);
      }
    }
    return kept.toString();
  }

  /** Whether a page with that status was served. */
  static boolean isServed(int status) {
    return status >= 200 && status < 400;
  }
}
