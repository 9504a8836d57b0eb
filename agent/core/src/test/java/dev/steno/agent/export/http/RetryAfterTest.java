package dev.steno.agent.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seconds, dates, and what is neither. */
class RetryAfterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T21:20:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,1",
    "' 30 ',30",
    "0030,30",
    "3600,3600",
    "3601,3600",
    "999999999,3600",
    "9999999999,3600",
    "99999999999999999999999999,3600"
  })
  void seconds(String header, long seconds) {
    assertThat(RetryAfter.of(header, CLOCK)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "'Fri, 20 Nov 2026 21:20:30 GMT',30",
    "'Fri, 20 Nov 2026 21:20:00 GMT',0",
    "'Fri, 20 Nov 2026 21:19:00 GMT',0",
    "'Sat, 21 Nov 2026 21:20:00 GMT',3600",
    "'Fri, 31 Dec 9999 23:59:59 GMT',3600",
    "'Thu, 1 Jan 1970 00:00:00 GMT',0",
    "'Fri, 20 Nov 2026 22:20:30 +0100',30"
  })
  void dates(String header, long seconds) {
    assertThat(RetryAfter.of(header, CLOCK)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "-1",
        "+1",
        "1.5",
        "1e3",
        "٣",
        "0x10",
        "Fri, 99 Nov 2026 1:1:1 GMT"
      })
  void whatIsNeither(String header) {
    assertThat(RetryAfter.of(header, CLOCK)).isNull();
  }

  @Test
  void noHeader() {
    assertThat(RetryAfter.of(null, CLOCK)).isNull();
  }
}
