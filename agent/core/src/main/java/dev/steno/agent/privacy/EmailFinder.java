package dev.steno.agent.privacy;

/** Finds addresses of e-mail. */
final class EmailFinder implements Finder {
  private static final int LONGEST_USER = 64;
  private static final int LONGEST_HOST = 255;

  @Override
  public void find(String text, Findings found) {
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int start = start(text, at);
      int end = start < at ? end(text, at + 1) : at;
      if (end > at + 1) {
        found.add(start, end, "email");
      }
    }
  }

  private static int start(String text, int at) {
    int start = at;
    while (start > 0 && at - start < LONGEST_USER && isUser(text.charAt(start - 1))) {
      start--;
    }
    while (start < at && text.charAt(start) == '.') {
      start++;
    }
    return at > 0 && text.charAt(at - 1) == '.' ? at : start;
  }

  private static boolean isUser(char c) {
    return Chars.is(c, Chars.WORD) || ".%+!#$&'*^~".indexOf(c) >= 0 || isLetterBeyond(c);
  }

  private static boolean isLetterBeyond(char c) {
    return c >= 128 && Character.isLetter(c);
  }

  /** Where the host ends; not beyond {@code from} when it is none. */
  private static int end(String text, int from) {
    int most = Math.min(text.length(), from + LONGEST_HOST);
    int end = from;
    int part = from;
    int good = from;
    while (end <= most) {
      char c = end < most ? text.charAt(end) : ' ';
      if (c == '.' || !(Chars.is(c, Chars.ALNUM) || c == '-' || isLetterBeyond(c))) {
        // The last part of a host is a word: so that a.b@1.0 is none.
        if (part > from && end - part >= 2 && !Chars.is(text.charAt(part), Chars.DIGIT)) {
          good = end;
        }
        if (c != '.' || end == part) {
          break;
        }
        part = end + 1;
      }
      end++;
    }
    return good;
  }
}
