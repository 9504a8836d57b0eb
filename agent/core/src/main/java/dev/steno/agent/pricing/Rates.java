package dev.steno.agent.pricing;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices of a model, and when they hold, in UTC.
 *
 * @param since the first day, or null for always
 * @param from the begin of the time of day, or null for all day
 * @param until its end, which is no part of it; before its begin when midnight is in between
 * @param prices by the table's names: {@code input_mtok}, {@code output_mtok} …
 */
record Rates(
    @Nullable LocalDate since,
    @Nullable LocalTime from,
    @Nullable LocalTime until,
    Map<String, Price> prices) {

  boolean hold(LocalDateTime when) {
    return (since == null || !when.toLocalDate().isBefore(since)) && holdAt(when.toLocalTime());
  }

  private boolean holdAt(LocalTime time) {
    if (from == null || until == null) {
      return true;
    }
    boolean begun = !time.isBefore(from);
    boolean over = !time.isBefore(until);
    return from.isAfter(until) ? begun || !over : begun && !over;
  }
}
