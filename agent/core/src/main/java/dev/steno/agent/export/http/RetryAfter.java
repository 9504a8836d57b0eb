package dev.steno.agent.export.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}: seconds, or a date (RFC 9110, 10.2.3). */
final class RetryAfter {
  private static final Duration MOST = Duration.ofHours(1);
  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /** At least 0 and at most an hour; null when there is none that can be read. */
  static @Nullable Duration of(@Nullable String header, Clock clock) {
    if (header == null || header.isBlank()) {
      return null;
    }
    String value = header.strip();
    Duration wait;
    try {
      boolean isNumber = value.chars().allMatch(c -> c >= '0' && c <= '9');
      if (isNumber) {
        wait = value.length() > MOST_DIGITS ? MOST : Duration.ofSeconds(Long.parseLong(value));
      } else {
        ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
        wait = Duration.between(clock.instant(), date.toInstant());
      }
    } catch (DateTimeException unreadable) {
      return null;
    }
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MOST) > 0 ? MOST : wait;
  }
}
