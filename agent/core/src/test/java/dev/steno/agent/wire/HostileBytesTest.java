package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that nobody should send: nothing is thrown, memory stays bounded, what can be is kept. */
class HostileBytesTest {
  private static final int KEPT = 64 * 1024;

  static Iterable<Sample> samples() {
    return Sample.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void piecesMakeNoDifference(Sample sample) {
    Call whole = sample.play();
    assertThat(whole.outcome()).isEqualTo(Outcome.OK);
    assertThat(whole.truncated()).isFalse();
    for (int piece : new int[] {1, 2, 3, 7}) {
      assertThat(sample.play(Ending.How.END_OF_BODY, piece, Sample.BUDGET)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyBeginningOfAnAnswerIsRead(Sample sample) {
    String text = new String(sample.response(), StandardCharsets.ISO_8859_1);
    for (int end = 0; end < sample.response().length; end++) {
      Sample cut = sample.response(Arrays.copyOf(sample.response(), end));
      Call call = cut.play();
      assertThat(call.outcome() == Outcome.OK)
          .as("cut at %d", end)
          .isEqualTo(isWhole(sample, text, end));
      assertThat(cut.play(Ending.How.CLOSED).outcome())
          .isIn(call.outcome() == Outcome.OK ? Outcome.OK : Outcome.CANCELLED);
    }
  }

  /** Whether a beginning has all that says that an answer is over. */
  private static boolean isWhole(Sample sample, String text, int end) {
    if (sample.responseType().equals(Sample.JSON)) {
      return end > Math.max(text.lastIndexOf('}'), lastBracket(sample, text));
    }
    if (sample.responseType().equals(Sample.EVENTS)) {
      return end >= EventStreams.wholeAt(sample.response());
    }
    if (sample.responseType().equals(Sample.NDJSON)) {
      return end > text.lastIndexOf('}');
    }
    int terminal =
        Math.max(
            Math.max(
                text.lastIndexOf("finish_reason\":\"length"), text.lastIndexOf("\"tool_calls\"}")),
            Math.max(
                text.lastIndexOf("finish_reason\": \"stop"),
                text.lastIndexOf("finish_reason\":\"stop")));
    if (terminal < 0) {
      terminal = lastReason(text);
    }
    if (terminal < 0 || sample.path().endsWith("responses")) {
      terminal = text.lastIndexOf("data:");
    }
    // The line's end makes it an event, when nothing follows.
    int line = text.indexOf('\n', terminal);
    int carriageReturn = text.indexOf('\r', terminal);
    return end > (carriageReturn >= 0 ? Math.min(line, carriageReturn) : line);
  }

  /** Where the end of an array that is a stream is, or nowhere. */
  private static int lastBracket(Sample sample, String text) {
    return sample.path().equals(Sample.GEMINI_STREAM) ? text.lastIndexOf(']') : -1;
  }

  /** Where Anthropic, Gemini or Cohere say why the last choice ended. */
  private static int lastReason(String text) {
    return Math.max(
        text.lastIndexOf("stop_reason\":\"tool_use"), text.lastIndexOf("finishReason\": \"STOP"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyBeginningOfARequestIsRead(Sample sample) {
    for (int end = 0; end < sample.request().length; end++) {
      Sample cut =
          new Sample(
              sample.path(),
              Arrays.copyOf(sample.request(), end),
              sample.requestType(),
              200,
              sample.responseType(),
              null,
              sample.response());
      assertThat(cut.play().outcome()).isEqualTo(Outcome.OK);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void flippedBytesAreRead(Sample sample) {
    Random random = new Random(42);
    for (int i = 0; i < 300; i++) {
      byte[] response = sample.response().clone();
      byte[] request = sample.request().clone();
      for (int flips = 0; flips < 3; flips++) {
        response[random.nextInt(response.length)] = (byte) random.nextInt(256);
        request[random.nextInt(request.length)] = (byte) random.nextInt(256);
      }
      String type = i % 3 == 0 ? null : sample.responseType();
      Call call =
          new Sample(sample.path(), request, sample.requestType(), 200, type, null, response)
              .play(Ending.How.END_OF_BODY, 1 + random.nextInt(50), 1 + random.nextInt(4000));
      assertThat(call.outcome()).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void wrongTypesAreRead(Sample sample) {
    String response = new String(sample.response(), StandardCharsets.UTF_8);
    String request = new String(sample.request(), StandardCharsets.UTF_8);
    for (String value : new String[] {"null", "[]", "{}", "7", "\"x\"", "true", "[[{}]]", "-1e9"}) {
      for (String pattern : new String[] {":\\s*\"[^\"]*\"", ":\\s*\\[", ":\\s*\\{", ":\\s*\\d+"}) {
        boolean opens = pattern.endsWith("[") || pattern.endsWith("{");
        String replacement = ":" + value + (opens ? ",\"y\":" + pattern.charAt(5) : "");
        Sample wrong = sample.response(Sample.bytes(response.replaceAll(pattern, replacement)));
        assertThat(wrong.request(request.replaceAll(pattern, replacement)).play()).isNotNull();
      }
    }
  }

  @Test
  void anEndlessStreamIsBounded() {
    Sample empty = Sample.chat(Sample.SSE, "");
    ExchangeReader reader = empty.reader(KEPT);
    reader.response(200, Sample.SSE, null, null);
    byte[] event =
        Sample.bytes(
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + "wört😀 ".repeat(800)
                + "\"}}]}\n\n");
    for (long sent = 0; sent < 64L << 20; sent += event.length) {
      reader.body(event, 0, event.length);
    }
    Call call = reader.finish(Sample.ending(Ending.How.CLOSED));

    assertThat(call.truncated()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(Sample.textOf(call)).isBetween(KEPT / 2, KEPT);
    assertThat(call.outputMessages().get(0).text()).doesNotContain("\uFFFD");
  }

  @Test
  void endlessChoicesToolsAndItemsAreBounded() {
    ExchangeReader chat = Sample.chat(Sample.SSE, "").reader(KEPT);
    chat.response(200, Sample.SSE, null, null);
    ExchangeReader responses = Sample.text("/v1/responses", "", Sample.SSE, "").reader(KEPT);
    responses.response(200, Sample.SSE, null, null);
    for (int i = 0; i < 20_000; i++) {
      feed(
          chat,
          "data: {\"choices\":[{\"index\":"
              + i
              + ",\"delta\":{\"tool_calls\":[{\"index\":"
              + i
              + ",\"id\":\"c\",\"function\":{\"name\":\"f\"}}]}}]}\n\n");
      feed(
          responses,
          "data: {\"type\":\"response.output_item.done\",\"output_index\":"
              + i
              + ",\"item\":{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\"}}\n\n");
    }

    Call one = chat.finish(Sample.ending(Ending.How.CLOSED));
    assertThat(one.outputMessages()).hasSizeLessThan(KEPT / 64);
    assertThat(one.truncated()).isTrue();
    Call other = responses.finish(Sample.ending(Ending.How.CLOSED));
    assertThat(other.outputMessages().get(0).parts()).hasSizeLessThan(KEPT / 64);
    assertThat(other.truncated()).isTrue();
  }

  @Test
  void oneEndlessEventAndOneEndlessLineAreBounded() {
    byte[] piece = new byte[1 << 16];
    Arrays.fill(piece, (byte) 'a');
    for (String start :
        new String[] {"data: {\"id\":\"", "data: ", "", "event: ", "data: 1", "data: {\"a\":[1"}) {
      ExchangeReader reader = Sample.chat(Sample.SSE, "").reader(KEPT);
      reader.response(200, Sample.SSE, null, null);
      feed(reader, start);
      for (int i = 0; i < 200; i++) {
        reader.body(piece, 0, piece.length);
      }
      feed(reader, "\"}\n\ndata: [DONE]\n\n");
      Call call = reader.finish(Sample.ending(Ending.How.END_OF_BODY));
      assertThat(call.outcome()).as(start).isEqualTo(Outcome.OK);
    }
  }

  @Test
  void aHugeRequestLeavesRoomForTheAnswer() {
    String huge = "ü".repeat(KEPT * 2);
    String answer = "y".repeat(KEPT / 8);
    Sample sample =
        Sample.chat(
                Sample.JSON,
                "{\"choices\":[{\"message\":{\"content\":\""
                    + answer
                    + "\"},\"finish_reason\":\"stop\"}]}")
            .request(
                "{\"messages\":[{\"role\":\"user\",\"content\":\""
                    + huge
                    + "\"}],\"model\":\"m\",\"temperature\":1}");
    Call call = sample.play(Ending.How.END_OF_BODY, 1000, KEPT);

    assertThat(call.truncated()).isTrue();
    assertThat(call.requestModel()).isEqualTo("m");
    assertThat(call.request()).containsEntry("temperature", 1);
    assertThat(call.inputMessages().get(0).text()).hasSizeBetween(KEPT / 5, KEPT / 2);
    assertThat(call.outputMessages().get(0).text()).isEqualTo(answer);
    assertThat(Sample.textOf(call)).isLessThanOrEqualTo(KEPT);
  }

  @Test
  void theNewestOfManyMessagesAreKept() {
    StringBuilder messages = new StringBuilder("{\"role\":\"system\",\"content\":\"first\"}");
    for (int i = 0; i < 1000; i++) {
      messages
          .append(",{\"role\":\"user\",\"content\":\"")
          .append("z".repeat(500))
          .append(i)
          .append("\"}");
    }
    Call call =
        Sample.chat(Sample.JSON, "{}")
            .request("{\"messages\":[" + messages + "],\"model\":\"m\"}")
            .play(Ending.How.END_OF_BODY, 4096, KEPT);

    assertThat(call.truncated()).isTrue();
    assertThat(call.inputMessages()).hasSizeGreaterThan(40);
    assertThat(call.inputMessages().get(0).text()).isEqualTo("first");
    assertThat(call.inputMessages().get(call.inputMessages().size() - 1).text()).endsWith("z999");
    assertThat(call.requestModel()).isEqualTo("m");
    assertThat(Sample.textOf(call)).isLessThanOrEqualTo(KEPT);
  }

  @Test
  void usageIsFoundBehindTwoHundredMegabytes() {
    ExchangeReader reader =
        Sample.text("/v1/embeddings", "{}", Sample.JSON, "").reader(Sample.BUDGET);
    reader.response(200, Sample.JSON, null, null);
    StringBuilder vector =
        new StringBuilder("{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5");
    vector.append(",-0.0123456789".repeat(3071)).append("]}");
    byte[] piece = Sample.bytes("," + vector);
    feed(reader, "{\"object\":\"list\",\"data\":[" + vector);
    int count = 1;
    for (long sent = 0; sent < 200L << 20; sent += piece.length) {
      reader.body(piece, 0, piece.length);
      count++;
    }
    feed(reader, "],\"model\":\"e\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}");
    Call call = reader.finish(Sample.ending(Ending.How.END_OF_BODY));

    assertThat(call.usage()).isEqualTo(new Usage(8L, null, null, null, null));
    assertThat(call.responseModel()).isEqualTo("e");
    assertThat(call.result())
        .containsEntry("count", (long) count)
        .containsEntry("dimensions", 3072L);
    assertThat(call.truncated()).isFalse();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void usageIsFoundBehindAnythingBig() {
    ExchangeReader reader = Sample.chat(Sample.JSON, "").reader(KEPT);
    reader.response(200, Sample.JSON, null, null);
    feed(reader, "{\"choices\":[{\"message\":{\"content\":\"");
    byte[] text = Sample.bytes("lorem ipsum ".repeat(5000));
    for (int i = 0; i < 200; i++) {
      reader.body(text, 0, text.length);
    }
    feed(reader, "\"},\"finish_reason\":\"length\"}],\"junk\":[");
    byte[] junk = Sample.bytes("{\"a\":[1,2,{}],\"b\":\"c\"},".repeat(5000));
    for (int i = 0; i < 50; i++) {
      reader.body(junk, 0, junk.length);
    }
    feed(reader, "0],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}");
    Call call = reader.finish(Sample.ending(Ending.How.END_OF_BODY));

    assertThat(call.usage()).isEqualTo(new Usage(1L, 2L, null, null, null));
    assertThat(call.finishReasons()).containsExactly("length");
    assertThat(call.outputMessages().get(0).text())
        .startsWith("lorem ipsum")
        .hasSizeBetween(KEPT / 2, KEPT);
    assertThat(call.truncated()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void aBombDoesNotGoOff() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(Sample.bytes("{\"choices\":[{\"message\":{\"content\":\""));
      byte[] zeros = new byte[1 << 20];
      Arrays.fill(zeros, (byte) 'a');
      for (int i = 0; i < 300; i++) {
        gzip.write(zeros);
      }
    }
    Call call =
        Sample.chat(Sample.JSON, "")
            .encoded("gzip", bomb.toByteArray())
            .play(Ending.How.END_OF_BODY, 8192, KEPT);

    assertThat(call.truncated()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(Sample.textOf(call)).isLessThanOrEqualTo(KEPT);
  }

  @Test
  void deepNestingIsLeftOut() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    Call whole =
        Sample.chat(
                Sample.JSON,
                "{\"x\":"
                    + deep
                    + ",\"id\":\"c\",\"y\":"
                    + deep.replace("[", "{\"a\":")
                        .replace(":}", ":1}")
                        .replace("]", "}")
                        .replace(":}", ":1}")
                    + "}")
            .request("{\"metadata\":" + deep + ",\"model\":\"m\"}")
            .play();
    Call open = Sample.chat(Sample.JSON, "[".repeat(100_000)).play();

    assertThat(whole.responseId()).isEqualTo("c");
    assertThat(whole.requestModel()).isEqualTo("m");
    assertThat(whole.truncated()).isTrue();
    assertThat(whole.outcome()).isEqualTo(Outcome.OK);
    assertThat(open.failure().type()).isEqualTo("incomplete_response");
  }

  @Test
  void brokenTextIsRepaired() {
    byte[] broken =
        "{\"choices\":[{\"message\":{\"content\":\"a\u00ffb\u00c3\\\\\u00f0\u0080c\\ud83d d\u0000\u00ed\u00a0\u0080\u00e2\u0082\"}}]}"
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int piece : new int[] {1, 5, 1000}) {
      Call call =
          Sample.chat(Sample.JSON, "").response(broken).play(Ending.How.END_OF_BODY, piece, KEPT);
      String text = call.outputMessages().get(0).text();
      assertThat(text.replace("\uFFFD", "?")).isEqualTo("a?b?\\??c? d\0????");
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
    }
  }

  private static void feed(ExchangeReader reader, String text) {
    byte[] bytes = Sample.bytes(text);
    reader.body(bytes, 0, bytes.length);
  }
}
