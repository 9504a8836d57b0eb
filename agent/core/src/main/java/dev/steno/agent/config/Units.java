package dev.steno.agent.config;

import java.util.Locale;

/** How numbers are written in the configuration. On the start path: no regular expression. */
@SuppressWarnings("ImmutableEnumChecker") // arrays, since lists of numbers are boxed at start
enum Units {
  /** A plain number. */
  PLAIN(new String[] {""}, new long[] {1}, "a number"),
  /** Bytes: {@code 1048576}, {@code 64MiB}, {@code 64m}. */
  BYTES(
      new String[] {"", "b", "k", "kb", "kib", "m", "mb", "mib", "g", "gb", "gib"},
      new long[] {
        1, 1, 1 << 10, 1 << 10, 1 << 10, 1 << 20, 1 << 20, 1 << 20, 1 << 30, 1 << 30, 1 << 30
      },
      "a size such as 64MiB"),
  /** Seconds: {@code 90}, {@code 90s}, {@code 10m}, {@code 1h}. */
  SECONDS(new String[] {"", "s", "m", "h"}, new long[] {1, 1, 60, 3600}, "a time such as 10m");

  private final String[] names;
  private final long[] factors;
  private final String what;

  Units(String[] names, long[] factors, String what) {
    this.names = names;
    this.factors = factors;
    this.what = what;
  }

  /** The number, in its smallest unit, or -1 when it is none. */
  long parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    String unit = text.substring(digits).trim().toLowerCase(Locale.ROOT);
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(unit)) {
        try {
          return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), factors[i]);
        } catch (NumberFormatException | ArithmeticException none) {
          return -1;
        }
      }
    }
    return -1;
  }

  String allowed(long least, long most) {
    return what + " from " + least + " to " + most;
  }

  /** How many letters must change for one word to be the other (Levenshtein). */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
