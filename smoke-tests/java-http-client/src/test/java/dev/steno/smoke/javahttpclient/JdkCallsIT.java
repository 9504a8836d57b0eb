package dev.steno.smoke.javahttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Jdk;
import dev.steno.smoke.Result;
import dev.steno.smoke.contract.ModelCalls;
import dev.steno.smoke.contract.test.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's own clients, which other class loaders define than the application's libraries. */
class JdkCallsIT {
  private static final String MODULE = "smoke.named";

  @TempDir private Path folder;

  static List<Path> jdks() {
    return Stream.concat(Stream.of(Jdk.running()), Jdk.find(25).stream()).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void verified(Path jdk) {
    try (FakeModel model = FakeModel.start()) {
      AgentProcess process = AgentProcess.of(JdkCalls.class.getName()).javaHome(jdk);
      assertRecorded(
          process
              .classPath(Libraries.of(JdkCalls.class))
              .jvmOption("-Xverify:all", "-Xcheck:jni")
              .arg(model.url())
              .agent()
              .run(),
          "main");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void classesThatWereLoadedBefore(Path jdk) {
    try (FakeModel model = FakeModel.start()) {
      assertRecorded(
          AgentProcess.of(LateCalls.class.getName())
              .javaHome(jdk)
              .classPath(Libraries.of(LateCalls.class))
              .property("jdk.attach.allowAttachSelf", "true")
              .property("steno.log", "debug")
              .jvmOption("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+EnableDynamicAgentLoading")
              .jvmOption("-Xverify:all")
              .arg(model.url(), AgentProcess.stenoJar().toString())
              .run(),
          "after");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aNamedModule(Path jdk) throws IOException {
    Path module = compiled();
    try (FakeModel model = FakeModel.start()) {
      assertRecorded(
          AgentProcess.of(MODULE + "/" + JdkCalls.class.getName())
              .javaHome(jdk)
              .jvmOption("--module-path", module.toString(), "--module")
              .arg(model.url())
              .agent()
              .run(),
          "main");
    }
  }

  /** What is no model call passes through, however large it is. */
  @ParameterizedTest
  @MethodSource("jdks")
  void aLargeAnswerInASmallHeap(Path jdk) {
    try (FakeModel model = FakeModel.start()) {
      String driver = JavaHttpClientDriver.class.getName();
      Result result =
          AgentProcess.of(ModelCalls.class.getName())
              .javaHome(jdk)
              .classPath(Libraries.of(JavaHttpClientDriver.class), Libraries.of(ModelCalls.class))
              .jvmOption("-Xmx32m")
              .property("contract.big", "256")
              .arg(driver, model.url(), model.rawUrl(), "export")
              .agent()
              .run()
              .assertClean();
      assertThat(result.stdout()).contains("length: " + (256L << 20));
      assertThat(result.interactions()).isEmpty();
    }
  }

  private static void assertRecorded(Result result, String input) {
    result.assertClean().assertIdentity();
    assertThat(result.interactions())
        .allMatch(line -> line.path("input").asText().equals(input))
        .extracting(line -> line.path("calls").path(0).path("instrumentation").path(0).asText())
        .containsExactly("java-http-client", "http-url-connection");
  }

  private Path compiled() throws IOException {
    Path info =
        Files.writeString(
            folder.resolve("module-info.java"),
            "module " + MODULE + " { requires java.net.http; }");
    Path source =
        Path.of("src", "main", "java")
            .resolve(JdkCalls.class.getName().replace('.', '/') + ".java");
    Path classes = folder.resolve("classes");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-d",
                classes.toString(),
                info.toString(),
                source.toString());
    assertThat(failed).as("errors of javac").isZero();
    return classes;
  }
}
