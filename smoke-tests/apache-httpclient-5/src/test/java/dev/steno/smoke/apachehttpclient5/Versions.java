package dev.steno.smoke.apachehttpclient5;

import dev.steno.smoke.contract.test.Libraries;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The versions that are tested, the oldest first. */
final class Versions {
  private static final List<String> VERSIONS = List.of("5.0.4", "5.3.1", "5.6.5");

  private Versions() {}

  static Map<String, List<Path>> all() {
    Map<String, List<Path>> versions = new LinkedHashMap<>();
    VERSIONS.forEach(version -> versions.put(version, Libraries.in("shared", version)));
    return versions;
  }
}
