package dev.steno.smoke.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The agents that are measured, and what a JVM is given for each. */
final class Agents {
  static final String NONE = "none";
  static final String EMPTY = "empty";
  static final String STENO = "steno";

  private static final String SETTINGS = "agents.properties";

  private final Properties settings = new Properties();
  private final Path steno;
  private final Path folder;

  /**
   * Reads the settings, and makes the empty agent.
   *
   * @param steno the jar of Steno
   * @param folder where the other agents' jars are
   */
  Agents(Path steno, Path folder) throws IOException {
    this.steno = existing(steno);
    this.folder = Files.createDirectories(folder);
    try (InputStream in = Agents.class.getResourceAsStream(SETTINGS)) {
      settings.load(in);
    }
    makeEmptyAgent(folder.resolve("empty.jar"));
  }

  private static Path existing(Path jar) throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new IOException("there is no agent at " + jar);
    }
    return jar.toAbsolutePath();
  }

  private static void makeEmptyAgent(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", EmptyAgent.class.getName());
    String file = EmptyAgent.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream in = EmptyAgent.class.getClassLoader().getResourceAsStream(file)) {
      out.putNextEntry(new JarEntry(file));
      in.transferTo(out);
      out.closeEntry();
    }
  }

  /** Those that are compared with each other in an application that asks a model. */
  static List<String> compared() {
    return wanted(NONE, STENO, "opentelemetry", "datadog");
  }

  /** Those that {@code -Dbenchmark.agents} names, or all of these. */
  static List<String> wanted(String... all) {
    List<String> named = List.of(System.getProperty("benchmark.agents", "").split(",", -1));
    return Stream.of(all)
        .filter(one -> named.contains("") || named.contains(one.split("\\.", -1)[0]))
        .toList();
  }

  /**
   * What stands before the main class.
   *
   * @param agent a key of the settings
   * @param own a new folder
   */
  List<String> options(String agent, String collector, Path own) {
    String options = settings.getProperty(agent);
    if (options == null) {
      throw new IllegalArgumentException(agent);
    }
    return Stream.of((settings.getProperty("jvm") + " " + options).strip().split("\\s+", -1))
        .map(
            option ->
                option
                    .replace("{steno}", steno.toString())
                    .replace("{agents}", folder.toAbsolutePath().toString())
                    .replace("{collector}", collector)
                    .replace("{folder}", own.toAbsolutePath().toString()))
        .toList();
  }
}
