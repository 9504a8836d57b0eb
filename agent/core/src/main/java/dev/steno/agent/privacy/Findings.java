package dev.steno.agent.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found in one text. Used by one thread. */
final class Findings {
  private static final Comparator<Finding> ORDER =
      Comparator.comparingInt(Finding::start)
          .thenComparing(Finding::end, Comparator.reverseOrder());

  private final List<Finding> all = new ArrayList<>(0);

  /** Something from there to there, and what it is. */
  record Finding(int start, int end, String label) {}

  void add(int start, int end, String label) {
    all.add(new Finding(start, end, label));
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** The text with all replaced; itself when that is nothing. What overlaps is one. */
  String replaced(String text, Names names, boolean pseudonyms) {
    if (text.indexOf('[') >= 0) {
      all.removeIf(found -> names.isReplaced(text, found.start, found.end));
    }
    if (all.isEmpty()) {
      return text;
    }
    all.sort(ORDER);
    StringBuilder replaced = new StringBuilder(text.length());
    int from = 0;
    for (int i = 0; i < all.size(); ) {
      Finding first = all.get(i);
      int end = first.end;
      for (i++; i < all.size() && all.get(i).start < end; i++) {
        end = Math.max(end, all.get(i).end);
      }
      replaced.append(text, from, first.start);
      replaced.append(names.of(first.label, text.substring(first.start, end), pseudonyms));
      from = end;
    }
    return replaced.append(text, from, text.length()).toString();
  }
}
