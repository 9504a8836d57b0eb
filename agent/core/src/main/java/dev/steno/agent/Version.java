package dev.steno.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Steno's own version. On the start path. */
public final class Version {
  private Version() {}

  /** As {@code 0.1.0}. */
  public static String get() {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      return in == null ? "?" : new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
    } catch (IOException unreadable) {
      return "?";
    }
  }
}
