package dev.steno.agent.export;

/**
 * How many entries are tried at once: all that there are, until some are refused together; then the
 * half of those, and so on down to the one that is never taken. That takes a request for each
 * halving, and one more.
 */
final class Splitting {
  private static final int SUCCESSES_TO_DOUBLE = 2;

  private final int most;
  private int limit;

  /** Of the first so many, one is refused; 0 when nothing is known. */
  private int suspects;

  private int largestTaken;
  private int successes;
  private int foundInARow;

  Splitting(int most) {
    this.most = most;
    this.limit = most;
  }

  int limit() {
    return suspects > 0 ? Math.max(1, suspects / 2) : limit;
  }

  /**
   * So many were refused together.
   *
   * @return whether it is known now which it is
   */
  boolean refused(int count) {
    successes = 0;
    if (count > 1) {
      suspects = count;
      largestTaken = 0;
      return false;
    }
    // Where each is refused, looking for one among many again would cost a search for each.
    limit = foundInARow == 0 ? most : 1;
    foundInARow++;
    suspects = 0;
    return true;
  }

  /** So many were taken. */
  void taken(int count) {
    foundInARow = 0;
    if (suspects > 0) {
      suspects = Math.max(0, suspects - count);
      largestTaken = Math.max(largestTaken, count);
      if (suspects == 0) {
        limit = largestTaken; // it was none of them: together they were too much
      }
    } else if (limit < most && ++successes == SUCCESSES_TO_DOUBLE) {
      limit = Math.min(most, 2 * limit);
      successes = 0;
    }
  }
}
