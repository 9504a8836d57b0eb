package dev.steno.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Privacy;
import dev.steno.agent.export.EntryJson;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes to disk and to each exporter. */
class RulesTest {
  /** How the test data mark the message of a failure, which is redacted in any case. */
  private static final String FAILURE = "(<input\\+output\\+system\\+arguments\\+results:[0-9]+> )";

  private static final List<String> ALL = Privacy.DETECTORS;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @TempDir Path folder;

  static List<String> parts() {
    return Privacy.PARTS;
  }

  @ParameterizedTest
  @MethodSource("parts")
  void ofEachPartAloneNothingCanBeLeftAndAllElseIs(String part) {
    Map<String, String> content = modes("full");
    content.put(part, "none");
    List<String> markers = new ArrayList<>();
    List<Entry> entries = new Whole(parts -> marker(parts, markers), what -> "told-" + what).all();
    Rules rules = rules(privacy(content, Map.of(), List.of("secrets")), "file");
    String kept = json(rules, entries);
    for (String marker : markers) {
      boolean isOfPart = List.of(marker.split("[<+:>]")).contains(part);
      assertThat(kept.contains(marker)).as(marker + " without " + part).isEqualTo(!isOfPart);
    }
  }

  @Test
  void withoutContentNamesAndNumbersAreLeftAndNoWordOfIt() {
    List<String> markers = new ArrayList<>();
    List<Entry> entries = new Whole(parts -> marker(parts, markers), what -> "told-" + what).all();
    Rules rules = rules(privacy(modes("none"), Map.of(), List.of()), "file");
    String kept = json(rules, entries);
    assertThat(markers).hasSizeGreaterThan(40);
    assertThat(kept)
        .doesNotContain("<input")
        .doesNotContain("<output")
        .doesNotContain("<system")
        .doesNotContain("<tools")
        .doesNotContain("<arguments")
        .doesNotContain("<results")
        .doesNotContain("<attachments")
        .contains("\"input_tokens\":80")
        .contains("\"request_model\":\"gpt-4o\"")
        .contains("\"tool_name\":\"search\"")
        .contains("\"role\":\"developer\"")
        .contains("\"type\":\"reasoning\"")
        .contains("\"type\":\"something_new\"")
        .contains("\"size\":7")
        .contains("{\"type\":\"function\",\"name\":\"search\"}")
        .contains("\"status\":400")
        .contains("told-tenant")
        .contains("\"sentiment\":\"good\"")
        .contains("\"usd\"");
  }

  @Test
  void eachExporterGetsWhatItMayAndTheFileAll() {
    List<String> markers = new ArrayList<>();
    String key = Canaries.ALL.get(0);
    List<Entry> entries =
        new Whole(parts -> marker(parts, markers) + " " + key, what -> "told-" + what).all();
    Map<String, Map<String, String>> contentOf =
        Map.of("file", modes("full"), "agnost", modes("none"));
    Rules rules =
        rules(privacy(modes("redacted"), contentOf, List.of("secrets")), "file", "agnost", "otlp");
    for (Entry entry : entries) {
      Entry all = rules.forAll(entry);
      assertThat(json(all)).isEqualTo(json(entry).replaceAll(FAILURE + key, "$1[secret]"));
      assertThat(rules.of("file").apply(all)).isSameAs(all);
      assertThat(json(rules.of("agnost").apply(all))).doesNotContain("<").doesNotContain(key);
      assertThat(json(rules.of("otlp").apply(all))).doesNotContain(key);
    }
    String otlp = json(rules.of("otlp").apply(rules.forAll(entries.get(0))));
    assertThat(otlp).contains("[secret]").contains(markers.get(0));
  }

  @Test
  void whatNobodyMayHaveGoesNoFurther() {
    Map<String, Map<String, String>> contentOf =
        Map.of("otlp", modes("none"), "agnost", modes("redacted"));
    Rules rules = rules(privacy(modes("full"), contentOf, List.of("secrets")), "otlp", "agnost");
    String key = Canaries.ALL.get(0);
    Entry entry = new Whole(parts -> key, what -> key).interaction(Outcome.OK);
    Entry all = rules.forAll(entry);
    assertThat(json(all)).doesNotContain(key).contains("[secret]");
    assertThat(rules.of("agnost").apply(all)).as("nothing is left to do").isSameAs(all);
    assertThat(json(rules.of("otlp").apply(all)))
        .doesNotContain("\"input\":")
        .doesNotContain("\"content\":");
  }

