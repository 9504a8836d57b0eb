package dev.steno.agent.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes Amazon's event streams, as Bedrock does. */
final class EventStreams {
  private EventStreams() {}

  /** A stream of events; each line of the file is a type, a space, and JSON. */
  static byte[] events(String file) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (String line : lines(file)) {
      int space = line.indexOf(' ');
      stream.writeBytes(event(line.substring(0, space), line.substring(space + 1)));
    }
    return stream.toByteArray();
  }

  /** A stream of chunks; each line of the file is the JSON of one. */
  static byte[] chunks(String file) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (String line : lines(file)) {
      stream.writeBytes(chunk(line));
    }
    return stream.toByteArray();
  }

  private static String[] lines(String file) {
    return new String(Sample.file(file), StandardCharsets.UTF_8).split("\n");
  }

  static byte[] event(String type, String json) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(":event-type", type);
    headers.put(":content-type", "application/json");
    headers.put(":message-type", "event");
    return frame(headers, Sample.bytes(json));
  }

  static byte[] chunk(String json) {
    String base64 = Base64.getEncoder().encodeToString(Sample.bytes(json));
    return event("chunk", "{\"bytes\":\"" + base64 + "\",\"p\":\"abcd\"}");
  }

  static byte[] exception(String type, String json) {
    return frame(Map.of(":exception-type", type, ":message-type", "exception"), Sample.bytes(json));
  }

  static byte[] frame(Map<String, String> headers, byte[] payload) {
    try {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(head);
      for (Map.Entry<String, String> header : headers.entrySet()) {
        byte[] name = Sample.bytes(header.getKey());
        byte[] value = Sample.bytes(header.getValue());
        out.writeByte(name.length);
        out.write(name);
        out.writeByte(7);
        out.writeShort(value.length);
        out.write(value);
      }
      return frame(head.toByteArray(), payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] frame(byte[] headers, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(16 + headers.length + payload.length);
    frame.putInt(frame.capacity()).putInt(headers.length);
    frame.putInt(crc(frame.array(), 8)).put(headers).put(payload);
    frame.putInt(crc(frame.array(), frame.position()));
    return frame.array();
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** How many bytes of a stream there must be to know that the answer is over. */
  static int wholeAt(byte[] stream) {
    int end = 0;
    boolean over = false;
    while (end < stream.length && !over) {
      int length = ByteBuffer.wrap(stream, end, 4).getInt();
      String text =
          new String(Arrays.copyOfRange(stream, end, end + length), StandardCharsets.ISO_8859_1);
      int bytes = text.indexOf("{\"bytes\":\"");
      if (bytes >= 0) {
        String base64 = text.substring(bytes + 10, text.indexOf('"', bytes + 10));
        text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      }
      over =
          text.contains("messageStop")
              || text.contains("invocationMetrics")
              || text.contains("stop_reason\":\"");
      end += length;
    }
    return end;
  }
}
