package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Answers that come as Amazon's event stream. */
class EventStreamAnswerTest {
  private static final byte[] TEXT =
      EventStreams.event("contentBlockDelta", "{\"delta\":{\"text\":\"Hi\"}}");
  private static final byte[] STOP =
      EventStreams.event("messageStop", "{\"stopReason\":\"end_turn\"}");
  private static final byte[] METADATA =
      EventStreams.event("metadata", "{\"usage\":{\"inputTokens\":3,\"outputTokens\":2}}");

  private static Sample sample(byte[]... frames) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      stream.writeBytes(frame);
    }
    return Sample.text("/model/m/converse-stream", "{}", Sample.EVENTS, "")
        .response(stream.toByteArray());
  }

  private static String text(Call call) {
    return call.outputMessages().isEmpty() ? "" : call.outputMessages().get(0).text();
  }

  @Test
  void passesOverHeadersOfAllTypes() {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    int[] sizes = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};
    for (int type = 0; type < sizes.length; type++) {
      int size = sizes[type];
      headers.writeBytes(new byte[] {2, ':', 'x', (byte) type});
      headers.writeBytes(size < 0 ? new byte[] {0, 3, 'a', 'b', 'c'} : new byte[size]);
    }
    headers.writeBytes(Sample.bytes("\u000b:event-type"));
    headers.writeBytes(new byte[] {7, 0, 17});
    headers.writeBytes(Sample.bytes("contentBlockDelta"));
    byte[] frame =
        EventStreams.frame(headers.toByteArray(), Sample.bytes("{\"delta\":{\"text\":\"Hi\"}}"));
    byte[] bare = EventStreams.frame(new byte[0], new byte[0]);
    byte[] odd = EventStreams.frame(new byte[] {9, ':', 42}, Sample.bytes("{}"));

    for (int piece : new int[] {1, 5, 9999}) {
      Call call = sample(frame, bare, odd, STOP).play(Ending.How.END_OF_BODY, piece, Sample.BUDGET);
      assertThat(text(call)).isEqualTo("Hi");
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
    }
  }

  @Test
  void aFrameThatWasSpoiltIsLeftOut() {
    byte[] spoilt = TEXT.clone();
    spoilt[spoilt.length - 8] ^= 1;
    Call call = sample(TEXT, spoilt, TEXT, METADATA).play();

    assertThat(text(call)).isEqualTo("HiHi");
    assertThat(call.truncated()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.usage()).isEqualTo(new Usage(3L, 2L, null, null, null));
  }

  @Test
  void nothingIsReadBehindABrokenFrame() {
    byte[] broken = TEXT.clone();
    broken[2] ^= 1;
    Call call = sample(TEXT, broken, TEXT, METADATA).play();

    assertThat(text(call)).isEqualTo("Hi");
    assertThat(call.truncated()).isTrue();
    assertThat(call.usage()).isNull();
    assertThat(problem(broken)).isEqualTo("a frame of the event stream has a wrong checksum");
    assertThat(problem(prelude(15, 0)))
        .isEqualTo("a frame of the event stream has an impossible length");
    assertThat(problem(prelude(100, 85)))
        .isEqualTo("a frame of the event stream has an impossible length");
    assertThat(problem(prelude(-1, 1 << 20)))
        .isEqualTo("a frame of the event stream has an impossible length");
    assertThat(problem(prelude(-1, 0)))
        .isEqualTo("a frame of the event stream is too long to be read");
    assertThat(problem(new byte[0])).isEqualTo("the stream ended before its last event");
  }

  private static String problem(byte[] frame) {
    Failure failure =
        sample(TEXT, frame, METADATA).response(sample(TEXT, frame).response()).play().failure();
    assertThat(failure.type()).isEqualTo("incomplete_response");
    return failure.message();
  }

  private static byte[] prelude(int total, int headers) {
    ByteBuffer prelude = ByteBuffer.allocate(12).putInt(total).putInt(headers);
    CRC32 crc = new CRC32();
    crc.update(prelude.array(), 0, 8);
    return prelude.putInt((int) crc.getValue()).array();
  }

  @Test
  void exceptionsAreTheFailure() {
    byte[] throttled =
        EventStreams.exception("throttlingException", "{\"message\":\"Too many requests\"}");
    byte[] error =
        EventStreams.frame(
            Map.of(
                ":message-type", "error", ":error-code", "InternalError", ":error-message", "Oops"),
            new byte[0]);

    Call call = sample(TEXT, throttled).play();
    assertThat(call.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(call.failure())
        .isEqualTo(new Failure("throttlingException", "Too many requests", 200));
    assertThat(text(call)).isEqualTo("Hi");
    assertThat(sample(TEXT, error, throttled).play().failure())
        .isEqualTo(new Failure("InternalError", "Oops", 200));
    assertThat(sample(EventStreams.exception("x", "")).play().failure())
        .isEqualTo(new Failure("x", null, 200));
  }

  @Test
  void goesOnAtTheNextFrameWhenBytesAreMissing() {
    for (int lost = 1; lost < TEXT.length; lost++) {
      ExchangeReader reader = sample().reader(Sample.BUDGET);
      reader.response(200, Sample.EVENTS, null, null);
      reader.body(TEXT, 0, TEXT.length);
      reader.body(TEXT, 0, lost / 2);
      reader.missed();
      reader.body(TEXT, lost, TEXT.length - lost);
      for (byte b : sample(TEXT, METADATA).response()) {
        reader.body(new byte[] {b}, 0, 1);
      }
      Call call = reader.finish(Sample.ending(Ending.How.END_OF_BODY));

      assertThat(text(call)).isEqualTo("HiHi");
      assertThat(call.truncated()).isTrue();
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
      assertThat(call.usage()).isEqualTo(new Usage(3L, 2L, null, null, null));
    }
  }

  @Test
  void hugeFramesAndEndlessStreamsAreBounded() {
    int kept = 64 * 1024;
    String big = "wört😀 ".repeat(1_000_000);
    byte[] frame =
        EventStreams.event("contentBlockDelta", "{\"delta\":{\"text\":\"" + big + "\"}}");
    List<byte[]> frames = new ArrayList<>(List.of(frame, frame));
    for (int i = 0; i < 20_000; i++) {
      frames.add(
          EventStreams.event(
              "contentBlockStart",
              "{\"contentBlockIndex\":" + i + ",\"start\":{\"toolUse\":{\"name\":\"f\"}}}"));
    }
    frames.add(METADATA);
    Call call = sample(frames.toArray(new byte[0][])).play(Ending.How.END_OF_BODY, 60_000, kept);

    assertThat(call.truncated()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.usage()).isEqualTo(new Usage(3L, 2L, null, null, null));
    assertThat(Sample.textOf(call)).isBetween(kept / 2, kept);
    assertThat(call.outputMessages().get(0).parts()).hasSizeLessThan(kept / 64);
  }

  @Test
  void everyFlippedByteIsNoticed() {
    byte[] stream = sample(TEXT, STOP, METADATA).response();
    for (int i = 0; i < stream.length; i++) {
      byte[] flipped = stream.clone();
      flipped[i] ^= 0x10;
      assertThat(sample().response(flipped).play().truncated()).as("at %d", i).isTrue();
    }
    assertThat(Arrays.equals(stream, sample(TEXT, STOP, METADATA).response())).isTrue();
  }
}
