package dev.steno.agent.pricing;

/** A text that can be looked at only so often, since some patterns take exponential time. */
final class LimitedText implements CharSequence {
  private static final int MOST_STEPS = 100_000;

  private final String text;
  private int steps;

  /** Ends a search that takes too long. */
  static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManySteps() {
      super(null, null, false, false);
    }
  }

  LimitedText(String text) {
    this.text = text;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++steps > MOST_STEPS) {
      throw new TooManySteps();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
