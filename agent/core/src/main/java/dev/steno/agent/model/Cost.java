package dev.steno.agent.model;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a call, or an interaction, costs by a table of prices: an estimate, without discounts.
 *
 * @param usd US dollars, exact by the table, and never negative
 * @param prices the table and its date: {@code genai-prices 2026-08-21}; several with commas
 */
public record Cost(BigDecimal usd, String prices) {
  private static final String AND = ", ";

  /** The amount without zeros at its end, so that equal amounts are equal. */
  public Cost {
    BigDecimal stripped = usd.stripTrailingZeros();
    usd = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Both together. */
  public Cost plus(Cost other) {
    boolean same = List.of(prices.split(AND, -1)).contains(other.prices);
    return new Cost(usd.add(other.usd), same ? prices : prices + AND + other.prices);
  }
}
