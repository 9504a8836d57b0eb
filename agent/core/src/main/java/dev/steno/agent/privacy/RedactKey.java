package dev.steno.agent.privacy;

import dev.steno.agent.files.SharedSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The key that pseudonyms are made with: the user's, or a random one that is kept in a file for its
 * owner alone, so that processes give the same names; in memory only where no file can be. Nothing
 * is read or written before it is asked for.
 */
final class RedactKey implements Supplier<byte[]> {
  private static final int BYTES = 32;

  private final String told;
  private final String folder;
  private final Consumer<String> problems;

  RedactKey(String told, String folder, Consumer<String> problems) {
    this.told = told;
    this.folder = folder;
    this.problems = problems;
  }

  @Override
  public byte[] get() {
    if (!told.isEmpty()) {
      return told.getBytes(StandardCharsets.UTF_8);
    }
    byte[] made = new byte[BYTES];
    new SecureRandom().nextBytes(made);
    try {
      HexFormat hex = HexFormat.of();
      byte[] key =
          hex.parseHex(SharedSecret.of(Path.of(folder, "redact-key"), hex.formatHex(made)));
      if (key.length != BYTES) {
        throw new IOException("no key");
      }
      return key;
    } catch (IOException | RuntimeException noFile) {
      problems.accept(
          "pseudonyms stay the same for this process only: no key can be kept in "
              + folder
              + "; set steno.redact.key");
      return made;
    }
  }
}
