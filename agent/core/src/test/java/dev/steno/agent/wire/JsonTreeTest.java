package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees: read whole, cut, malformed and too big; and written again. */
class JsonTreeTest {
  private static final String ALL =
      "{\"a\":[1,2.5,-3e2,12345678901234567890,true,false,null,\"x\\n\\u00e4\\\"\\/\"],\"b\":{},\"c\":[]}";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void readsEveryType(int piece) {
    JsonTree tree = tree("\uFEFF \n" + ALL + " \n", 10_000, piece);

    assertThat(Tree.map(tree.finish()))
        .containsExactly(
            entry(
                "a",
                Arrays.asList(
                    1,
                    2.5,
                    -300.0,
                    new BigInteger("12345678901234567890"),
                    true,
                    false,
                    null,
                    "x\nä\"/")),
            entry("b", Map.of()),
            entry("c", List.of()));
    assertThat(tree.whole()).isTrue();
    assertThat(tree.truncated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':1,'b':[1,2 | {a=1, b=[1, 2]}",
        "{'a':1,'b':[{'c':'hal | {a=1, b=[{c=hal}]}",
        "{'a':1,'b'        | {a=1}",
        "{'a':'x\\u00      | {a=x}",
        "{'a':1,}          | {a=1}",
        "{'a':[1,nope]}    | {a=[1]}",
        "{'a':{'b':1]}     | {a={b=1}}",
        "[                 | []",
      })
  void keepsWhatWasRead(String json, String kept) {
    JsonTree tree = tree(json.replace('\'', '"'), 10_000, 3);

    assertThat(String.valueOf(tree.finish())).isEqualTo(kept);
    assertThat(tree.whole()).isFalse();
  }

  @Test
  void tellsNothingFromNothing() {
    for (String json : new String[] {"", "  ", "}", "nope", "\u0000"}) {
      assertThat(tree(json, 1000, 1).finish()).isNull();
    }
  }

  @Test
  void cutsStringsOnCodePoints() {
    JsonTree tree = tree("{\"a\":\"" + "😀ä".repeat(1000) + "\",\"n\":1}", 1000, 7);

    String text = String.valueOf(Tree.map(tree.finish()).get("a"));
    assertThat(Text.bytes(text)).isBetween(600, 1000);
    assertThat("😀ä".repeat(1000)).startsWith(text);
    assertThat(text).doesNotContain("\uFFFD");
    assertThat(Tree.map(tree.finish())).containsEntry("n", 1);
    assertThat(tree.truncated()).isTrue();
    assertThat(tree.whole()).isTrue();
  }

  @Test
  void boundsTheNumberOfValues() {
    for (String value : new String[] {"1", "[]", "{}", "\"\"", "null"}) {
      JsonTree tree = tree("[" + (value + ",").repeat(100_000) + value + "]", 4000, 8192);

      assertThat(Tree.list(tree.finish())).as(value).hasSizeBetween(300, 500);
      assertThat(tree.truncated()).isTrue();
      assertThat(tree.whole()).isTrue();
    }
  }

  @Test
  void dropsWhatIsTooDeep() {
    JsonTree tree = tree("[".repeat(64) + "[\"]\\\"]\"]" + "]".repeat(64), 10_000, 5);

    assertThat(String.valueOf(tree.finish())).isEqualTo("[".repeat(64) + "null" + "]".repeat(64));
    assertThat(tree.truncated()).isTrue();
    assertThat(tree.whole()).isTrue();
  }

  @Test
  void cutsNamesAndRefusesEndlessNumbers() {
    JsonTree names = tree("{\"" + "n".repeat(10_000) + "\":1}", 10_000, 100);
    JsonTree numbers = tree("{\"a\":1,\"b\":" + "9".repeat(10_000), 10_000, 100);

    assertThat(Tree.map(names.finish())).containsExactly(entry("n".repeat(256), 1));
    assertThat(names.truncated()).isTrue();
    assertThat(Tree.map(numbers.finish())).containsExactly(entry("a", 1));
    assertThat(numbers.malformed()).isTrue();
  }

  @Test
  void digestsLongBase64AlsoWhenItIsEscaped() {
    byte[] bytes = new byte[3000];
    Arrays.fill(bytes, (byte) 0xFF);
    Digest digest = new Digest();
    digest.add(bytes, 0, bytes.length);
    String slashes = "\\/".repeat(3998) + "\\u002f" + "/";
    JsonTree tree =
        tree("{\"data\":\"" + slashes + "\",\"x\":\"data:a/b;base64," + slashes + "\"}", 9000, 11);

    Map<String, Object> plain = digest.finish(null).toTree();
    Map<String, Object> typed = new LinkedHashMap<>(Map.of("mime_type", "a/b"));
    typed.putAll(plain);
    assertThat(Tree.map(tree.finish())).containsExactly(entry("data", plain), entry("x", typed));
    assertThat(tree.truncated()).isFalse();
  }

  @Test
  void textThatOnlyBeginsLikeBinaryIsText() {
    for (String text :
        new String[] {
          "data", "data:", "data: a, b", "data:x,y", "AAAA", "AAAA".repeat(500) + " no", "d\\u00e4"
        }) {
      JsonTree tree = tree("{\"data\":\"" + text + "\",\"x\":\"" + text + "\"}", 10_000, 2);
      String plain = text.replace("\\u00e4", "ä");
      if (plain.length() < 1024) {
        assertThat(Tree.map(tree.finish())).containsEntry("data", plain);
      }
      assertThat(Tree.map(tree.finish())).containsEntry("x", plain);
    }
  }

  @Test
  void argumentsAreReadAsTheyAre() {
    assertThat(Json.parseContainer(" {\"input\":[1,2],\"embedding\":[3],\"logprobs\":{}} "))
        .isEqualTo(Map.of("input", List.of(1, 2), "embedding", List.of(3), "logprobs", Map.of()));
    for (String none : new String[] {"", "x", "1", "{", "{} {}", "[1]]", "null"}) {
      assertThat(Json.parseContainer(none)).isNull();
    }
  }

  @Test
  void writesWhatItReads() throws IOException {
    Object tree = tree(ALL, 10_000, 1000).finish();

    String written = write(tree);
    assertThat(tree(written, 10_000, 1000).finish()).isEqualTo(tree);
    List<Object> odd = new ArrayList<>(List.of("\ud83d", 1.0f, Double.NaN, new StringBuilder("s")));
    assertThat(write(odd)).isEqualTo("[\"\uFFFD\",1.0,null,\"s\"]");
  }

  private static String write(Object value) {
    return new String(Json.bytes(value), StandardCharsets.UTF_8);
  }

  private static JsonTree tree(String json, int budget, int piece) {
    JsonTree tree = new JsonTree(budget);
    byte[] bytes = Sample.bytes(json);
    for (int i = 0; i < bytes.length; i += piece) {
      tree.feed(bytes, i, Math.min(piece, bytes.length - i));
    }
    tree.finish();
    return tree;
  }
}