  @ParameterizedTest
  @MethodSource("dev.steno.agent.privacy.Canaries#all")
  void noSecretIsLeftInAnyField(String secret) {
    List<Entry> entries =
        new Whole(
                parts -> "some text, " + secret + "\n\tat com.example.App.run(App.java:12)",
                what -> "x " + secret)
            .all();
    Rules rules = rules(privacy(modes("redacted"), Map.of(), List.of("secrets")), "file");
    for (Entry entry : entries) {
      Entry kept = rules.forAll(entry);
      assertThat(json(kept)).as(secret).doesNotContain(Canaries.core(secret));
      if (kept instanceof Event event && event.content() != null) {
        assertThat(new String(event.content(), StandardCharsets.UTF_8))
            .doesNotContain(Canaries.core(secret));
      }
      assertThat(rules.forAll(kept)).as("once is enough").isSameAs(kept);
    }
  }

  @Test
  void whatHasNothingInItIsTheSameObject() {
    List<String> detectors = List.of("secrets", "email", "phone", "card", "iban");
    Rules rules = rules(privacy(modes("redacted"), Map.of(), detectors), "file");
    for (Entry entry : new Whole(parts -> "words of " + parts, what -> "a-" + what).all()) {
      assertThat(rules.forAll(entry)).isSameAs(entry);
    }
  }

  @Test
  void usersNeverBecomeOneAndJoin() {
    Rules rules = rules(privacy(modes("redacted"), Map.of(), ALL), "file");
    Entry bob =
        rules.forAll(
            new Whole(parts -> "from bob@example.com", what -> "bob@example.com")
                .interaction(Outcome.OK));
    Entry eve =
        rules.forAll(new Whole(parts -> "x", what -> "eve@example.com").interaction(Outcome.OK));
    assertThat(bob.origin().userId()).matches("\\[email:[0-9a-f]{16}]");
    assertThat(eve.origin().userId()).isNotEqualTo(bob.origin().userId());
    assertThat(bob.conversationId()).isEqualTo(bob.origin().userId());
    assertThat(((Interaction) bob).input()).isEqualTo("from [email]");
    Rules other = rules(privacy(modes("redacted"), Map.of(), ALL), "file");
    Entry again =
        other.forAll(new Whole(parts -> "x", what -> "bob@example.com").interaction(Outcome.OK));
    assertThat(again.origin().userId())
        .as("of the key in the folder")
        .isEqualTo(bob.origin().userId());
    assertThat(bob.origin().client().ip()).isEqualTo("[ip]");
  }

  @Test
  void patternsOfTheUsersOwn() {
    Map<String, String> patterns = new LinkedHashMap<>();
    patterns.put("order", "ORD-\\d{6}");
    patterns.put("bad", "(");
    patterns.put("empty", "x*");
    Rules rules =
        new Rules(
            new Privacy(
                modes("redacted"),
                Map.of(),
                List.of(),
                patterns,
                false,
                "",
                1,
                true,
                List.of(),
                List.of()),
            List.of("file"),
            folder.toString(),
            new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false));
    Entry kept =
        rules.forAll(
            new Whole(parts -> "where is ORD-123456 xx?", what -> what).interaction(Outcome.OK));
    assertThat(((Interaction) kept).input()).isEqualTo("where is [order] xx?");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("'bad' is not looked for")
        .contains("'empty' is not looked for");
  }

  static String marker(String parts, List<String> markers) {
    String marker = "<" + parts + ":" + markers.size() + ">";
    markers.add(marker);
    return marker;
  }

  static Map<String, String> modes(String mode) {
    Map<String, String> modes = new LinkedHashMap<>();
    Privacy.PARTS.forEach(part -> modes.put(part, mode));
    return modes;
  }

  private static Privacy privacy(
      Map<String, String> content,
      Map<String, Map<String, String>> contentOf,
      List<String> redact) {
    return new Privacy(
        content, contentOf, redact, Map.of(), false, "", 1, true, List.of(), List.of());
  }

  private Rules rules(Privacy privacy, String... exporters) {
    Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false);
    return new Rules(privacy, List.of(exporters), folder.toString(), log);
  }

  private static String json(Rules rules, List<Entry> entries) {
    StringBuilder all = new StringBuilder();
    entries.forEach(entry -> all.append(json(rules.forAll(entry))).append('\n'));
    return all.toString();
  }

  /** The record, and the content of a file, which is in none. */
  static String json(Entry entry) {
    String record = new String(Json.bytes(EntryJson.tree(entry)), StandardCharsets.UTF_8);
    byte[] content = entry instanceof Event event ? event.content() : null;
    return content == null ? record : record + new String(content, StandardCharsets.UTF_8);
  }
}
