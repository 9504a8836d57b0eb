package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The reader of JSON reads what another one reads, and refuses what that refuses. */
class JsonReaderTest {
  private static final int ROUNDS = 40_000;
  private static final JsonFactory OTHER =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\\"",
    "\\n",
    "\\u00e4",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\u12",
    "\\x",
    "1",
    "0",
    "-",
    "-0",
    "1.5",
    "1.",
    "1e5",
    "1E+400",
    "12345678901",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "01",
    "true",
    "false",
    "null",
    "nul",
    "truee",
    " ",
    "\n",
    "\t",
    "\u0001",
    "a",
    "ä",
    "😀",
    "\"a\"",
    "\"b\":",
    "{}",
    "[]",
    "[1,2]",
    "\"x\":{",
    "+",
    ".",
    "/",
    "e",
    "\u007f"
  };

  private final Random random = new Random(7);

  @Test
  void readsAsAnotherReads() {
    int accepted = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = i % 3 == 0 ? noise() : mutated(document(0));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      JsonTree tree = new JsonTree(1 << 20);
      int piece = i % 2 == 0 ? bytes.length : 1 + random.nextInt(5);
      for (int at = 0; at < bytes.length; at += piece) {
        tree.feed(bytes, at, Math.min(piece, bytes.length - at));
      }
      Object read = tree.finish();
      try {
        Object expected = other(bytes);
        accepted++;
        assertThat(read).as(text).isEqualTo(expected);
        assertThat(tree.whole()).as(text).isTrue();
        assertThat(tree.malformed()).as(text).isFalse();
      } catch (IOException refused) {
        // The other one refuses a name with half of a pair, of which this one takes what it can.
        assertThat(tree.whole() && !text.contains("\\ud")).as(text).isFalse();
      }
    }
    assertThat(accepted).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void aReaderThatIsUsedAgainReadsAsAFirstOne() {
    JsonTree used = new JsonTree(1 << 20);
    for (int i = 0; i < ROUNDS / 4; i++) {
      byte[] bytes = mutated(document(0)).getBytes(StandardCharsets.UTF_8);
      JsonTree first = new JsonTree(1 << 20);
      used.again(new Budget(1 << 20));
      int cut = random.nextInt(bytes.length + 1);
      for (JsonTree tree : List.of(first, used)) {
        tree.feed(bytes, 0, cut);
        tree.feed(bytes, cut, bytes.length - cut);
      }
      assertThat(used.finish()).isEqualTo(first.finish());
      assertThat(used.whole()).isEqualTo(first.whole());
      assertThat(used.malformed()).isEqualTo(first.malformed());
      assertThat(used.trailing()).isEqualTo(first.trailing());
    }
  }

  /** What waited on disk is read by this one where it can be, and by the other one else. */
  @Test
  void whatWaitedIsReadAsTheOtherOneReadsIt() throws IOException {
    int quick = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = i % 3 == 0 ? noise() : mutated(document(0));
      if (text.chars().anyMatch(Character::isISOControl) || text.contains("\\ud83d")) {
        continue; // no record has them in it
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (i % 5 == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) (0x80 + random.nextInt(0x80));
      }
      JsonTree tree = JsonTree.exact();
      tree.feed(bytes, 0, bytes.length);
      Object read = tree.finish();
      Object expected;
      try {
        expected = Json.readCarefully(bytes);
      } catch (IOException refused) {
        assertThat(tree.isExact()).as(text).isFalse();
        assertThatThrownBy(() -> Json.read(bytes)).isInstanceOf(IOException.class);
        continue;
      }
      if (tree.isExact()) {
        quick++;
        assertThat(read).as(text).isEqualTo(expected);
      }
      assertThat(Json.read(bytes)).as(text).isEqualTo(expected);
    }
    assertThat(quick).isGreaterThan(ROUNDS / 10);
  }

  /** It is lenient where the other one is not, which shows who reads. */
  @Test
  void whatWaitedIsReadByThisOneFirst() throws IOException {
    byte[] text = "{\"text\":\"\u0001\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(Json.read(text)).isEqualTo(Map.of("text", "\u0001"));
    assertThatThrownBy(() -> Json.readCarefully(text)).isInstanceOf(IOException.class);
  }

  @Test
  void whatWaitedIsNeitherCutNorDigested() throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("data", "QUJD".repeat(1_000));
    tree.put("url", "data:image/png;base64," + "QUJD".repeat(1_000));
    tree.put("n".repeat(1_000), "a name");
    tree.put("text", "ä\n".repeat(100_000));
    tree.put("embedding", List.of(0.25, 0.5));
    tree.put("input", List.of(1, 2, 3));
    tree.put("logprobs", Map.of("encrypted_content", "sealed"));
    assertThat(Json.read(Json.bytes(tree))).isEqualTo(tree);
    Object deep = "ground";
    for (int i = 0; i < 500; i++) {
      deep = i % 2 == 0 ? List.of(deep) : Map.of("deeper", deep);
    }
    tree.put("deep", deep);
    tree.put("exact", new BigDecimal("0.1000000000000000055511151231257827"));
    tree.put("huge", new BigDecimal("1e400"));
    // Not with isEqualTo: to show what is so deep takes for ever.
    assertThat(tree.equals(Json.read(Json.bytes(tree)))).isTrue();
  }

  private String noise() {
    StringBuilder noise = new StringBuilder(random.nextBoolean() ? "{" : "[");
    for (int i = random.nextInt(12); i > 0; i--) {
      noise.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return noise.append(noise.charAt(0) == '{' ? "}" : "]").toString();
  }

  private String document(int depth) {
    StringBuilder document = new StringBuilder();
    boolean list = random.nextBoolean();
    document.append(list ? "[" : "{");
    int many = random.nextInt(4);
    for (int i = 0; i < many; i++) {
      document.append(i > 0 ? "," : "").append(random.nextInt(5) == 0 ? " " : "");
      if (!list) {
        document.append(string()).append(":");
      }
      document.append(
          switch (random.nextInt(5)) {
            case 0 -> depth < 4 ? document(depth + 1) : "{}";
            case 1 -> Integer.toString(random.nextInt());
            case 2 -> Double.toString(random.nextGaussian() * 1e9);
            case 3 -> random.nextBoolean() ? "null" : "true";
            default -> string();
          });
    }
    return document.append(list ? "]" : "}").toString();
  }

  private String string() {
    StringBuilder string = new StringBuilder("\"");
    for (int i = random.nextInt(6); i > 0; i--) {
      string.append(
          new String[] {"a", "data", "\\n", "\\\"", "ä", "😀", "\\u00fc", "\\/", " ", "€"}
              [random.nextInt(10)]);
    }
    return string.append('"').toString();
  }

  private String mutated(String text) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = 1 + random.nextInt(Math.max(1, mutated.length() - 1));
      String piece = PIECES[random.nextInt(PIECES.length)];
      if (random.nextBoolean()) {
        mutated.insert(at, piece);
      } else if (at < mutated.length() && mutated.charAt(at) < 128) {
        mutated.replace(at, at + 1, piece);
      }
    }
    return mutated.toString();
  }

  private static Object other(byte[] bytes) throws IOException {
    try (JsonParser parser = OTHER.createParser(bytes)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("it ended");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = Text.clean(parser.currentName());
          parser.nextToken();
          map.put(name, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> Text.clean(parser.getText());
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> {
        double value = parser.getDoubleValue();
        yield Double.isFinite(value) ? value : null;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
