package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/**
 * A text of a streamed answer, which comes in pieces, or each time as all that there is so far; it
 * finds out which, when it is not told.
 */
final class Growing {
  /** What comes of a text. */
  enum By {
    PIECES,
    WHOLES,
    UNKNOWN
  }

  private final Draft draft = new Draft();
  private By by;

  Growing(By by) {
    this.by = by;
  }

  void add(@Nullable String told, CallBuilder call) {
    if (told == null || told.isEmpty()) {
      return;
    }
    if (by == By.UNKNOWN && !told.startsWith(draft.toString())) {
      by = By.PIECES;
    }
    if (by == By.PIECES) {
      draft.append(told, call);
    } else {
      draft.replace(told, call);
    }
  }

  boolean isEmpty() {
    return draft.isEmpty();
  }

  @Override
  public String toString() {
    return draft.toString();
  }
}
