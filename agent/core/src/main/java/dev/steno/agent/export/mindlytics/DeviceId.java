package dev.steno.agent.export.mindlytics;

import dev.steno.agent.spool.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of this device, for who is not known otherwise: random, kept in a file for its owner
 * alone; in memory only where no file can be written. Nothing is read or written before it is asked
 * for.
 */
final class DeviceId {
  private static final int LENGTH = 36;

  private final Path file;
  private @Nullable String id;

  DeviceId(Path file) {
    this.file = file;
  }

  String get() {
    String known = id;
    if (known == null) {
      known = read();
      if (known == null) {
        known = create(UUID.randomUUID().toString());
      }
      id = known;
    }
    return known;
  }

  private @Nullable String read() {
    try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(2 * LENGTH + 1);
      while (channel.read(bytes) > 0) {
        // The rest.
      }
      if (!bytes.hasRemaining()) {
        return null;
      }
      String text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
      return UUID.fromString(text).toString();
    } catch (IOException | IllegalArgumentException none) {
      return null;
    }
  }

  /** Whoever is first with a whole file is right: others take what is in it. */
  private String create(String made) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return made;
    }
    Path mine = folder.resolve(file.getFileName() + "." + made);
    try {
      OwnerOnly.folder(folder);
      try {
        try (FileChannel channel =
            OwnerOnly.open(mine, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          channel.write(StandardCharsets.US_ASCII.encode(made + "\n"));
        }
        publish(mine);
      } finally {
        Files.deleteIfExists(mine);
      }
      String there = read();
      return there == null ? made : there;
    } catch (IOException | UnsupportedOperationException | SecurityException notWritable) {
      return made;
    }
  }

  private void publish(Path mine) throws IOException {
    try {
      Files.createLink(file, mine);
    } catch (FileAlreadyExistsException others) {
      // Theirs is taken.
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.move(mine, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
