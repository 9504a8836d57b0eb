package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-sent events, by their specification's own cases. */
class SseDecoderTest {
  /** Writes down what it is told. */
  private static final class Notes implements SseDecoder.Sink {
    final List<String> events = new ArrayList<>();
    private final Bytes data = new Bytes(10_000);

    @Override
    public void data(byte[] bytes, int offset, int length) {
      data.add(bytes, offset, length);
    }

    @Override
    public void event(String name) {
      events.add(name + "=" + data.text());
      data.clear();
    }

    @Override
    public void forget() {
      data.clear();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void readsLinesHoweverTheyEnd(String end) {
    String stream =
        """
        \uFEFF: a comment

        data: grüße 😀

        event: add
        data:1
        data:  2
        id: 7
        retry: 10

        data

        data: a
        event: late

        nothing: x
        datax: y

        data: {"a":1}

        """;
    for (int piece : new int[] {1, 2, 3, 1000}) {
      assertThat(events(stream.replace("\n", end), piece))
          .containsExactly("null=grüße 😀", "add=1\n 2", "late=a", "null={\"a\":1}");
    }
  }

  @Test
  void theLastEventNeedsNoEmptyLineButAWholeOne() {
    assertThat(events("data: 1\n\ndata: 2\n", 9)).containsExactly("null=1", "null=2");
    assertThat(events("data: 1\n\ndata: 2", 9)).containsExactly("null=1");
    assertThat(events("data: 1\ndata: 2", 9)).isEmpty();
    assertThat(events("", 9)).isEmpty();
  }

  @Test
  void goesOnAtTheNextWholeEventWhenBytesAreMissed() {
    Notes notes = new Notes();
    SseDecoder decoder = new SseDecoder(notes);
    feed(decoder, "data: 1\n\nevent: x\ndata: 2");
    decoder.missed();
    feed(decoder, "tail\ndata: of another\n\ndata: 3\n\n");
    decoder.missed();
    feed(decoder, "data: 4\n\ndata: 5\n\n");
    decoder.finish();

    assertThat(notes.events).containsExactly("null=1", "null=3", "null=5");
  }

  private static List<String> events(String stream, int piece) {
    Notes notes = new Notes();
    SseDecoder decoder = new SseDecoder(notes);
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i += piece) {
      decoder.feed(bytes, i, Math.min(piece, bytes.length - i));
    }
    decoder.finish();
    return notes.events;
  }

  private static void feed(SseDecoder decoder, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    decoder.feed(bytes, 0, bytes.length);
  }
}
