package dev.steno.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of sessions. */
class SpeakerTest {
  @ParameterizedTest
  @CsvSource({
    "0A1B2C3D4E5F60718293A4B5C6D7E8F9, 0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    "0A1B2C3D4E5F60718293A4B5C6D7E8F9.node-1, 0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    "node01ab2cd3ef4gh5ij6k0.node0, node01ab2cd3ef4gh5ij6k0",
    "abcdefghijklmnopqrst!-123456!NONE, abcdefghijklmnopqrst",
    "short.1, short.1"
  })
  void aSessionIsTheSameOnAnotherMachine(String id, String expected) {
    assertThat(Speaker.session(id)).isEqualTo(expected);
  }
}
