package dev.steno.agent.privacy;

/** Finds addresses of the Internet, of versions 4 and 6. */
final class Addresses implements NumberFinder.AtDigits {
  static final String LABEL = "ip";
  private static final int LONGEST = 45;
  private static final int GROUPS = 8;

  @Override
  public int at(String text, int from, int to, int done, Findings found) {
    int start = from;
    while (start > done && isPart(text.charAt(start - 1))) {
      start--;
    }
    int end = to;
    int points = 0;
    int colons = 0;
    while (end < text.length() && isPart(text.charAt(end))) {
      points += text.charAt(end) == '.' ? 1 : 0;
      colons += text.charAt(end) == ':' ? 1 : 0;
      end++;
    }
    boolean mayBe = points >= 3 || colons > 0 || text.startsWith("::", start);
    if (mayBe && isApart(text, start, end)) {
      address(text, start, end, found);
    }
    return end;
  }

  private static boolean isPart(char c) {
    return Chars.is(c, Chars.HEX) || c == '.' || c == ':' || (c >= 'A' && c <= 'F');
  }

  private static boolean isApart(String text, int start, int end) {
    boolean isVersion = // 1.2.3.4-rc1
        Chars.is(text, end, Chars.JOINER) && Chars.is(text, end + 1, Chars.UPPER | Chars.LOWER);
    return !isVersion
        && !Chars.is(text, start - 1, Chars.WORD)
        && !Chars.is(text, end, Chars.ALNUM);
  }

  private static void address(String text, int start, int end, Findings found) {
    int from = start;
    int to = end;
    while (from < to && (text.charAt(from) == '.' || isLonelyColon(text, from, from + 1, to))) {
      from++;
    }
    while (to > from && (text.charAt(to - 1) == '.' || isLonelyColon(text, to - 1, to - 2, to))) {
      to--; // the sentence's
    }
    int colon = Chars.indexOf(text, ":", from, Math.min(to, from + LONGEST));
    boolean hasPort = colon >= 0 && Chars.indexOf(text, ".", from, colon) >= 0;
    if (isV4(text, from, to)) {
      found.add(from, to, LABEL);
    } else if (hasPort && isV4(text, from, colon)) {
      found.add(from, colon, LABEL);
    } else if (to - from <= LONGEST && isV6(text, from, to)) {
      found.add(from, to, LABEL);
    }
  }

  private static boolean isLonelyColon(String text, int at, int beside, int to) {
    boolean hasOther = beside >= 0 && beside < to && text.charAt(beside) == ':';
    return text.charAt(at) == ':' && !hasOther;
  }

  private static boolean isV4(String text, int from, int to) {
    int at = from;
    for (int group = 0; group < 4; group++) {
      int end = Chars.end(text, at, Math.min(to, at + 4), Chars.DIGIT);
      boolean isByte = end > at && end - at <= 3 && number(text, at, end) <= 255;
      boolean isLast = group == 3;
      if (!isByte || (isLast ? end != to : end >= to || text.charAt(end) != '.')) {
        return false;
      }
      at = end + 1;
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isV6(String text, int from, int to) {
    int groups = 0;
    boolean isShort = text.startsWith("::", from);
    int at = isShort ? from + 2 : from;
    while (at < to) {
      int end = at;
      while (end < to && text.charAt(end) != ':' && text.charAt(end) != '.') {
        end++;
      }
      if (end < to && text.charAt(end) == '.') {
        groups += 2; // the last four bytes as in version 4
        return isV4(text, at, to) && (isShort ? groups < GROUPS : groups == GROUPS);
      }
      if (end == at || end - at > 4) {
        return false;
      }
      groups++;
      at = end + 1;
      if (end + 1 < to && text.charAt(end + 1) == ':') {
        if (isShort) {
          return false;
        }
        isShort = true;
        at = end + 2;
      } else if (end + 1 == to) {
        return false; // a colon without anything
      }
    }
    return isShort ? groups > 0 && groups < GROUPS : groups == GROUPS;
  }
}
