package dev.steno.agent.export.agentsight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Turn;
import dev.steno.agent.model.Client;
import dev.steno.agent.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is longer than AgentSight takes it, and nothing is half a character. */
class LimitsTest {
  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "語", "👋"})
  void charactersAreCounted(String character) {
    assertThat(Limits.string(character.repeat(255))).isEqualTo(character.repeat(255));
    assertThat(Limits.string(character.repeat(256))).isEqualTo(character.repeat(255));
    assertThat(Limits.text(character.repeat(16_384))).isEqualTo(character.repeat(16_384));
    assertThat(Limits.text(character.repeat(16_385)))
        .isEqualTo(character.repeat(16_384) + "...[truncated]");
    assertThat(Limits.cut(character.repeat(5_001), 5_000)).isEqualTo(character.repeat(5_000));
  }

  @Test
  void whatSaysNothingIsNotThere() {
    assertThat(Limits.string(null)).isNull();
    assertThat(Limits.string(" \n")).isNull();
    assertThat(Limits.text((Object) null)).isNull();
    assertThat(Limits.text(Map.of("a", List.of(1)))).isEqualTo("{\"a\":[1]}");
    assertThat(Limits.text((Object) "text")).isEqualTo("text");
  }

  @Test
  void noDatabaseTakesTheCharacterZero() {
    assertThat(Limits.text("a\0b")).isEqualTo("a\uFFFDb");
    assertThat(Keys.conversation("a\0b")).isEqualTo("a\uFFFDb");
    assertThat(Limits.metadata(Map.of("a\0", List.of("b\0"))))
        .isEqualTo(Map.of("a\uFFFD", List.of("b\uFFFD")));
  }

  @Test
  void metadataFits() {
    Map<String, Object> small = Map.of("number", 1, "text", "x".repeat(16_000));
    assertThat(Limits.metadata(small)).isEqualTo(small);
    Map<String, Object> large = new LinkedHashMap<>();
    large.put("first", "👋".repeat(40_000));
    large.put("nested", Map.of("list", List.of("é".repeat(40_000), 1, true)));
    Map<String, Object> fitted = Limits.metadata(large);
    assertThat(Json.bytes(fitted)).hasSizeBetween(2_000, 16_384);
    assertThat(fitted).containsOnlyKeys("first", "nested");
    assertThat((String) fitted.get("first")).matches("(👋)+");
    Map<String, Object> many = new LinkedHashMap<>();
    for (int i = 0; i < 10_000; i++) {
      many.put("name-" + i, i);
    }
    assertThat(Json.bytes(Limits.metadata(many))).hasSizeBetween(16_000, 16_384);
    assertThat(Limits.metadata(many)).containsEntry("name-0", 0);
  }

  @Test
  void longConversationsStayApart() {
    String one = Keys.conversation("👋".repeat(300) + "1");
    String other = Keys.conversation("👋".repeat(300) + "2");
    assertThat(one).isNotEqualTo(other).isEqualTo(Keys.conversation("👋".repeat(300) + "1"));
    assertThat(one.codePointCount(0, one.length())).isEqualTo(255);
    assertThat(Keys.conversation("c".repeat(255))).isEqualTo("c".repeat(255));
  }

  @Test
  void idsComeFromTheRecords() {
    String id = "0199C0DE-5678-7000-8000-00000000ab01";
    assertThat(Keys.trace(id)).isEqualTo("0199c0de567870008000" + "00000000ab01");
    assertThat(Keys.span(id)).isEqualTo("8000" + "00000000ab01");
    for (String odd : List.of("", "x", "0199c0de-5678-7000-0000-000000000000", "é".repeat(36))) {
      assertThat(Keys.trace(odd)).matches("[0-9a-f]{32}").isEqualTo(Keys.trace(odd));
      assertThat(Keys.span(odd)).matches("[0-9a-f]{16}").isNotEqualTo("0".repeat(16));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7,203.0.113.7",
    "2001:DB8::1,2001:db8::1",
    "::ffff:203.0.113.7,203.0.113.7",
    "203.0.113.256,",
    "localhost,",
    "203.0.113.7:80,",
    "unknown,"
  })
  void onlyAddressesAreAddresses(String told, String sent) {
    Client client = new Client(told, null, " ", "l".repeat(300), null, null);
    Facts facts =
        Facts.of(
            new Turn("q", "a")
                .from(Origins.of("u".repeat(300), "s", "n", client, Map.of()))
                .build(),
            "production");
    assertThat(facts.ip()).isEqualTo(sent);
    assertThat(facts.device()).isNull();
    assertThat(facts.language()).hasSize(255);
    assertThat(facts.customerId()).hasSize(255);
    assertThat(facts.metadata()).isEqualTo(Map.of("session_id", "s"));
  }

  @Test
  void timesAreInMicroseconds() {
    assertThat(Limits.time(Instant.parse("2026-11-20T21:16:49.5Z")))
        .isEqualTo("2026-11-20T21:16:49.500000+00:00");
    assertThat(Limits.time(Entries.BEGIN)).isEqualTo("2026-11-20T21:16:49.382645+00:00");
    assertThat(Limits.millis(50_336_600)).isEqualTo(50.337);
  }

  @Test
  void whatWasUsedLastIsKept() {
    Recent<Integer, Integer> recent = new Recent<>(10_000);
    for (int i = 0; i < 30_000; i++) {
      recent.put(i, i);
      assertThat(recent.get(0)).isZero();
    }
    assertThat(recent).hasSize(10_000).containsKeys(0, 29_999).doesNotContainKey(1);
    assertThat(new ArrayList<>(recent.keySet()).get(9_999)).isZero();
  }
}
