package dev.steno.agent.config;

import java.util.regex.Pattern;

/** Patterns with {@code *} in the configuration, as regular expressions. Not for the start path. */
public final class PathPattern {
  private PathPattern() {}

  /**
   * Of paths: {@code **} is anything, {@code *} anything but a slash, and {@code /folder/**} the
   * folder itself too.
   */
  public static Pattern of(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      if (i > 0 && glob.substring(i).equals("/**")) {
        regex.append("(/.*)?"); // the folder itself too
        break;
      }
      boolean twice = glob.startsWith("**", i);
      if (glob.charAt(i) == '*') {
        regex.append(twice ? ".*" : "[^/]*");
        i += twice ? 1 : 0;
      } else {
        regex.append(Pattern.quote(glob.substring(i, i + 1)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Of names: {@code *} is anything, and capitals are as small letters. */
  public static Pattern ofAny(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  }
}
