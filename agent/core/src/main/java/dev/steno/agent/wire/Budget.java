package dev.steno.agent.wire;

/**
 * How much may still be kept of one side of a call, in bytes of UTF-8.
 *
 * <p>Two parts are set aside, so that a long text cannot push out what is told after it: one for
 * facts outside of any list (the model, the usage), one for short facts in lists (a finish reason).
 */
final class Budget {
  /** What a value costs besides its text: it bounds how many values are kept. */
  static final int NODE = 8;

  private static final int MOST_SET_ASIDE = 16 * 1024;

  private final int limit;
  private int text;
  private int facts;
  private int factsInLists;

  Budget(int limit) {
    this.limit = Math.max(0, limit);
    facts = Math.min(this.limit / 8, MOST_SET_ASIDE);
    factsInLists = facts;
    text = this.limit - facts - factsInLists;
  }

  int limit() {
    return limit;
  }

  int used() {
    return limit - text - facts - factsInLists;
  }

  /** What is left for text. */
  int left() {
    return text;
  }

  boolean take(int bytes) {
    if (bytes > text) {
      return false;
    }
    text -= bytes;
    return true;
  }

  boolean takeFact(int bytes, boolean inList) {
    if (inList) {
      if (bytes > factsInLists) {
        return false;
      }
      factsInLists -= bytes;
    } else {
      if (bytes > facts) {
        return false;
      }
      facts -= bytes;
    }
    return true;
  }

  /** Gives back what {@link #take} took, for something that is no longer kept. */
  void giveBack(int bytes) {
    text += bytes;
  }
}
