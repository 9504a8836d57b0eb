package dev.steno.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of texts and trees in which something is found. */
class RedactorTest {
  private static final boolean NIGHTLY = Boolean.getBoolean("nightly");

  private final Redactor all = Redactors.all();
  private final Redactor pseudonyms = Redactors.pseudonyms();

  @Test
  void pseudonymsJoin() {
    String one = pseudonyms.text("bob@example.com");
    assertThat(one).matches("\\[email:[0-9a-f]{16}]");
    assertThat(pseudonyms.text("mail bob@example.com now")).isEqualTo("mail " + one + " now");
    assertThat(all.id("bob@example.com")).as("an id, whatever the mode").isEqualTo(one);
    assertThat(all.text("bob@example.com")).isEqualTo("[email]");
    assertThat(pseudonyms.text("eve@example.com")).isNotEqualTo(one);
    Names others = new Names(java.util.Set.of("email"), () -> new byte[] {9});
    assertThat(others.of("email", "bob@example.com", true)).isNotEqualTo(one);
  }

  @Test
  void manyIdsStayMany() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      names.add(all.id("user-" + i + "@example.com"));
    }
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void whatStandsUnderTheNameOfASecret() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("password", "correct");
    tree.put("apiKey", "abc");
    tree.put("access_token", "abc");
    tree.put("db.passwd", "x");
    tree.put("credentials", Map.of("user", "bob", "pin", 1234, "all", List.of("a")));
    tree.put("max_tokens", 100);
    tree.put("token", 17);
    tree.put("token_type", "bearer");
    tree.put("tokenizer", "cl100k");
    tree.put("next_token", "short");
    tree.put("key", "color");
    tree.put("author", "bob");
    tree.put("password_policy", "twelve characters");
    assertThat(Redactors.usual().tree(tree))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("password", "[secret]"),
                Map.entry("apiKey", "[secret]"),
                Map.entry("access_token", "[secret]"),
                Map.entry("db.passwd", "[secret]"),
                Map.entry(
                    "credentials",
                    Map.of("user", "[secret]", "pin", 1234, "all", List.of("[secret]"))),
                Map.entry("max_tokens", 100),
                Map.entry("token", 17),
                Map.entry("token_type", "bearer"),
                Map.entry("tokenizer", "cl100k"),
                Map.entry("next_token", "short"),
                Map.entry("key", "color"),
                Map.entry("author", "bob"),
                Map.entry("password_policy", "twelve characters")));
    assertThat(Redactors.usual().schema(tree)).as("a schema").isSameAs(tree);
  }

  @Test
  void numbersAndNamesOfATreeAreLookedAt() {
    assertThat(all.tree(Map.of("n", 4111111111111111L))).isEqualTo(Map.of("n", "[card]"));
    assertThat(all.tree(List.of(1714435200000L, 42, 0.5, true)))
        .isEqualTo(List.of(1714435200000L, 42, 0.5, true));
    Map<String, Object> byUser = Map.of("bob@example.com", 1, "eve@example.com", 2);
    assertThat(String.valueOf(all.tree(byUser)))
        .matches("\\{\\[email:.*]=\\d, \\[email:.*]=\\d}")
        .doesNotContain("bob");
  }

  @Test
  void whatOverlapsIsOne() {
    assertThat(all.text("password=bob@example.com")).isEqualTo("password=[secret]");
    assertThat(all.text("https://bob:pw1234@example.com/x")).isEqualTo("https://[secret]/x");
    assertThat(Redactors.usual().text("https://bob:pw1234@example.com/x"))
        .isEqualTo("https://[secret]@example.com/x");
    assertThat(all.text("4111 1111 1111 1111 and +1 415 555 2671")).isEqualTo("[card] and [phone]");
  }

  @Test
  void onceIsEnough() {
    Random random = new Random(7);
    for (int i = 0; i < (NIGHTLY ? 200_000 : 5_000); i++) {
      String text = random(random);
      for (Redactor redactor : List.of(all, pseudonyms)) {
        String once = redactor.text(text);
        assertThat(redactor.text(once)).as(text).isEqualTo(once);
      }
    }
  }

  @Test
  void anyTextIsReadAndOneWithoutFindingsIsTheSame() {
    Random random = new Random(11);
    for (int i = 0; i < (NIGHTLY ? 500_000 : 10_000); i++) {
      String text = random(random);
      String redacted = all.text(text);
      if (redacted.equals(text)) {
        assertThat(redacted).isSameAs(text);
      }
    }
  }

  @Test
  void charactersBeyondAsciiStayWhole() {
    String key = Canaries.ALL.get(0);
    assertThat(all.text("\ud83d\ude00" + key + "\ud83d\ude00\ud83d"))
        .isEqualTo("\ud83d\ude00[secret]\ud83d\ude00\ud83d");
  }

  /** Pieces of what is looked for, in any order. */
  private static String random(Random random) {
    String[] pieces = {
      "sk-",
      "eyJ",
      ".",
      "://",
      "@",
      ":",
      "=",
      "\"",
      "'",
      " ",
      "\n",
      "-",
      "_",
      "password",
      "key",
      "token",
      "Bearer ",
      "Basic ",
      "Authorization: ",
      "Cookie: ",
      "-----BEGIN ",
      "PRIVATE KEY-----",
      "-----END ",
      "[secret]",
      "[email:0123456789abcdef]",
      "[",
      "]",
      "AKIA",
      "SG.",
      "1",
      "42",
      "4111 1111 1111 1111",
      "+1 415",
      "555-2671",
      "192.168.",
      "0.1",
      "::",
      "DE89",
      "3704 0044",
      "bob",
      "example.com",
      "Zq7Xk2Lm9Rt4Wv8",
      "\\",
      "%3D",
      "(",
      "{",
      "\ud83d",
      "ä",
      "日",
      "0",
      "abcdefghij0123456789",
      "QUJDOkRFRg=="
    };
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(24);
    for (int i = 0; i < count; i++) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
