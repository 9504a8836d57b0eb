package dev.steno.smoke.contract.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where class paths come from. */
public final class Libraries {
  private Libraries() {}

  /** The jars in these folders of {@code target/lib}. */
  public static List<Path> in(String... folders) {
    List<Path> jars = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.list(Path.of("target", "lib", folder))) {
        files.sorted().forEach(jars::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return jars;
  }

  /** The jar or folder that a class is in. */
  public static Path of(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
