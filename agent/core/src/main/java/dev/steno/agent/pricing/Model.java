package dev.steno.agent.pricing;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * A model of a provider, with its prices.
 *
 * @param id its name in the table
 * @param match what else it is called
 * @param rates its prices; the last that hold are those that count, or the first when none do
 * @param source where the prices come from, as records say it
 */
record Model(String id, Clause match, List<Rates> rates, String source) {
  Map<String, Price> prices(Instant when) {
    LocalDateTime utc = LocalDateTime.ofInstant(when, ZoneOffset.UTC);
    for (int i = rates.size() - 1; i > 0; i--) {
      if (rates.get(i).hold(utc)) {
        return rates.get(i).prices();
      }
    }
    return rates.get(0).prices();
  }
}
