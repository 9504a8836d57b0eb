package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a text is that is written, and where it is cut. */
class JsonWriterTest {
  private static final String MIXED = "aé漢🙏\u0001\"\n\\\uD83D.\uDE4F";

  private static int written(String text) {
    JsonWriter out = new JsonWriter();
    out.value(text);
    return out.size() - 2;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", MIXED, "\uD83D", "\uDE4F\uD83D"})
  void aTextIsAsLongAsItIsWritten(String text) {
    assertThat(JsonWriter.length(text)).isEqualTo(written(text));
  }

  static IntStream lengths() {
    return IntStream.rangeClosed(0, written(MIXED));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void itIsCutBetweenCharactersWhereNoMoreFits(int most) {
    String cut = JsonWriter.cut(MIXED, most);
    assertThat(MIXED).startsWith(cut);
    assertThat(written(cut)).isLessThanOrEqualTo(most);
    int end = cut.length();
    if (end < MIXED.length()) {
      int more = Character.charCount(MIXED.codePointAt(end));
      assertThat(written(MIXED.substring(0, end + more))).isGreaterThan(most);
    }
  }
}
