package dev.steno.smoke.environments;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies a file to where the test's own JVM, for want of a locale, cannot. */
public final class Copy {
  private Copy() {}

  /** Arguments: URIs, since they are ASCII in any locale. */
  public static void main(String[] args) throws IOException {
    Path to = Path.of(URI.create(args[1]));
    Files.createDirectories(to.getParent());
    Files.copy(Path.of(URI.create(args[0])), to);
  }
}
