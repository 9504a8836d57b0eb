package dev.steno.smoke.springwebflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.Result;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Requests leave nothing behind. */
class LoadIT {
  private static final int MOST_KIB = 2_000;

  @Test
  void doesNotGrow() {
    Result result = Runs.load("6.2", Runs.NIGHTLY ? 100_000 : 6_000);
    Matcher grown = Pattern.compile("grown (-?\\d+) KiB").matcher(result.stdout());
    assertThat(grown.find()).as("%s", result).isTrue();
    assertThat(Integer.parseInt(grown.group(1))).isLessThan(MOST_KIB);
  }
}
