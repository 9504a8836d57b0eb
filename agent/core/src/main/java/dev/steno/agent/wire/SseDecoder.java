package dev.steno.agent.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events as their bytes come. Holds nothing of an event's data, which goes on at
 * once; an event that is never ended never happens.
 */
final class SseDecoder {
  private static final int MAX_EVENT_NAME = 128;
  private static final int LONGEST_FIELD = 5;
  private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};
  private static final byte[] LINE_FEED = {'\n'};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Takes what the stream says. */
  interface Sink {
    /** The next piece of the current event's data; the array is not to be kept. */
    void data(byte[] bytes, int offset, int length);

    /** The current event is complete. */
    void event(@Nullable String name);

    /** The current event is not to be: its data is to be forgotten. */
    void forget();
  }

  private enum In {
    FIELD,
    BEFORE_DATA,
    DATA,
    BEFORE_EVENT,
    EVENT,
    IGNORED
  }

  private final Sink sink;
  private final StringBuilder field = new StringBuilder();
  private final Bytes event = new Bytes(MAX_EVENT_NAME);
  private String lastName = "";
  private In in = In.FIELD;
  private boolean lineEmpty = true;
  private boolean hasData;
  private boolean afterCarriageReturn;
  private boolean lost;
  private int markRead;

  SseDecoder(Sink sink) {
    this.sink = sink;
  }

  void feed(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end) {
      byte b = bytes[i];
      if (b == '\n' || b == '\r') {
        if (b == '\r' || !afterCarriageReturn) {
          endLine();
        }
        afterCarriageReturn = b == '\r';
        i++;
      } else {
        afterCarriageReturn = false;
        i = inLine(bytes, i, end);
      }
    }
  }

  private int inLine(byte[] bytes, int from, int end) {
    byte b = bytes[from];
    if (lineEmpty && markRead < BYTE_ORDER_MARK.length && b == BYTE_ORDER_MARK[markRead]) {
      markRead++;
      return from + 1;
    }
    markRead = BYTE_ORDER_MARK.length;
    lineEmpty = false;
    switch (in) {
      case FIELD -> {
        if (isData(bytes, from, end)) {
          data();
          return from + DATA.length;
        }
        field(b);
        return from + 1;
      }
      case BEFORE_DATA, BEFORE_EVENT -> {
        in = in == In.BEFORE_DATA ? In.DATA : In.EVENT;
        return b == ' ' ? from + 1 : from;
      }
      default -> {
        return rest(bytes, from, end);
      }
    }
  }

  private int rest(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    if (in == In.DATA) {
      sink.data(bytes, from, i - from);
    } else if (in == In.EVENT) {
      event.add(bytes, from, i - from);
    }
    return i;
  }

  /** Whether a line begins there, as nearly all do. */
  private boolean isData(byte[] bytes, int from, int end) {
    return field.length() == 0
        && end - from >= DATA.length
        && Arrays.equals(bytes, from, from + DATA.length, DATA, 0, DATA.length);
  }

  private void field(byte b) {
    if (b == ':') {
      beginValue();
    } else if (field.length() == LONGEST_FIELD) {
      in = In.IGNORED;
    } else {
      field.append((char) b);
    }
  }

  private void beginValue() {
    if (field.toString().equals("data")) {
      data();
    } else if (lost) {
      in = In.IGNORED;
    } else if (field.toString().equals("event")) {
      in = In.BEFORE_EVENT;
      event.clear();
    } else {
      in = In.IGNORED;
    }
  }

  private void data() {
    if (lost) {
      in = In.IGNORED;
      return;
    }
    in = In.BEFORE_DATA;
    if (hasData) {
      sink.data(LINE_FEED, 0, 1);
    }
    hasData = true;
  }

  private void endLine() {
    if (lineEmpty) {
      lost = false;
      dispatch();
    }
    in = In.FIELD;
    field.setLength(0);
    lineEmpty = true;
  }

  /** Mostly the same as before. */
  private String name() {
    if (!event.is(lastName)) {
      lastName = event.text();
    }
    return lastName;
  }

  private void dispatch() {
    if (hasData) {
      hasData = false;
      sink.event(event.size() == 0 ? null : name());
    }
    event.clear();
  }

  /** Some bytes are missing here: goes on at the next event that is surely whole. */
  void missed() {
    hasData = false;
    event.clear();
    sink.forget();
    lost = true;
    in = In.IGNORED;
    lineEmpty = false;
  }

  /** Ends the stream: an event without its empty line counts, one cut within a line does not. */
  void finish() {
    if (lineEmpty) {
      dispatch();
    } else {
      hasData = false;
      sink.forget();
    }
  }
}
