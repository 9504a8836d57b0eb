package dev.steno.agent.privacy;

import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of known vendors: words that are too long to be one, and begin as a key does.
 *
 * <p>No regular expressions: those of RE2/J take 30 to 90 ns for each character, with which a text
 * of near misses takes longer than it may.
 */
final class KeyFinder implements Finder {
  static final String LABEL = "secret";
  private static final int SHORTEST = 16;
  private static final int LONGEST = 512;
  private static final int SHORTEST_CODE = 10;

  /** Of a word that may be where a key begins, as in {@code my-key-sk-...}. */
  private static final int MOST_PLACES = 4;

  private static final int AWS_SECRET = 40;
  private static final int AWS_NEAR = 200;
  private static final int TELEGRAM = 35;

  /** Before a point, what follows is a key too. */
  private static final String[] POINTED = {"SG.", "ya29.", "hvs."};

  @Override
  public void find(String text, Findings found) {
    int from = 0;
    int near = 0;
    while (from + SHORTEST <= text.length()) {
      int last = from + SHORTEST - 1;
      while (last >= from && Chars.is(text.charAt(last), Chars.WORD)) {
        last--;
      }
      if (last >= from) {
        from = last + 1; // no word that is as long has begun before
      } else {
        int end = Chars.end(text, from + SHORTEST, Chars.WORD);
        if (isAmazons(word(text, from, end, found))) {
          near = secretNear(text, Math.max(near, end), end + AWS_NEAR, found);
        }
        from = end + 1;
      }
    }
  }

  private static boolean isAmazons(Shapes.@Nullable Shape shape) {
    return shape != null && shape.prefix().endsWith("IA");
  }

  /** The shape of the key that is found; null when none of them is. */
  private static Shapes.@Nullable Shape word(String text, int start, int end, Findings found) {
    int from = start + escaped(text, start);
    String pointed = pointed(text, start);
    if (pointed != null) {
      found.add(start - pointed.length(), endOfPointed(text, end), LABEL);
    } else if (isTelegram(text, start, end)) {
      found.add(start - 1 - digitsBefore(text, start - 1), end, LABEL);
    } else {
      int places = 0;
      for (int at = from; at + SHORTEST <= end; at = next(text, at, end)) {
        Shapes.Shape shape = shape(text, at);
        if (shape != null) {
          if (isKey(text, at + shape.prefix().length(), end, shape)) {
            found.add(at, end, LABEL);
            return shape;
          }
          if (++places == MOST_PLACES) {
            return null; // however many there are, or a long word would take its square
          }
        }
      }
    }
    return null;
  }

  /** Characters of an escape that the word seems to begin with: {@code \nsk-}, {@code %3Dsk-}. */
  private static int escaped(String text, int start) {
    char before = start == 0 ? ' ' : text.charAt(start - 1);
    return before == '\\' ? 1 : before == '%' ? 2 : 0;
  }

  private static int next(String text, int at, int end) {
    int next = at;
    while (next < end && !Chars.is(text.charAt(next), Chars.JOINER)) {
      next++;
    }
    return next + 1;
  }

  private static Shapes.@Nullable Shape shape(String text, int at) {
    for (Shapes.Shape shape : Shapes.beginningWith(text.charAt(at))) {
      if (text.startsWith(shape.prefix(), at)) {
        return shape;
      }
    }
    return null;
  }

  private static boolean isKey(String text, int from, int end, Shapes.Shape shape) {
    return hasCode(text, from, Math.min(end, from + LONGEST)) && shape.is(text, from, end);
  }

  /** Whether something there is long, and no words: {@code sk-learn-pipeline-v2} is no key. */
  private static boolean hasCode(String text, int from, int to) {
    for (int at = from; at < to; ) {
      int end = Chars.end(text, at, to, Chars.ALNUM);
      if (end - at >= SHORTEST_CODE && Chars.isCoded(text, at, end)) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }

  private static @Nullable String pointed(String text, int start) {
    for (String prefix : POINTED) {
      int before = start - prefix.length();
      if (before >= 0
          && text.startsWith(prefix, before)
          && !Chars.is(text, before - 1, Chars.WORD)) {
        return prefix;
      }
    }
    return null;
  }

  private static int endOfPointed(String text, int end) {
    return end < text.length() && text.charAt(end) == '.'
        ? Chars.end(text, end + 1, Chars.WORD)
        : end;
  }

  private static boolean isTelegram(String text, int start, int end) {
    if (end - start != TELEGRAM || start == 0 || text.charAt(start - 1) != ':') {
      return false;
    }
    int digits = digitsBefore(text, start - 1);
    return digits >= 8 && digits <= 10;
  }

  private static int digitsBefore(String text, int end) {
    int digits = 0;
    while (digits <= 10 && Chars.is(text, end - 1 - digits, Chars.DIGIT)) {
      digits++;
    }
    return digits;
  }

  /** The secret that belongs to a key of Amazon's has no shape of its own. */
  private static int secretNear(String text, int from, int to, Findings found) {
    int at = from;
    while (at < Math.min(text.length(), to)) {
      int stop = at;
      while (stop < text.length() && stop - at <= AWS_SECRET && isBase64(text.charAt(stop))) {
        stop++;
      }
      if (stop - at == AWS_SECRET && Chars.isCoded(text, at, stop)) {
        found.add(at, stop, LABEL);
        return stop;
      }
      at = stop + 1;
    }
    return at;
  }

  private static boolean isBase64(char c) {
    return Chars.is(c, Chars.ALNUM) || c == '/' || c == '+';
  }
}
