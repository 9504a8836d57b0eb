package dev.steno.agent.pricing;

import java.math.BigDecimal;
import java.util.List;

/**
 * US dollars for a million of something (a thousand, where its name ends with {@code kcount}).
 *
 * @param base the price below all tiers
 * @param tiers other prices for calls with more input, in the order of their start
 */
record Price(BigDecimal base, List<Tier> tiers) {
  /** The price of all tokens, of calls with more than so many input tokens. */
  record Tier(long start, BigDecimal price) {}

  BigDecimal at(long inputTokens) {
    BigDecimal price = base;
    for (Tier tier : tiers) {
      if (inputTokens > tier.start) {
        price = tier.price;
      }
    }
    return price;
  }
}
