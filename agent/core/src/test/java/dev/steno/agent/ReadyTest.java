package dev.steno.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much may wait before it is read. */
class ReadyTest {
  @ParameterizedTest
  @CsvSource({
    "16, false, 256, 16",
    "16, false, 1024, 32",
    "16, false, 2048, 64",
    "16, false, 65536, 64",
    "1, true, 65536, 1",
    "128, true, 256, 128"
  })
  void aLargeHeapHasMoreRoomUnlessItIsSaidHowMuch(
      long configured, boolean isTold, long heap, long expected) {
    assertThat(Ready.outboxSize(configured << 20, isTold, heap << 20)).isEqualTo(expected << 20);
  }
}
