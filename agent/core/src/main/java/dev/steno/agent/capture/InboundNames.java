package dev.steno.agent.capture;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells names of users from what applications have in their place, and cuts paths. */
public final class InboundNames {
  private static final Set<String> NOBODY =
      Set.of("anonymous", "anonymoususer", "<anonymous>", "unauthenticated");

  private static final int LONGEST = 256;

  private static final Pattern SIGNED_TOKEN =
      Pattern.compile("ey[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*(\\.[\\w-]*){0,2}");

  /** What an object prints that has no name: its class with its hash, or all its fields. */
  private static final Pattern PRINTED_OBJECT =
      Pattern.compile(
          "([a-z_]\\w*\\.)+[A-Z][\\w$]*@[0-9a-f]{1,8}|[\\w$.]+ ?[(\\[{].*=.*[)\\]}]",
          Pattern.DOTALL);

  private InboundNames() {}

  /** Whether the name that the application's security has for who speaks is one. */
  public static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST
        && !NOBODY.contains(name.toLowerCase(Locale.ROOT))
        && !SIGNED_TOKEN.matcher(name).matches()
        && !PRINTED_OBJECT.matcher(name).matches();
  }

  /** Whether that value of a header shows it: a credential is no name of a user. */
  public static boolean isShownBy(String name, String header) {
    return header.equals(name) || header.endsWith(" " + name);
  }

  /** The path without parameters: one may be the session's id. */
  public static @Nullable String path(@Nullable String path) {
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
