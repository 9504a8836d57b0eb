package dev.steno.smoke.springwebflux;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Runs of the program on the class path of a version of Spring. */
final class Runs {
  /** The oldest and the newest; one between them as well with {@code -Pnightly}. */
  static List<String> versions() {
    return Boolean.getBoolean("nightly") ? List.of("5.3", "6.2", "7.0") : List.of("5.3", "7.0");
  }

  /** Everything, or as much as there is time for. */
  static final boolean NIGHTLY = Boolean.getBoolean("nightly");

  private static final Map<String, Result> SHAPES = new ConcurrentHashMap<>();

  private Runs() {}

  /** All shapes, once by themselves and many times side by side. */
  static Result shapes(String version) {
    return SHAPES.computeIfAbsent(
        version, key -> run(process(key).agent(), "shapes", NIGHTLY ? "3200" : "320"));
  }

  static Result shapesWithoutAgent(String version) {
    return run(process(version), "shapes", "16");
  }

  static Result chats(String version, int users, int turns) {
    return run(process(version).agent(), "chats", String.valueOf(users), String.valueOf(turns));
  }

  static Result load(String version, int requests) {
    return run(process(version).agent(), "load", String.valueOf(requests));
  }

  private static AgentProcess process(String version) {
    return AgentProcess.of(Users.class.getName())
        .classPath(Path.of("target", "classes"))
        .classPath(jars("spring-webflux-" + version))
        .property("steno.engagement.paths", "/page,/none")
        .property("java.net.preferIPv4Stack", "true")
        .timeout(Duration.ofMinutes(8))
        // So short a run is over before the optimizing compiler has paid off.
        .jvmOption("-XX:TieredStopAtLevel=1");
  }

  private static Result run(AgentProcess process, String... more) {
    try (EchoModel model = new EchoModel()) {
      return process.arg(model.url()).arg(more).run().assertClean();
    }
  }

  private static List<Path> jars(String library) {
    try (Stream<Path> files = Files.list(Path.of("libraries", "target", library))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
