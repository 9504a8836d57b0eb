package dev.steno.agent.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of Amazon's event stream as their bytes come: lengths, headers, a payload, and
 * checksums of it all. Holds a frame's headers, and nothing of its payload.
 */
final class EventStreamDecoder {
  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;
  // The limits of Amazon's own reader, aws-c-event-stream.
  private static final int MAX_FRAME = 24 * 1024 * 1024;
  private static final int MAX_HEADERS = 128 * 1024;

  /** Takes what the stream says. */
  interface Sink {
    /** A frame begins, with these headers: those that are text, and whose names begin with ':'. */
    void begin(Map<String, String> headers);

    /** The next piece of the frame's payload; the array is not to be kept. */
    void data(byte[] bytes, int offset, int length);

    /** The frame is over; {@code sound} is whether it is what was sent. */
    void end(boolean sound);

    /** The frame is not to be: its payload is to be forgotten. */
    void forget();
  }

  private enum In {
    PRELUDE,
    HEADERS,
    PAYLOAD,
    CHECKSUM,
    LOST,
    BROKEN
  }

  private final Sink sink;
  private final CRC32 checksum = new CRC32();
  private final byte[] prelude = new byte[PRELUDE];
  private final Bytes block = new Bytes(MAX_HEADERS);
  private In in = In.PRELUDE;
  private int preludeSize;
  private int needed;
  private int payload;
  private @Nullable String problem;

  EventStreamDecoder(Sink sink) {
    this.sink = sink;
  }

  void feed(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end && in != In.BROKEN) {
      switch (in) {
        case PRELUDE -> prelude(bytes[i++]);
        case LOST -> seek(bytes[i++]);
        case PAYLOAD -> i += payload(bytes, i, end - i);
        default -> i += block(bytes, i, end - i);
      }
    }
  }

  private void prelude(byte b) {
    prelude[preludeSize++] = b;
    if (preludeSize == PRELUDE) {
      if (isSound()) {
        beginFrame();
      } else {
        in = In.BROKEN;
      }
    }
  }

  /** Looks for the next frame: its lengths are followed by their checksum. */
  private void seek(byte b) {
    if (preludeSize == PRELUDE) {
      System.arraycopy(prelude, 1, prelude, 0, PRELUDE - 1);
      preludeSize--;
    }
    prelude[preludeSize++] = b;
    if (preludeSize == PRELUDE && isSound()) {
      problem = null;
      beginFrame();
    }
  }

  private boolean isSound() {
    ByteBuffer numbers = ByteBuffer.wrap(prelude);
    long total = numbers.getInt() & 0xFFFF_FFFFL;
    long headers = numbers.getInt() & 0xFFFF_FFFFL;
    checksum.reset();
    checksum.update(prelude, 0, PRELUDE - CHECKSUM);
    if ((int) checksum.getValue() != numbers.getInt()) {
      problem = "a frame of the event stream has a wrong checksum";
    } else if (headers > MAX_HEADERS || total < PRELUDE + headers + CHECKSUM) {
      problem = "a frame of the event stream has an impossible length";
    } else if (total > MAX_FRAME) {
      problem = "a frame of the event stream is too long to be read";
    } else {
      return true;
    }
    return false;
  }

  private void beginFrame() {
    ByteBuffer numbers = ByteBuffer.wrap(prelude);
    int total = numbers.getInt();
    int headers = numbers.getInt();
    preludeSize = 0;
    payload = total - headers - PRELUDE - CHECKSUM;
    checksum.update(prelude, PRELUDE - CHECKSUM, CHECKSUM);
    collect(In.HEADERS, headers);
    if (headers == 0) {
      beginPayload();
    }
  }

  private void collect(In what, int length) {
    in = what;
    needed = length;
    block.clear();
  }

  private int block(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, needed - block.size());
    block.add(bytes, offset, taken);
    if (block.size() == needed) {
      if (in == In.HEADERS) {
        checksum.update(block.array(), 0, needed);
        beginPayload();
      } else {
        in = In.PRELUDE;
        sink.end(ByteBuffer.wrap(block.array()).getInt() == (int) checksum.getValue());
      }
    }
    return taken;
  }

  private void beginPayload() {
    sink.begin(headers(ByteBuffer.wrap(block.array(), 0, block.size())));
    in = In.PAYLOAD;
    if (payload == 0) {
      collect(In.CHECKSUM, CHECKSUM);
    }
  }

  private int payload(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, payload);
    checksum.update(bytes, offset, taken);
    sink.data(bytes, offset, taken);
    payload -= taken;
    if (payload == 0) {
      collect(In.CHECKSUM, CHECKSUM);
    }
    return taken;
  }

  private static Map<String, String> headers(ByteBuffer in) {
    Map<String, String> headers = new LinkedHashMap<>();
    try {
      while (in.hasRemaining()) {
        String name = text(in, in.get() & 0xFF);
        String value = value(in);
        if (value != null && name.startsWith(":")) {
          headers.put(name, value);
        }
      }
    } catch (BufferUnderflowException e) {
      // The frame's checksum says whether this is what was sent.
    }
    return headers;
  }

  /** The value of a header, which is null when it is no text. */
  private static @Nullable String value(ByteBuffer in) {
    int type = in.get();
    switch (type) {
      case 0, 1 -> {}
      case 2 -> skip(in, 1);
      case 3 -> skip(in, 2);
      case 4 -> skip(in, 4);
      case 5, 8 -> skip(in, 8);
      case 6 -> skip(in, in.getShort() & 0xFFFF);
      case 7 -> {
        return text(in, in.getShort() & 0xFFFF);
      }
      case 9 -> skip(in, 16);
      default -> throw new BufferUnderflowException();
    }
    return null;
  }

  private static void skip(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + length);
  }

  private static String text(ByteBuffer in, int length) {
    byte[] text = new byte[Math.min(length, in.remaining())];
    in.get(text);
    if (text.length < length) {
      throw new BufferUnderflowException();
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Some bytes are missing here: goes on at the next frame. */
  void missed() {
    if (in != In.BROKEN) {
      sink.forget();
      in = In.LOST;
      preludeSize = 0;
    }
  }

  /** Ends the stream: a frame that was cut never happened. */
  void finish() {
    sink.forget();
  }

  /** Why the rest of the stream cannot be read; null when it can. */
  @Nullable String problem() {
    return in == In.BROKEN ? problem : null;
  }
}
