package dev.steno.smoke.environments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In a named module, on the module path. */
class ModulePathIT {
  private static final String MODULE = "smoke.named";

  @TempDir private Path folder;

  static List<Path> jdks() {
    return Programs.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aNamedModule(Path jdk) throws IOException {
    String libraries =
        Programs.jars("openai").stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    Path module = compiled(libraries);
    try (FakeModel model = FakeModel.start()) {
      Programs.assertRecorded(
          Programs.fast(AgentProcess.of(MODULE + "/" + OneCall.class.getName()))
              .javaHome(jdk)
              .jvmOption("--module-path", module + File.pathSeparator + libraries)
              // The client's jars are no modules, and so do not say which modules they need.
              .jvmOption("--add-modules", "ALL-MODULE-PATH", "--module")
              .arg(model.url(), "module")
              .agent()
              .run(),
          "module");
    }
  }

  private Path compiled(String libraries) throws IOException {
    Path info =
        Files.writeString(
            folder.resolve("module-info.java"),
            """
            module %s {
              requires kotlin.stdlib;
              requires openai.java.core;
              requires openai.java.client.okhttp;
            }
            """
                .formatted(MODULE));
    Path source =
        Path.of("src", "main", "java").resolve(OneCall.class.getName().replace('.', '/') + ".java");
    Path classes = folder.resolve("classes");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-nowarn",
                "--module-path",
                libraries,
                "-d",
                classes.toString(),
                info.toString(),
                source.toString());
    assertThat(failed).as("errors of javac").isZero();
    return classes;
  }
}
