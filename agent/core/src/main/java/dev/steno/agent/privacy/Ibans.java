package dev.steno.agent.privacy;

/** Finds numbers of bank accounts (IBAN): a known country, its length, and right check digits. */
final class Ibans implements NumberFinder.AtDigits {
  private static final String LENGTHS =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24"
          + "FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28"
          + "LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25"
          + "QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

  private static final int LETTERS = 26;
  private static final byte[] BY_COUNTRY = byCountry();

  private static byte[] byCountry() {
    byte[] lengths = new byte[LETTERS * LETTERS];
    for (int i = 0; i < LENGTHS.length(); i += 4) {
      int country = letter(LENGTHS.charAt(i)) * LETTERS + letter(LENGTHS.charAt(i + 1));
      lengths[country] = Byte.parseByte(LENGTHS.substring(i + 2, i + 4));
    }
    return lengths;
  }

  private static int letter(char c) {
    return (c | ' ') - 'a';
  }

  @Override
  public int at(String text, int from, int to, int done, Findings found) {
    int start = from - 2;
    boolean mayBe =
        start >= done
            && to - from >= 2
            && Chars.is(text, start, Chars.UPPER | Chars.LOWER)
            && Chars.is(text, start + 1, Chars.UPPER | Chars.LOWER)
            && !Chars.is(text, start - 1, Chars.ALNUM);
    int end = mayBe ? end(text, start) : -1;
    if (end >= 0) {
      found.add(start, end, "iban");
    }
    return Math.max(done, end);
  }

  private static int end(String text, int from) {
    int length = BY_COUNTRY[letter(text.charAt(from)) * LETTERS + letter(text.charAt(from + 1))];
    int count = 0;
    int rest = 0; // of all after the first four, by 97
    int at = from;
    for (; at < text.length() && count < length; at++) {
      char c = text.charAt(at);
      if (Chars.is(c, Chars.ALNUM)) {
        rest = count >= 4 ? with(rest, c) : rest;
        count++;
      } else if (!(c == ' ' || c == '-') || !Chars.is(text, at + 1, Chars.ALNUM)) {
        return -1;
      }
    }
    for (int i = 0; i < 4; i++) {
      rest = with(rest, text.charAt(from + i));
    }
    boolean isWhole = length > 0 && count == length && !Chars.is(text, at, Chars.ALNUM);
    return isWhole && rest == 1 ? at : -1;
  }

  private static int with(int rest, char c) {
    return Chars.is(c, Chars.DIGIT)
        ? (rest * 10 + c - '0') % 97
        : (rest * 100 + letter(c) + 10) % 97;
  }
}
