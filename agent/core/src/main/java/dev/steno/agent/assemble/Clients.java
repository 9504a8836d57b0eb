package dev.steno.agent.assemble;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client says of itself: what it is, and the language that it prefers. */
final class Clients {
  private static final int MOST_USER_AGENT = 512;
  private static final int MOST_TAG = 35;

  /** Programs that look at pages, or fetch them, with nobody in front. */
  private static final String[] BOT = {
    "bot/",
    "bot;",
    "bot ",
    "bot)",
    "-bot",
    "crawl",
    "spider",
    "slurp",
    "headless",
    "facebookexternalhit",
    "curl/",
    "wget/",
    "python-requests",
    "python-urllib",
    "python-httpx",
    "go-http-client",
    "java/",
    "java-http-client",
    "apache-httpclient",
    "postmanruntime",
    "node-fetch",
    "axios/",
    "monitor"
  };

  private static final String[] TABLET = {"ipad", "tablet", "kindle", "silk/", "playbook"};
  private static final String[] MOBILE = {
    "mobi", "iphone", "ipod", "windows phone", "opera mini", "blackberry"
  };
  private static final String[] DESKTOP = {
    "windows nt", "macintosh", "x11;", "cros ", "linux x86_64"
  };

  private Clients() {}

  /** As much of a user agent as is kept. */
  static @Nullable String userAgent(@Nullable String text) {
    return text == null ? null : Given.cut(text.strip(), MOST_USER_AGENT);
  }

  /**
   * {@code mobile}, {@code tablet}, {@code desktop} or {@code bot}; null when it cannot be told.
   */
  static @Nullable String device(@Nullable String userAgent) {
    if (userAgent == null || userAgent.isBlank()) {
      return null;
    }
    String text = userAgent.toLowerCase(Locale.ROOT).concat(" ");
    if (hasAny(text, BOT)) {
      return "bot";
    }
    boolean android = text.contains("android") && !text.contains("windows");
    boolean mobile = hasAny(text, MOBILE);
    // Desktops with a pen say that they are a Tablet PC.
    if ((hasAny(text, TABLET) && !text.contains("windows nt")) || (android && !mobile)) {
      return "tablet";
    }
    if (mobile) {
      return "mobile";
    }
    return hasAny(text, DESKTOP) ? "desktop" : null;
  }

  private static boolean hasAny(String text, String[] tokens) {
    for (String token : tokens) {
      if (text.contains(token)) {
        return true;
      }
    }
    return false;
  }

  /** The first language with the most weight in {@code Accept-Language}, as a tag; or null. */
  static @Nullable String language(@Nullable String accepted) {
    String best = null;
    double most = 0;
    for (String one : accepted == null ? new String[0] : accepted.split(",", -1)) {
      String[] parts = one.split(";", -1);
      double weight = parts.length == 1 ? 1 : weight(parts);
      String tag = weight > most ? tag(parts[0].strip()) : null;
      if (tag != null) {
        best = tag;
        most = weight;
      }
    }
    return best;
  }

  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
        try {
          double weight = Double.parseDouble(parameter.substring(2).strip());
          return weight <= 1 ? weight : 0;
        } catch (NumberFormatException none) {
          return 0;
        }
      }
    }
    return 1;
  }

  private static @Nullable String tag(String text) {
    if (text.isEmpty() || text.length() > MOST_TAG) {
      return null;
    }
    String tag = Locale.forLanguageTag(text).toLanguageTag();
    return tag.equalsIgnoreCase(text) && !tag.equals("und") ? tag : null;
  }
}
