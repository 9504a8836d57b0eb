package dev.steno.instrumentation.servlet;

import dev.steno.agent.capture.InboundNames;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is made of what a request says, in both of the API's packages alike. */
final class Speaker {
  /** Where Spring Session keeps the session that was asked for, and what it looks in for it. */
  static final String SPRING_SESSIONS = "org.springframework.session.SessionRepository";

  static final String SPRING_SESSION = SPRING_SESSIONS + ".CURRENT_SESSION";

  /** What comes after a shorter one may be all that tells sessions apart. */
  private static final int SHORTEST_SESSION = 16;

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
    if (name != null && InboundNames.isName(name) && !isCredential(name, headers, header)) {
      scope.tell(Source.PRINCIPAL, Fact.USER_ID, name);
    }
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
        if (value != null && InboundNames.isShownBy(name, value)) {
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

  /** Whether a page with that status was served. */
  static boolean isServed(int status) {
    return status >= 200 && status < 400;
  }
}
