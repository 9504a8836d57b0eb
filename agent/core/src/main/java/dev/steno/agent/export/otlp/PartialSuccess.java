package dev.steno.agent.export.otlp;

import java.nio.charset.StandardCharsets;

/**
 * What a backend took only a part of, as the answer to any of the signals says it.
 *
 * @param rejected how many spans, data points or log records it did not take
 * @param message why, or a warning; empty without one
 */
record PartialSuccess(long rejected, String message) {
  static final PartialSuccess NONE = new PartialSuccess(0, "");
  private static final int MOST_MESSAGE = 1024;

  /** Of the bytes of an answer in protobuf; nothing, where they are none. */
  static PartialSuccess of(byte[] answer) {
    long rejected = 0;
    String message = "";
    Bytes outer = new Bytes(answer, 0, answer.length);
    while (outer.next()) {
      if (outer.field == 1 && outer.wireType == 2) {
        Bytes inner = outer.content();
        while (inner.next()) {
          if (inner.field == 1 && inner.wireType == 0) {
            rejected = inner.number;
          } else if (inner.field == 2 && inner.wireType == 2) {
            Bytes text = inner.content();
            int length = Math.min(MOST_MESSAGE, text.end - text.at);
            message = new String(answer, text.at, length, StandardCharsets.UTF_8);
          }
        }
      }
    }
    return rejected == 0 && message.isEmpty() ? NONE : new PartialSuccess(rejected, message);
  }

  /** Fields of a message, one after the other, up to the first that cannot be read. */
  private static final class Bytes {
    private final byte[] bytes;
    private final int end;
    private int at;
    private int from;
    private int field;
    private int wireType;
    private long number;
    private boolean broken;

    Bytes(byte[] bytes, int at, int end) {
      this.bytes = bytes;
      this.at = at;
      this.end = end;
    }

    boolean next() {
      if (at >= end || broken) {
        return false;
      }
      long tag = varint();
      field = (int) (tag >>> 3);
      wireType = (int) (tag & 7);
      int length =
          switch (wireType) {
            case 0 -> {
              number = varint();
              yield 0;
            }
            case 1 -> 8;
            case 2 -> (int) Math.min(Math.max(0, varint()), Integer.MAX_VALUE);
            case 5 -> 4;
            default -> Integer.MAX_VALUE;
          };
      from = at;
      broken |= length > end - at;
      at = broken ? end : at + length;
      return !broken;
    }

    /** Of the field that {@link #next} came to. */
    Bytes content() {
      return new Bytes(bytes, from, at);
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        if (at >= end) {
          break;
        }
        byte read = bytes[at++];
        value |= (long) (read & 0x7F) << shift;
        if (read >= 0) {
          return value;
        }
      }
      broken = true;
      return 0;
    }
  }
}
