package dev.steno.smoke;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JDKs of this machine. */
public final class Jdk {
  private Jdk() {}

  /** The home of the running JVM. */
  public static Path running() {
    return Path.of(System.getProperty("java.home"));
  }

  /** The {@code java} of a home. */
  public static Path java(Path home) {
    return home.resolve("bin").resolve("java");
  }

  /**
   * A JDK of this version: the one that {@code JAVA<version>_HOME} names, or one in a usual place.
   */
  public static Optional<Path> find(int version) {
    List<Path> candidates = new ArrayList<>();
    String named = System.getenv("JAVA" + version + "_HOME");
    if (named != null) {
      candidates.add(Path.of(named));
    }
    candidates.add(running());
    String user = System.getProperty("user.home");
    addAll(candidates, Path.of("/usr/lib/jvm"), version, "");
    addAll(candidates, Path.of("/opt"), version, "");
    addAll(candidates, Path.of(user, ".sdkman", "candidates", "java"), version, "");
    addAll(candidates, Path.of(user, ".jdks"), version, "");
    addAll(candidates, Path.of("/Library/Java/JavaVirtualMachines"), version, "Contents/Home");
    return candidates.stream().filter(home -> isVersion(home, version)).findFirst();
  }

  private static void addAll(List<Path> candidates, Path folder, int version, String below) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + version + "*")) {
      found.forEach(home -> candidates.add(home.resolve(below)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isVersion(Path home, int version) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(java(home)) || !Files.isReadable(release)) {
      return false;
    }
    try {
      // Not "25: a name like jdk-11.0.25 matches the glob as well.
      return Files.readAllLines(release).stream()
          .anyMatch(line -> line.matches("JAVA_VERSION=\"" + version + "([.+-].*)?\""));
    } catch (IOException e) {
      return false;
    }
  }
}
