package dev.steno.instrumentation.springwebflux;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Tells names of users from what applications have in their place, and cuts paths. */
final class Names {
  private static final Set<String> NOBODY =
      Set.of("anonymous", "anonymoususer", "<anonymous>", "unauthenticated");

  private static final int LONGEST = 256;

  private static final List<String> CREDENTIALS =
      List.of(
          "Authorization",
          "Proxy-Authorization",
          "X-Api-Key",
          "Api-Key",
          "X-Auth-Token",
          "X-Access-Token");

  private static final Pattern SIGNED_TOKEN =
      Pattern.compile("ey[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*(\\.[\\w-]*){0,2}");

  /** What an object prints that has no name: its class with its hash, or all its fields. */
  private static final Pattern PRINTED_OBJECT =
      Pattern.compile(
          "([a-z_]\\w*\\.)+[A-Z][\\w$]*@[0-9a-f]{1,8}|[\\w$.]+ ?[(\\[{].*=.*[)\\]}]",
          Pattern.DOTALL);

  private Names() {}

  static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST
        && !NOBODY.contains(name.toLowerCase(Locale.ROOT))
        && !SIGNED_TOKEN.matcher(name).matches()
        && !PRINTED_OBJECT.matcher(name).matches();
  }

  /** Whether that is what the request shows to be let in; it is compared, and not kept. */
  static boolean isCredential(String name, HttpHeaders headers) {
    for (String header : CREDENTIALS) {
      String value = headers.getFirst(header);
      if (value != null && (value.equals(name) || value.endsWith(" " + name))) {
        return true;
      }
    }
    return false;
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
}
