package dev.steno.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of names, sessions and paths. */
class SpeakerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "alice@example.org",
        "auth0|5f7c8ec7c33c6c004bbafe82",
        "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
        "CN=Alice Doe,OU=People,O=Example",
        "Doe, Alice (Basel)",
        "EXAMPLE\\alice"
      })
  void aNameIsOne(String name) {
    assertThat(Speaker.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "anonymousUser",
        "ANONYMOUS",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.4pcPyMD09olPSyXnrXCjTwXyr4BsezdI1AVTmud2fU4",
        "com.example.shop.User@5e2de80c",
        "User(id=1, password=secret)",
        "com.example.User [id=1, password=secret]",
        "User{id=1,\npassword='secret'}"
      })
  void whatIsNoNameIsNone(String name) {
    assertThat(Speaker.isName(name)).isFalse();
  }

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

  @ParameterizedTest
  @CsvSource({
    "/chat, /chat",
    "/chat;jsessionid=ABC, /chat",
    "/a;x=1/b;jsessionid=ABC;y/c, /a/b/c",
    "/a;/b, /a/b"
  })
  void aPathHasNoParameters(String path, String expected) {
    assertThat(Speaker.path(path)).isEqualTo(expected);
  }
}
