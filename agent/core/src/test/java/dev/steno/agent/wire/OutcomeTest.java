package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** How a call ended, from what its bytes and its ending say. */
class OutcomeTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final Sample WHOLE = Sample.files(CHAT, "chat-request.json", "chat-response.json");
  private static final Sample STREAM = Sample.files(CHAT, "chat-request.json", "chat-response.sse");
  private static final Sample REFUSED =
      Sample.files(CHAT, "chat-request.json", "error-response.json").status(429);

  @Test
  void wholeAnswersAreOkHoweverTheyWereClosed() {
    for (Ending.How how :
        new Ending.How[] {Ending.How.END_OF_BODY, Ending.How.CLOSED, Ending.How.ABANDONED}) {
      assertThat(WHOLE.play(how).outcome()).isEqualTo(Outcome.OK);
      assertThat(STREAM.play(how).outcome()).isEqualTo(Outcome.OK);
    }
  }

  @Test
  void cutStreamsKeepWhatTheySaid() {
    Sample cut =
        Sample.chat(Sample.SSE, "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\nda");

    assertThat(cut.play(Ending.How.CLOSED).outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(cut.play(Ending.How.ABANDONED).outcome()).isEqualTo(Outcome.ABANDONED);
    Call ended = cut.play();
    assertThat(ended.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(ended.truncated()).isTrue();
    assertThat(ended.failure())
        .isEqualTo(
            new Failure("incomplete_response", "the stream ended before its last event", 200));
    assertThat(ended.outputMessages().get(0).text()).isEqualTo("Hi");
  }

  @Test
  void cutJsonKeepsWhatItSaid() {
    Sample cut =
        Sample.chat(
            Sample.JSON, "{\"id\":\"c\",\"choices\":[{\"message\":{\"content\":\"Half a sen");

    Call call = cut.play();
    assertThat(call.failure())
        .isEqualTo(
            new Failure(
                "incomplete_response", "the body is not valid JSON: it ends too early", 200));
    assertThat(call.responseId()).isEqualTo("c");
    assertThat(call.outputMessages().get(0).text()).isEqualTo("Half a sen");
    assertThat(Sample.chat(Sample.JSON, "{\"a\":nope}").play().failure().message())
        .isEqualTo("the body is not valid JSON: it is malformed");
  }

  @Test
  void everyChoiceMustHaveFinished() {
    String one =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n";
    String two = "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}\n\n";

    assertThat(Sample.chat(Sample.SSE, one).play(Ending.How.CLOSED).outcome())
        .isEqualTo(Outcome.OK);
    assertThat(Sample.chat(Sample.SSE, one + two).play(Ending.How.CLOSED).outcome())
        .isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void errorsAreReadFromTheBody() {
    Failure told = new Failure("rate_limit_exceeded", "Rate limit reached for gpt-4o", 429);

    assertThat(REFUSED.play().failure()).isEqualTo(told);
    assertThat(REFUSED.play(Ending.How.FAILED).failure()).isEqualTo(told);
    assertThat(REFUSED.play().outputMessages()).isEmpty();
    assertThat(error("{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":null}}"))
        .isEqualTo(new Failure("t", "m", 500));
    assertThat(error("{\"error\":{\"message\":\"m\"}}")).isEqualTo(new Failure("500", "m", 500));
    assertThat(error("{\"error\":\"m\"}")).isEqualTo(new Failure("500", "m", 500));
    assertThat(error("")).isEqualTo(new Failure("500", null, 500));
    assertThat(error("<html>" + "ä".repeat(1000)).message()).startsWith("<html>ää").hasSize(515);
  }

  private static Failure error(String body) {
    return Sample.chat("text/html", body).status(500).play().failure();
  }

  @Test
  void whatWasThrownIsTheFailure() {
    assertThat(WHOLE.play(Ending.How.FAILED).failure())
        .isEqualTo(new Failure("java.io.IOException", "reset", 200));
    ExchangeReader reader = WHOLE.reader(Sample.BUDGET);
    reader.request(WHOLE.request(), 0, WHOLE.request().length, Sample.JSON);
    Call call = reader.finish(Sample.ending(Ending.How.FAILED));
    assertThat(call.failure()).isEqualTo(new Failure("java.io.IOException", "reset", null));
    assertThat(call.httpStatus()).isNull();
    assertThat(call.inputMessages()).hasSize(5);
  }

  @Test
  void errorsInTheMiddleOfAStreamEndIt() {
    String before = "data: {\"choices\":[{\"delta\":{\"content\":\"Hal\"}}]}\n\n";
    String error = "data: {\"error\":{\"message\":\"overloaded\",\"code\":502}}\n\n";
    String done = "data: [DONE]\n\n";

    Call call = Sample.chat(Sample.SSE, before + error + done).play();
    assertThat(call.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(call.failure()).isEqualTo(new Failure("502", "overloaded", 200));
    assertThat(call.outputMessages().get(0).text()).isEqualTo("Hal");
    assertThat(Sample.chat(Sample.SSE, before + "event: error\ndata: nope\n\n").play().failure())
        .isEqualTo(new Failure("error", "nope", 200));
  }

  @Test
  void missedBytesAreNoError() {
    Call json = missed(WHOLE, Ending.How.END_OF_BODY);
    assertThat(json.outcome()).isEqualTo(Outcome.OK);
    assertThat(json.truncated()).isTrue();
    Call stream = missed(STREAM, Ending.How.END_OF_BODY);
    assertThat(stream.outcome()).isEqualTo(Outcome.OK);
    assertThat(stream.truncated()).isTrue();
    assertThat(stream.usage()).isEqualTo(new Usage(11L, 9L, 0L, null, 0L));
    assertThat(missed(WHOLE, Ending.How.CLOSED).outcome()).isEqualTo(Outcome.CANCELLED);
  }

  /** Plays all but a hundred bytes in the middle of the answer. */
  private static Call missed(Sample sample, Ending.How how) {
    ExchangeReader reader = sample.reader(Sample.BUDGET);
    reader.request(sample.request(), 0, sample.request().length, Sample.JSON);
    reader.response(200, sample.responseType(), null, null);
    int middle = sample.response().length / 2;
    reader.body(sample.response(), 0, middle);
    reader.missed();
    reader.body(sample.response(), middle + 100, sample.response().length - middle - 100);
    return reader.finish(Sample.ending(how));
  }

  @Test
  void nothingSeenIsCancelled() {
    Sample nothing = Sample.chat(Sample.JSON, "");
    assertThat(nothing.play(Ending.How.CLOSED).outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(nothing.play().failure().message())
        .isEqualTo("the body is not valid JSON: it is empty");
    Call call =
        nothing.request("{\"stream\":true}").reader(9).finish(Sample.ending(Ending.How.CLOSED));
    assertThat(call.outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void streamingIsWhatWasAskedForWhenNothingCame() {
    ExchangeReader reader = WHOLE.reader(Sample.BUDGET);
    byte[] request = Sample.bytes("{\"stream\":true}");
    reader.request(request, 0, request.length, null);
    assertThat(reader.finish(Sample.ending(Ending.How.FAILED)).streaming()).isTrue();
    assertThat(WHOLE.request("{\"stream\":true}").play().streaming()).isFalse();
  }

  @Test
  void theFirstByteTellsWhatNoHeaderTells() {
    assertThat(Sample.chat(null, "\n {\"id\":\"x\"}").play().responseId()).isEqualTo("x");
    Call stream = Sample.chat(null, "\ndata: {\"id\":\"x\"}\n\n").play();
    assertThat(stream.responseId()).isEqualTo("x");
    assertThat(stream.streaming()).isTrue();
  }

  @Test
  void compressedAnswersAreRead() throws IOException {
    Call plain = WHOLE.play();
    assertThat(WHOLE.encoded("gzip", gzip(WHOLE.response())).play()).isEqualTo(plain);
    assertThat(WHOLE.encoded("deflate", deflate(WHOLE.response(), false)).play()).isEqualTo(plain);
    assertThat(WHOLE.encoded("deflate", deflate(WHOLE.response(), true)).play()).isEqualTo(plain);
    assertThat(STREAM.encoded("gzip", gzip(STREAM.response())).play()).isEqualTo(STREAM.play());
    Call unknown = WHOLE.encoded("br", WHOLE.response()).play();
    assertThat(unknown.truncated()).isTrue();
    assertThat(unknown.outcome()).isEqualTo(Outcome.OK);
    assertThat(unknown.outputMessages()).isEmpty();
  }

  @Test
  void cutCompressedAnswersAreIncomplete() throws IOException {
    byte[] whole = gzip(WHOLE.response());
    Call cut = WHOLE.encoded("gzip", java.util.Arrays.copyOf(whole, whole.length / 2)).play();

    assertThat(cut.failure().type()).isEqualTo("incomplete_response");
    assertThat(WHOLE.encoded("gzip", WHOLE.response()).play().failure().type())
        .isEqualTo("incomplete_response");
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] deflate(byte[] bytes, boolean raw) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream deflate = new DeflaterOutputStream(out, new Deflater(9, raw))) {
      deflate.write(bytes);
    }
    return out.toByteArray();
  }
}
