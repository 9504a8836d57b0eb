package dev.steno.agent.export.mindlytics;

import dev.steno.agent.files.SharedSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of this device, for who is not known otherwise: random, kept in a file for its owner
 * alone; in memory only where no file can be written. Nothing is read or written before it is asked
 * for.
 */
final class DeviceId {
  private final Path file;
  private @Nullable String id;

  DeviceId(Path file) {
    this.file = file;
  }

  String get() {
    String known = id;
    if (known == null) {
      known = shared(UUID.randomUUID().toString());
      id = known;
    }
    return known;
  }

  private String shared(String made) {
    try {
      return UUID.fromString(SharedSecret.of(file, made)).toString();
    } catch (IOException | RuntimeException noFile) {
      return made;
    }
  }
}
