package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Outcome;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers that come as lines of JSON. */
class NdjsonAnswerTest {
  private static final String LAST = "{\"message\":{\"content\":\"!\"},\"done\":true}";

  private static String line(String text) {
    return "{\"message\":{\"content\":\"" + text + "\"}}";
  }

  private static Sample sample(String type, String answer) {
    return Sample.text(Sample.OLLAMA_CHAT, "{\"messages\":[]}", type, answer);
  }

  private static String read(String answer) {
    Call call = sample(Sample.NDJSON, answer).play();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.truncated()).isFalse();
    return call.outputMessages().get(0).text();
  }

  @Test
  void toleratesAllWaysToEndALine() {
    assertThat(read(line("a") + "\n" + line("b") + "\n" + LAST + "\n")).isEqualTo("ab!");
    assertThat(read(line("a") + "\r\n \t\r\n\n\n" + line("b") + " \r\n" + LAST)).isEqualTo("ab!");
    assertThat(read("\n\n" + LAST + "\r")).isEqualTo("!");
  }

  @Test
  void allNamesOfTheTypeAreKnown() {
    for (String type : NdjsonAnswer.TYPES) {
      Call call = sample(type + "; charset=utf-8", line("a") + "\n" + LAST).play();
      assertThat(call.outputMessages().get(0).text()).isEqualTo("a!");
      assertThat(call.streaming()).isTrue();
    }
  }

  @Test
  void linesAreKnownWhereTheirTypeWasLost() {
    for (String type : Arrays.asList(null, "text/plain", "application/octet-stream")) {
      Call call = sample(type, "\n" + line("a") + "\n" + LAST).play();
      assertThat(call.outputMessages().get(0).text()).isEqualTo("a!");
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
    }
    Sample whole = sample(null, LAST).request("{\"stream\":false}");
    assertThat(whole.play().streaming()).isFalse();
    assertThat(whole.play().outputMessages().get(0).text()).isEqualTo("!");
  }

  @Test
  void brokenLinesAreSkipped() {
    Call call = sample(Sample.NDJSON, "nonsense\n[1]\n{\"a\":\n" + line("a") + "\n" + LAST).play();

    assertThat(call.outputMessages().get(0).text()).isEqualTo("a!");
    assertThat(call.truncated()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void goesOnAtTheNextLineWhenBytesAreMissing() {
    ExchangeReader reader = sample(Sample.NDJSON, "").reader(Sample.BUDGET);
    reader.response(200, Sample.NDJSON, null, null);
    feed(reader, line("a") + "\n{\"message\":{\"content\":\"los");
    reader.missed();
    feed(reader, "t\"}}\n" + line("b") + "\n" + LAST);
    Call call = reader.finish(Sample.ending(Ending.How.END_OF_BODY));

    assertThat(call.outputMessages().get(0).text()).isEqualTo("ab!");
    assertThat(call.truncated()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void endlessLinesAndStreamsAreBounded() {
    int kept = 64 * 1024;
    ExchangeReader reader = sample(Sample.NDJSON, "").reader(kept);
    reader.response(200, Sample.NDJSON, null, null);
    String piece = line("wört😀 ".repeat(500)) + "\n";
    IntStream.range(0, 5_000).forEach(i -> feed(reader, piece));
    feed(reader, "{\"message\":{\"tool_calls\":[");
    IntStream.range(0, 5_000).forEach(i -> feed(reader, "{\"function\":{\"name\":\"f\"}},"));
    feed(reader, "{}]}}\n{\"message\":{\"content\":\"");
    String text = "lorem ipsum ".repeat(5_000);
    IntStream.range(0, 200).forEach(i -> feed(reader, text));
    feed(reader, "\"}}\n" + LAST);
    Call call = reader.finish(Sample.ending(Ending.How.END_OF_BODY));

    assertThat(call.truncated()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(Sample.textOf(call)).isBetween(kept / 2, kept);
  }

  private static void feed(ExchangeReader reader, String text) {
    byte[] bytes = Sample.bytes(text);
    reader.body(bytes, 0, bytes.length);
  }
}
