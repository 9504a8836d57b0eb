package dev.steno.smoke;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What the model answers, in the shapes that its provider answers with. */
final class Answers {
  private Answers() {}

  /** The bytes of a resource under {@code answers/}. */
  static byte[] bytes(String name) {
    try (InputStream in = Answers.class.getResourceAsStream("/answers/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /** The events of a stream, each with the empty line that ends it. */
  static List<String> events(String name) {
    return text(name).lines().filter(line -> !line.isEmpty()).map(line -> line + "\n\n").toList();
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** A completion whose text is broken UTF-8: a lone continuation byte, and a cut sequence. */
  static byte[] invalidUtf8() {
    byte[] bytes = text("chat.json").getBytes(StandardCharsets.ISO_8859_1);
    int inText = text("chat.json").indexOf("capital");
    bytes[inText] = (byte) 0x80;
    bytes[inText + 3] = (byte) 0xe2;
    return bytes;
  }

  /** A completion that stops in the middle. */
  static String malformed() {
    return text("chat.json").substring(0, 200);
  }

  /** A completion with an unknown field of this many arrays, one in the other. */
  static String nested(int depth) {
    String arrays = "[".repeat(depth) + "]".repeat(depth);
    return "{\"unknown\":" + arrays + "," + text("chat.json").substring(1);
  }

  /** What speech sounds like here. */
  static byte[] speech() {
    byte[] bytes = new byte[4096];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }
}
