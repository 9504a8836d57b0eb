package dev.steno.agent.privacy;

import java.util.List;

/** Goes over the digits of a text once, for all that are looked for in numbers. */
final class NumberFinder implements Finder {
  private final List<AtDigits> all;

  NumberFinder(List<AtDigits> all) {
    this.all = all;
  }

  /** Looks at what is around some digits. */
  interface AtDigits {
    /**
     * Adds what these digits are in.
     *
     * @param from where the first of the digits is
     * @param to behind the last of them
     * @param done what is before that was looked at
     * @return up to where the text was looked at; no less than {@code done}
     */
    int at(String text, int from, int to, int done, Findings found);
  }

  @Override
  public void find(String text, Findings found) {
    int[] done = new int[all.size()];
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        int end = Chars.end(text, at + 1, Chars.DIGIT);
        for (int i = 0; i < done.length; i++) {
          if (done[i] <= at) {
            done[i] = all.get(i).at(text, at, end, done[i], found);
          }
        }
        at = end;
      }
    }
  }
}
