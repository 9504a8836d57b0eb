package dev.steno.agent.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/** Ids of destinations that take UUIDs only, or short ids: the same for the same id, always. */
public final class Uuids {
  private static final UUID NAMESPACE = UUID.fromString("5f9d2c7e-8a41-5b0e-9c36-2e7a1d4f8b60");
  private static final int LENGTH = 36;
  private static final int VERSION_5 = 0x50;
  private static final int VARIANT = 0x80;

  private Uuids() {}

  /** The id itself when it is a UUID, in lower case; else the UUID of version 5 made of it. */
  public static String of(String id) {
    return isUuid(id) ? id.toLowerCase(Locale.ROOT) : named(id);
  }

  /** The UUID of version 5 of a name, in Steno's own namespace. */
  public static String named(String name) {
    MessageDigest sha1;
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits())
            .array());
    byte[] hash = sha1.digest(name.getBytes(StandardCharsets.UTF_8));
    hash[6] = (byte) ((hash[6] & 0x0F) | VERSION_5);
    hash[8] = (byte) ((hash[8] & 0x3F) | VARIANT);
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }

  private static boolean isUuid(String id) {
    if (id.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = id.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : c >= 128 || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
