package dev.steno.agent.config;

import dev.steno.agent.config.Speakers.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads who speaks, and where that is read.
 *
 * <p>On the start path: no lambda, no regular expression.
 */
final class SpeakersReader {
  /** Parts of the names of headers that hold credentials. */
  private static final String[] CREDENTIALS = {
    "auth-",
    "authoriz",
    "authent",
    "cookie",
    "token",
    "secret",
    "passw",
    "passphrase",
    "credential",
    "key",
    "jwt",
    "bearer",
    "assertion",
    "signature",
    "oidc-data",
    "csrf",
    "xsrf",
  };

  private static final String IN_NAMES = "-_.!#$%&'*+^`|~";

  private final Map<String, String> values;
  private final List<String> problems;

  /** {@code values} by key; what is wrong with them is added to {@code problems}. */
  SpeakersReader(Map<String, String> values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  Speakers read() {
    return new Speakers(
        userFrom(),
        new Names(
            headers(Option.USER_HEADER),
            headers(Option.SESSION_HEADER),
            headers(Option.CONVERSATION_HEADER)),
        headers(Option.DEVICE_HEADER),
        new Names(list(Option.MDC_USER), list(Option.MDC_SESSION), list(Option.MDC_CONVERSATION)),
        new Names(
            list(Option.BAGGAGE_USER),
            list(Option.BAGGAGE_SESSION),
            list(Option.BAGGAGE_CONVERSATION)),
        trustedProxies(),
        engagementPaths());
  }

  private List<String> list(Option option) {
    List<String> parts = Settings.split(ConfigReader.value(option, values));
    return parts.size() == 1 && "none".equals(parts.get(0)) ? new ArrayList<>(0) : parts;
  }

  private List<String> userFrom() {
    List<String> chosen = new ArrayList<>();
    for (String source : list(Option.USER_FROM)) {
      String name = source.toLowerCase(Locale.ROOT);
      if (!Speakers.SOURCES.contains(name)) {
        ignored(
            Option.USER_FROM, source, "none of ".concat(String.join(", ", Speakers.SOURCES)), "");
      } else if (!chosen.contains(name)) {
        chosen.add(name);
      }
    }
    if (chosen.isEmpty()) {
      problems.add(
          "steno.user.from names no source there is; using " + Option.USER_FROM.fallback());
      chosen.addAll(Speakers.SOURCES);
    }
    return chosen;
  }

  private List<String> headers(Option option) {
    List<String> names = new ArrayList<>(0);
    for (String name : list(option)) {
      if (!isName(name)) {
        ignored(option, name, "no name of a header", ": write it as X-User-Id");
      } else if (holdsCredentials(name)) {
        ignored(option, name, "a header that holds credentials", ", and those are never read");
      } else {
        names.add(name);
      }
    }
    return names;
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (letter >= 128 || (!Character.isLetterOrDigit(letter) && IN_NAMES.indexOf(letter) < 0)) {
        return false;
      }
    }
    return true;
  }

  static boolean holdsCredentials(String header) {
    String name = header.toLowerCase(Locale.ROOT).replace('_', '-').concat("-");
    for (String part : CREDENTIALS) {
      if (name.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private List<AddressRange> trustedProxies() {
    List<AddressRange> ranges = new ArrayList<>();
    for (String text : list(Option.TRUSTED_PROXIES)) {
      AddressRange range = AddressRange.parse(text);
      if (text.equals("private")) {
        ranges.addAll(AddressRange.ofPrivate());
      } else if (range != null) {
        ranges.add(range);
      } else {
        ignored(
            Option.TRUSTED_PROXIES,
            text,
            "no address",
            ": write 203.0.113.7, 10.0.0.0/8, 2001:db8::/32, private, or none alone");
      }
    }
    return ranges;
  }

  private List<String> engagementPaths() {
    List<String> paths = new ArrayList<>(0);
    for (String path : list(Option.ENGAGEMENT_PATHS)) {
      if (path.startsWith("/") || path.startsWith("*")) {
        paths.add(path);
      } else {
        ignored(Option.ENGAGEMENT_PATHS, path, "no path", ": write it as /widget/**");
      }
    }
    return paths;
  }

  private void ignored(Option option, String what, String is, String instead) {
    problems.add(
        option.key()
            + " names '"
            + Settings.brief(what)
            + "', which is "
            + is
            + instead
            + ": ignored");
  }
}
