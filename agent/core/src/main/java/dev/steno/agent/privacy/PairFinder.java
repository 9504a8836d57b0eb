package dev.steno.agent.privacy;

import dev.steno.agent.privacy.SecretNames.Strength;

/** Finds the values of names that are those of secrets, in texts, code, query strings and JSON. */
final class PairFinder implements Finder {
  private static final int LONGEST_VALUE = 8192;
  private static final int SHORTEST_BY_EQUALS = 3;
  private static final int SHORTEST_BY_COLON = 6;
  private static final String NO_VALUE = ",;&\"'`)]}<>|";

  @Override
  public void find(String text, Findings found) {
    from('=', text, found);
    from(':', text, found);
  }

  private static void from(char sign, String text, Findings found) {
    for (int at = text.indexOf(sign); at >= 0; ) {
      int end = nameEnd(text, at);
      int start = nameStart(text, end);
      Strength strength = SecretNames.of(text, start, end);
      int next = at + 1;
      if (strength != Strength.NONE && !text.startsWith("//", at + 1)) {
        next = Math.max(next, value(text, start, end, at, strength, found));
      }
      at = text.indexOf(sign, next);
    }
  }

  /** Back over blanks, a quote and the escape of one. */
  private static int nameEnd(String text, int sign) {
    int end = sign;
    if (end > 0 && Chars.is(text.charAt(end - 1), Chars.ALNUM)) {
      return end;
    }
    for (int i = 0; i < 4 && end > 0 && " \t\"'`\\:]".indexOf(text.charAt(end - 1)) >= 0; i++) {
      end--;
    }
    return end;
  }

  private static int nameStart(String text, int end) {
    int start = end;
    while (start > 0 && end - start <= SecretNames.LONGEST) {
      char c = text.charAt(start - 1);
      if (!Chars.is(c, Chars.WORD) && c != '.') {
        break;
      }
      start--;
    }
    return start;
  }

  /** Where to go on. */
  private static int value(
      String text, int name, int nameEnd, int sign, Strength strength, Findings found) {
    int from = sign + 1;
    while (from < text.length() && (text.charAt(from) == '=' || text.charAt(from) == '>')) {
      from++;
    }
    int most = Math.min(text.length(), from + LONGEST_VALUE);
    boolean isApart = false;
    while (from < most && Chars.isBlank(text.charAt(from))) {
      from++;
      isApart = true;
    }
    int escape = from;
    while (escape < most && text.charAt(escape) == '\\') {
      escape++;
    }
    char quote = escape < most ? text.charAt(escape) : ' ';
    if (quote == '"' || quote == '\'' || quote == '`') {
      return quoted(text, escape + 1, most, quote, strength, found);
    }
    int end = from;
    while (end < most && isValue(text.charAt(end))) {
      end++;
    }
    if (isHeader(text, name, nameEnd)) {
      end = header(text, from, end, most);
    }
    boolean isGuess = isApart || text.charAt(sign) == ':';
    if (isSecret(text, from, end, strength, isGuess)) {
      found.add(from, end, KeyFinder.LABEL);
    }
    return end;
  }

  private static int quoted(
      String text, int from, int most, char quote, Strength strength, Findings found) {
    int end = from;
    while (end < most && text.charAt(end) != quote && text.charAt(end) != '\n') {
      end++;
    }
    int last = end > from && text.charAt(end - 1) == '\\' ? end - 1 : end;
    if (SecretNames.isSecret(strength, text, from, last)) {
      found.add(from, last, KeyFinder.LABEL);
    }
    return end;
  }

  private static boolean isValue(char c) {
    return c > ' ' && NO_VALUE.indexOf(c) < 0;
  }

  private static boolean isSecret(
      String text, int from, int end, Strength strength, boolean isGuess) {
    int least = isGuess ? SHORTEST_BY_COLON : SHORTEST_BY_EQUALS;
    if (end - from < least || !SecretNames.isSecret(strength, text, from, end)) {
      return false;
    }
    boolean isWord = true;
    boolean isPath = false;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c == '(' || c == '[') {
        return false; // code
      }
      isPath |= c == '.';
      isWord &= Chars.is(c, Chars.UPPER | Chars.LOWER | Chars.JOINER) || c == '.' || c >= 128;
    }
    // A word after a blank or a colon is prose or code: "password: at least", "password = given".
    boolean isName = isPath || SecretNames.of(text, from, end) != Strength.NONE;
    return !isWord || !(isGuess || isName);
  }

  private static boolean isHeader(String text, int name, int end) {
    return end > name
        && (text.regionMatches(true, end - 6, "cookie", 0, 6)
            || text.regionMatches(true, end - 13, "authorization", 0, 13));
  }

  /** A header's value: of credentials the scheme too, of a cookie the whole line. */
  private static int header(String text, int from, int end, int most) {
    boolean isCookie =
        Chars.indexOf(text, "=", from, end) >= 0 && end < most && text.charAt(end) == ';';
    int stop = end;
    if (isCookie) {
      while (stop < most && "\r\n\"'<>".indexOf(text.charAt(stop)) < 0) {
        stop++;
      }
      return stop;
    }
    boolean isScheme =
        end < most
            && text.charAt(end) == ' '
            && Chars.end(text, from, end, Chars.UPPER | Chars.LOWER) == end;
    if (isScheme && Chars.is(text, end + 1, Chars.WORD | Chars.CODE)) {
      stop = end + 1;
      while (stop < most && isValue(text.charAt(stop))) {
        stop++;
      }
      boolean isToken = Chars.isCoded(text, end + 1, stop) || stop - end > 20;
      return isToken ? stop : end;
    }
    return end;
  }
}
