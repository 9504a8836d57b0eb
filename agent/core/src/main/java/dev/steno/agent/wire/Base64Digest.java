package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/** Size and SHA-256 of what base64 text stands for, read one character at a time. */
final class Base64Digest {
  private final Digest digest = new Digest();
  private final Base64Decoder decoder =
      new Base64Decoder((bytes, length) -> digest.add(bytes, 0, length));

  /** Whether a character may stand in base64 text, of either alphabet. */
  static boolean accepts(int c) {
    return Base64Decoder.accepts(c);
  }

  void add(int c) {
    decoder.add(c);
  }

  Binary finish(@Nullable String mimeType) {
    decoder.finish();
    return digest.finish(mimeType);
  }
}
