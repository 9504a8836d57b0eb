package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of names and paths. */
class InboundNamesTest {
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
    assertThat(InboundNames.isName(name)).isTrue();
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
    assertThat(InboundNames.isName(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/chat, /chat",
    "/chat;jsessionid=ABC, /chat",
    "/a;x=1/b;jsessionid=ABC;y/c, /a/b/c",
    "/a;/b, /a/b"
  })
  void aPathHasNoParameters(String path, String expected) {
    assertThat(InboundNames.path(path)).isEqualTo(expected);
  }

  @Test
  void whatAHeaderShowsIsNoName() {
    assertThat(InboundNames.isShownBy("key-4711", "key-4711")).isTrue();
    assertThat(InboundNames.isShownBy("key-4711", "Bearer key-4711")).isTrue();
    assertThat(InboundNames.isShownBy("alice", "malice")).isFalse();
  }
}
