package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That what is read is what was written. */
class EntryReaderTest {
  private static final int MANY = Boolean.getBoolean("nightly") ? 200_000 : 5_000;

  private static Entry read(String json) throws IOException {
    return EntryReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertSame(Entry entry) throws IOException {
    byte[] bytes = EntryCodec.bytes(entry);
    Entry read = EntryReader.read(bytes);
    if (entry instanceof Event event) {
      assertThat(((Event) read).content()).isEqualTo(event.content());
      assertThat(without(read).toString()).isEqualTo(without(entry).toString());
      assertThat(((Event) read).fields().keySet()).isEqualTo(event.fields().keySet());
    } else {
      assertThat(read).isEqualTo(entry);
    }
    assertThat(EntryCodec.bytes(read)).isEqualTo(bytes);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("\n");
  }

  private static Entry without(Entry event) {
    return ((Event) event).with(((Event) event).fields(), null);
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    for (long seed = 0; seed < MANY; seed++) {
      Entry entry = new AnyEntry(seed).entry();
      try {
        assertSame(entry);
      } catch (AssertionError | IOException wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
    }
  }

  @Test
  void allThatExportersAreGivenInTests() throws IOException {
    List<Entry> all = new ArrayList<>(Entries.events());
    all.addAll(Entries.bareEvents());
    all.addAll(Entries.turns(10, 3));
    Entries.odd()
        .forEach(
            (what, one) -> {
              if (!what.equals("unicode")) {
                all.add(one);
              }
            });
    for (Entry entry : all) {
      assertSame(entry);
    }
  }

  /** In everything that is sent a surrogate without a partner is U+FFFD. */
  @Test
  void halfACharacterIsReplaced() throws IOException {
    Interaction one =
        (Interaction) EntryReader.read(EntryCodec.bytes(new Turn("a\ud83d", "\udc4b👋").build()));
    assertThat(one.input()).isEqualTo("a\ufffd");
    assertThat(one.output()).isEqualTo("\ufffd👋");
  }

  /** What any exporter sends of it is the same. */
  @Test
  void aLineOfTheFileExporterIsReadAsFarAsItGoes() throws IOException {
    List<Entry> all = new ArrayList<>(Entries.events());
    all.addAll(Entries.turns(10, 3));
    all.addAll(Entries.odd().values());
    for (Entry entry : all) {
      byte[] line = Json.bytes(EntryJson.tree(entry));
      assertThat(Json.bytes(EntryJson.tree(EntryReader.read(line)))).isEqualTo(line);
    }
    for (long seed = 0; seed < MANY / 10; seed++) {
      Entry entry = new AnyEntry(seed).entry();
      if (entry instanceof Interaction) {
        Entry read = EntryReader.read(Json.bytes(EntryJson.tree(entry)));
        assertThat(read.id()).isEqualTo(entry.id());
        assertThat(read.conversationId()).isEqualTo(entry.conversationId());
      }
    }
  }

  @Test
  void whatIsNotKnownIsIgnored() throws IOException {
    Entry entry =
        read(
            "{\"schema\":\"steno/1\",\"id\":\"1\",\"conversation_id\":\"c\",\"later\":{\"a\":[]},"
                + "\"started_at\":\"2026-11-20T21:16:49.382645Z\",\"_\":{\"more\":1},"
                + "\"calls\":[{\"id\":\"2\",\"started_at\":\"2026-11-20T21:16:49Z\",\"x\":null}]}");
    assertThat(((Interaction) entry).calls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "secret",
        "{}",
        "{\"schema\":\"steno/2\",\"id\":\"secret\"}",
        "{\"schema\":\"steno/1\"}",
        "{\"schema\":\"steno/1\",\"id\":7}",
        "{\"schema\":\"steno/1\",\"event\":\"secret\",\"id\":\"1\"}",
        "{\"schema\":\"steno/1\",\"id\":\"1\",\"conversation_id\":\"c\",\"started_at\":\"secret\"}",
        "{\"schema\":\"steno/1\",\"id\":\"1\",\"conversation_id\":\"c\","
            + "\"started_at\":\"2026-11-20T21:16:49Z\",\"calls\":[\"secret\"]}",
        "{\"schema\":\"steno/1\",\"id\":\"1\",\"conversation_id\":\"c\","
            + "\"started_at\":\"2026-11-20T21:16:49Z\",\"calls\":{\"secret\":1}}",
        "{\"schema\":\"steno/1\",\"event\":\"visit\",\"id\":\"1\","
            + "\"started_at\":\"2026-11-20T21:16:49Z\",\"_\":{\"content\":\"secret!\"}}",
        "{\"schema\":\"steno/1\"} {}",
      })
  void whatCannotBeReadSaysSoWithoutContent(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("secret")
        .message()
        .isNotBlank();
  }

  @Test
  void aTornRecordIsRefusedWhereverItIsTorn() {
    byte[] whole = EntryCodec.bytes(Entries.odd().get("known"));
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> EntryReader.read(torn)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsDeepIsNoStackOverflow() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> read(deep)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1,Integer",
    "-2147483648,Integer",
    "2147483648,Long",
    "9223372036854775808,BigInteger",
    "1.0,Double",
    "0.1,Double",
    "1e300,Double",
    "0.1000000000000000055511151231257827,BigDecimal",
    "1e400,BigDecimal"
  })
  void numbersAreExact(String text, String type) throws IOException {
    Object number = Json.read(text.getBytes(StandardCharsets.UTF_8));
    assertThat(number.getClass().getSimpleName()).isEqualTo(type);
    assertThat(new java.math.BigDecimal(number.toString()))
        .isEqualByComparingTo(new java.math.BigDecimal(text));
  }
}
