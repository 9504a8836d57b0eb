package dev.steno.agent.pricing;

/** Says what is wrong with a file of prices, and what to write instead. */
final class BadPrices extends Exception {
  private static final long serialVersionUID = 1;

  BadPrices(String where, String what) {
    super(where + ": " + what);
  }

  BadPrices(String what) {
    super(what);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
