package dev.steno.agent.privacy;

/** Finds numbers of payment cards: known beginnings and lengths, and a right check digit. */
final class Cards implements NumberFinder.AtDigits {
  private static final int SHORTEST = 13;
  private static final int LONGEST = 19;
  private static final int PREFIX = 6;
  private static final int SHORTEST_GROUP = 4;

  @Override
  public int at(String text, int from, int to, int done, Findings found) {
    int digits = to - from;
    boolean isInside =
        Chars.is(text, from - 1, Chars.WORD)
            || (Chars.is(text, from - 2, Chars.DIGIT) && text.charAt(from - 1) == '.');
    if (isInside || digits < SHORTEST_GROUP || digits > LONGEST) {
      return to;
    }
    int end = end(text, from);
    if (end > from) {
      found.add(from, end, "card");
    }
    return Math.max(to, end);
  }

  /** Where the card's number ends that begins there; -1 when none does. */
  private static int end(String text, int from) {
    int digits = 0;
    int even = 0; // the sum by Luhn, if the number of digits is even
    int odd = 0;
    int prefix = 0;
    int good = -1;
    char between = 0;
    for (int at = from; at < text.length() && digits < LONGEST; at++) {
      char c = text.charAt(at);
      if (!Chars.is(c, Chars.DIGIT)) {
        boolean isBetween = (c == ' ' || c == '-') && (between == 0 || between == c);
        if (!isBetween || !Chars.is(text, at + 1, Chars.DIGIT)) {
          break;
        }
        between = c;
        continue;
      }
      int digit = c - '0';
      int doubled = digit < 5 ? 2 * digit : 2 * digit - 9;
      even += digits % 2 == 0 ? doubled : digit;
      odd += digits % 2 == 0 ? digit : doubled;
      digits++;
      prefix = digits <= PREFIX ? 10 * prefix + digit : prefix;
      if (digits == PREFIX && !isLength(prefix, 0)) {
        return -1;
      }
      boolean isEnd = digits >= SHORTEST && !Chars.is(text, at + 1, Chars.ALNUM);
      if (isEnd && (digits % 2 == 0 ? even : odd) % 10 == 0 && isLength(prefix, digits)) {
        good = at + 1;
      }
    }
    return good;
  }

  /** Whether cards that begin so have so many digits; 0 for any. */
  private static boolean isLength(int prefix, int digits) {
    int two = prefix / 10_000;
    int four = prefix / 100;
    if (two >= 40 && two <= 49) {
      return is(digits, 13, 13) || is(digits, 16, 16) || is(digits, 19, 19); // Visa
    }
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
      return is(digits, 16, 16); // Mastercard
    }
    if (two == 34 || two == 37) {
      return is(digits, 15, 15); // American Express
    }
    if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) {
      return is(digits, 14, 19); // Diners Club
    }
    if (two == 50 || (two >= 56 && two <= 58) || two == 63 || two == 67) {
      return is(digits, 13, 19); // Maestro
    }
    boolean isOther = // Discover, JCB, UnionPay, RuPay, Mir
        two == 65
            || two == 62
            || two == 81
            || four == 6011
            || (four >= 6440 && four <= 6499)
            || (four >= 3528 && four <= 3589)
            || (four >= 2200 && four <= 2204);
    return isOther && is(digits, 16, 19);
  }

  private static boolean is(int digits, int least, int most) {
    return digits == 0 || (digits >= least && digits <= most);
  }
}
