package dev.steno.agent.privacy;

/**
 * Finds numbers of telephones: international ones, and national ones that are written as such.
 * Digits alone are none, and dates and amounts neither.
 */
final class Phones implements NumberFinder.AtDigits {
  private static final int MOST_DIGITS = 15;
  private static final int MOST_GROUPS = 8;

  @Override
  public int at(String text, int from, int to, int done, Findings found) {
    int start = from;
    if (start > done && text.charAt(start - 1) == '(') {
      start--;
    }
    boolean isAbroad = start > done && text.charAt(start - 1) == '+';
    if (isAbroad) {
      start--;
    }
    boolean mayBe = to - from <= MOST_DIGITS && (isAbroad || isApart(text, start));
    int end = mayBe ? end(text, from, isAbroad) : -1;
    if (end > start) {
      found.add(start, end, "phone");
    }
    return Math.max(to, end);
  }

  /** A number goes not on with a phone's. */
  private static boolean isApart(String text, int at) {
    if (at == 0) {
      return true;
    }
    char before = text.charAt(at - 1);
    boolean isJoined = " .,:/".indexOf(before) >= 0 && text.charAt(at) != '(';
    return !Chars.is(before, Chars.WORD)
        && "$€£#=%+".indexOf(before) < 0
        && !(isJoined && Chars.is(text, at - 2, Chars.DIGIT));
  }

  /** Where the number ends that begins there; -1 when none does. */
  private static int end(String text, int from, boolean isAbroad) {
    int[] groups = new int[MOST_GROUPS];
    int count = 0;
    int digits = 0;
    int end = -1;
    for (int at = from; at >= 0 && count < MOST_GROUPS; at = next(text, end)) {
      int stop = Chars.end(text, at, Math.min(text.length(), at + MOST_DIGITS + 1), Chars.DIGIT);
      if (digits + stop - at > MOST_DIGITS) {
        break;
      }
      groups[count++] = stop - at;
      digits += stop - at;
      end = stop;
    }
    if (end < 0 || Chars.is(text, end, Chars.WORD) || isAmount(text, end)) {
      return -1;
    }
    boolean isPhone =
        isAbroad
            ? digits >= 8 && text.charAt(from) != '0'
            : isNational(text, from, groups, count, digits);
    return isPhone ? end : -1;
  }

  /** Where the next group begins after blanks or signs; -1 when none does. */
  private static int next(String text, int at) {
    int next = at;
    while (next < text.length() && next - at < 3 && " -./()".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    return next > at && Chars.is(text, next, Chars.DIGIT) ? next : -1;
  }

  private static boolean isAmount(String text, int end) {
    return end < text.length()
        && ".,:".indexOf(text.charAt(end)) >= 0
        && Chars.is(text, end + 1, Chars.DIGIT);
  }

  private static boolean isNational(String text, int from, int[] groups, int count, int digits) {
    boolean isLong = count == 4 && groups[0] == 1 && text.charAt(from) == '1'; // 1-415-555-2671
    int area = isLong ? 1 : 0;
    char first = text.charAt(from);
    if (count - area == 3 && groups[area] == 3 && groups[area + 1] == 3 && groups[area + 2] == 4) {
      return first != '0';
    }
    boolean isAbroad = text.startsWith("00", from);
    if (first != '0' || digits < 9 || text.charAt(isAbroad ? from + 2 : from + 1) == '0') {
      return false;
    }
    if (count == 1) {
      return isAbroad ? digits >= 11 : digits >= 10 && digits <= 11;
    }
    boolean isDate = count == 3 && groups[2] == 4 && groups[0] <= 2 && groups[1] <= 2;
    return !isDate && (isAbroad || digits <= 12);
  }
}
