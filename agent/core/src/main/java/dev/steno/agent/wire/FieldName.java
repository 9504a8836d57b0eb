package dev.steno.agent.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The name of a field, and what is known of whatever has that name. Those of APIs come again and
 * again: some are remembered, so that they are made once.
 */
final class FieldName {
  /** Names near the root whose values are bulky and never used. */
  private static final Set<String> UNUSED =
      Set.of("logprobs", "prompt_logprobs", "obfuscation", "prompt_token_ids", "token_ids");

  /** Names whose values only the provider can read. */
  private static final Set<String> SEALED = Set.of("encrypted_content", "thoughtSignature");

  /** Names whose values are base64 when they are long and look like it. */
  private static final Set<String> BINARY =
      Set.of(
          "b64_json",
          "base64",
          "bytesBase64Encoded",
          "embedding",
          "partial_image_b64",
          "data",
          "file_data",
          "audio",
          "result",
          "bytes",
          "images",
          "image");

  private static final int LONGEST_KNOWN = 40;
  private static final int MOST_KNOWN = 1024;

  /** At random places: two threads may both make one, of which either stays. */
  private static final @Nullable FieldName[] KNOWN = new FieldName[MOST_KNOWN];

  /** Of what is in no object. */
  static final FieldName NONE = new FieldName("", 0, new byte[0]);

  final String text;

  /** How many bytes of UTF-8 it takes. */
  final int bytes;

  final boolean unused;
  final boolean sealed;
  final boolean binary;
  private final byte[] utf8;

  private FieldName(String text, int bytes, byte[] utf8) {
    this.text = text;
    this.bytes = bytes;
    this.utf8 = utf8;
    unused = UNUSED.contains(text);
    sealed = SEALED.contains(text);
    binary = BINARY.contains(text);
  }

  /** The name that those bytes are, of ASCII and without an escape. */
  static FieldName ofAscii(byte[] from, int start, int end) {
    int length = end - start;
    if (length > LONGEST_KNOWN) {
      return made(from, start, end);
    }
    int hash = length;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + from[i];
    }
    int place = (hash ^ (hash >>> 15)) & (MOST_KNOWN - 1);
    FieldName known = KNOWN[place];
    if (known == null || !Arrays.equals(known.utf8, 0, known.utf8.length, from, start, end)) {
      known = made(from, start, end);
      KNOWN[place] = known;
    }
    return known;
  }

  private static FieldName made(byte[] from, int start, int end) {
    byte[] utf8 = Arrays.copyOfRange(from, start, end);
    return new FieldName(new String(utf8, StandardCharsets.ISO_8859_1), utf8.length, utf8);
  }

  /** Any other name. */
  static FieldName of(String text) {
    return new FieldName(text, Text.bytes(text), NONE.utf8);
  }
}
