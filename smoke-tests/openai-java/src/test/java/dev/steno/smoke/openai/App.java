package dev.steno.smoke.openai;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.contract.Transcript;
import dev.steno.smoke.contract.test.Libraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The program of this module, on one of the versions of openai-java. */
final class App {
  static final String NEWEST = "4.100.0";

  private static final Path TARGET = Path.of("target");

  private App() {}

  /** The oldest, one between, and the newest; all that are tested with {@code -Pnightly}. */
  static List<String> versions() {
    return Boolean.getBoolean("nightly")
        ? List.of("1.1.0", "2.8.1", "3.0.2", "4.0.0", NEWEST)
        : List.of("1.1.0", "3.0.2", NEWEST);
  }

  /** Ready to run, without an agent; all shapes if none is named. */
  static AgentProcess on(String version, FakeModel model, String... shapes) {
    List<Path> classPath = new ArrayList<>();
    classPath.add(TARGET.resolve("classes"));
    classPath.add(Libraries.of(Transcript.class));
    classPath.addAll(jars(version));
    classPath.addAll(jars("shared"));
    return AgentProcess.of(Shapes.class.getName())
        .classPath(classPath)
        // On few processors the common pool has no threads, and a new one runs each task.
        .property("java.util.concurrent.ForkJoinPool.common.parallelism", "2")
        // So short a run is over before the optimizing compiler has paid off.
        .jvmOption("-XX:TieredStopAtLevel=1")
        .arg(model.url(), model.rawUrl())
        .arg(shapes);
  }

  private static List<Path> jars(String folder) {
    try (Stream<Path> files = Files.list(TARGET.resolve("lib").resolve(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
