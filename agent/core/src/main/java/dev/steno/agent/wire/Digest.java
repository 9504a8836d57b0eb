package dev.steno.agent.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Size and SHA-256 of bytes that are not kept. */
public final class Digest {
  private final MessageDigest sha256 = sha256();
  private long size;

  Digest() {}

  /** In hexadecimal. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  void add(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    size += length;
  }

  Binary finish(@Nullable String mimeType) {
    return new Binary(mimeType, size, HexFormat.of().formatHex(sha256.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
