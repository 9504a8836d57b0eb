package dev.steno.agent.privacy;

import java.util.Base64;

/** Finds tokens by what is around or inside them: after {@code Bearer}, JWTs, keys in PEM, URLs. */
final class TokenFinder implements Finder {
  private static final String LABEL = KeyFinder.LABEL;
  private static final int TOKEN = Chars.WORD | Chars.CODE;
  private static final int SHORTEST_TOKEN = 8;
  private static final int LONG_TOKEN = 24;
  private static final int SHORTEST_JWT_PART = 10;
  private static final int LONGEST_BASIC = 1024;
  private static final int LONGEST_LABEL = 64;
  private static final int LONGEST_USER = 512;
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  @Override
  public void find(String text, Findings found) {
    bearers(text, found);
    basics(text, found);
    jwts(text, found);
    pems(text, found);
    urls(text, found);
  }

  /** Where the word's first letter is, in either case, and the token after it; else -1. */
  private static int token(String text, int rest, char first) {
    boolean isWord =
        rest > 0
            && (text.charAt(rest - 1) | ' ') == first
            && !Chars.is(text, rest - 2, Chars.ALNUM);
    int from = text.indexOf(' ', rest);
    return isWord && Chars.is(text, from + 1, TOKEN) ? from + 1 : -1;
  }

  private static void bearers(String text, Findings found) {
    for (int at = text.indexOf("earer "); at >= 0; at = text.indexOf("earer ", at + 1)) {
      int from = token(text, at, 'b');
      if (from >= 0) {
        int end = Chars.end(text, from, TOKEN);
        boolean isToken = end - from >= SHORTEST_TOKEN && Chars.isCoded(text, from, end);
        if (isToken || end - from >= LONG_TOKEN) {
          found.add(from, end, LABEL);
        }
      }
    }
  }

  private static void basics(String text, Findings found) {
    for (int at = text.indexOf("asic "); at >= 0; at = text.indexOf("asic ", at + 1)) {
      int from = token(text, at, 'b');
      if (from >= 0) {
        int end = Chars.end(text, from, TOKEN);
        if (end - from >= SHORTEST_TOKEN && isUserAndPassword(text, from, end)) {
          found.add(from, end, LABEL);
        }
      }
    }
  }

  /** It is known by its colon: {@code basic knowledge} is none. */
  private static boolean isUserAndPassword(String text, int from, int end) {
    try {
      byte[] bytes =
          Base64.getDecoder().decode(text.substring(from, Math.min(end, from + LONGEST_BASIC)));
      for (byte one : bytes) {
        if (one == ':') {
          return true;
        }
      }
    } catch (IllegalArgumentException noBase64) {
      // Nor are these credentials.
    }
    return false;
  }

  private static void jwts(String text, Findings found) {
    for (int at = text.indexOf("eyJ"); at >= 0; ) {
      int end = Chars.end(text, at, Chars.WORD);
      int next = end;
      if (end - at >= SHORTEST_JWT_PART && Chars.is(text, end + 1, Chars.WORD)) {
        int second = pointed(text, end);
        if (second - end > SHORTEST_JWT_PART) {
          next = second;
          for (int i = 0; i < 3; i++) {
            next = pointed(text, next);
          }
          found.add(at, next, LABEL);
        }
      }
      at = text.indexOf("eyJ", next);
    }
  }

  /** Where the part after a point ends, if there is a point. */
  private static int pointed(String text, int at) {
    return at < text.length() && text.charAt(at) == '.' ? Chars.end(text, at + 1, Chars.WORD) : at;
  }

  private static void pems(String text, Findings found) {
    boolean ends = true;
    for (int at = text.indexOf(BEGIN); at >= 0; ) {
      int label = at + BEGIN.length();
      int dashes = Chars.indexOf(text, DASHES, label, label + LONGEST_LABEL);
      int next = label;
      if (dashes >= 0 && text.substring(label, dashes).contains("PRIVATE KEY")) {
        int body = dashes + DASHES.length();
        int end = ends ? text.indexOf(END, body) : -1;
        ends = end >= 0; // looked for to the end of the text only once
        next = end < 0 ? endOfBody(text, body) : endOfLabel(text, end + END.length());
        found.add(at, next, LABEL);
      }
      at = text.indexOf(BEGIN, next);
    }
  }

  private static int endOfLabel(String text, int from) {
    int dashes = Chars.indexOf(text, DASHES, from, from + LONGEST_LABEL);
    return dashes < 0 ? from : dashes + DASHES.length();
  }

  /** Of one that was cut. */
  private static int endOfBody(String text, int from) {
    int end = from;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (!Chars.is(c, TOKEN) && !Character.isWhitespace(c) && c != '\\') {
        break;
      }
      end++;
    }
    return end;
  }

  private static void urls(String text, Findings found) {
    for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
      int from = at + 3;
      int most = Math.min(text.length(), from + LONGEST_USER);
      int end = from;
      int colon = -1;
      while (end < most && isUser(text.charAt(end))) {
        if (text.charAt(end) == ':' && colon < 0) {
          colon = end;
        }
        end++;
      }
      boolean isUser = end > from && end < most && text.charAt(end) == '@';
      boolean hasPassword = colon >= 0 && colon < end - 1;
      if (isUser && (hasPassword || isToken(text, from, end))) {
        found.add(from, end, LABEL);
      }
    }
  }

  private static boolean isToken(String text, int from, int end) {
    return end - from >= 2 * SHORTEST_TOKEN && Chars.isCoded(text, from, end);
  }

  private static boolean isUser(char c) {
    return c > ' ' && "/@\"'<>`\\?#{}[]".indexOf(c) < 0;
  }
}
