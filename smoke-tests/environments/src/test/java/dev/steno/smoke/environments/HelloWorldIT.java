package dev.steno.smoke.environments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application that never talks to a model cannot tell that the agent is there, and hardly pays.
 */
class HelloWorldIT {
  private static final String[] OURS = {
    "dev.steno.agent.Agent",
    "org.objectweb.asm.ClassReader",
    "com.fasterxml.jackson.core.JsonFactory"
  };
  private static final long MOST_BYTES = 12L << 20;

  @TempDir private Path folder;

  static List<Path> jdks() {
    return Programs.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void itSeesTheSame(Path jdk) {
    Result without = hello(jdk).run().assertClean();
    Result with = hello(jdk).agent().quiet().run().assertClean();

    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.stderrLines())
        .singleElement()
        .asString()
        .startsWith("steno: version ")
        .contains(folder.resolve(".steno").resolve("interactions").toString());
    assertThat(without.stdout()).contains("thread: main").doesNotContain("thread: steno-");
    for (String name : OURS) {
      assertThat(without.stdout()).contains("class " + name + ": not visible");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void littleIsLoaded(Path jdk) throws IOException {
    Set<String> without = loaded(hello(jdk), "without");
    Set<String> with = loaded(hello(jdk).agent().quiet(), "with");

    Set<String> added = new TreeSet<>(with);
    added.removeAll(without);
    assertThat(with).contains("dev.steno.agent.Agent");
    assertThat(added.stream().filter(HelloWorldIT::costs)).isEmpty();
  }

  /**
   * What nobody shall pay for before the first call; the JDK has lambdas of its own, we have none.
   */
  private static boolean costs(String name) {
    return name.startsWith("org.objectweb.asm.")
        || name.startsWith("com.fasterxml.")
        || (name.startsWith("dev.steno.agent.export.")
            && !name.equals("dev.steno.agent.export.Exporter")) // the JVM verifies its callers
        || name.startsWith("dev.steno.instrumentation.")
        || name.equals("java.lang.StenoDispatcher")
        || (name.startsWith("dev.steno.") && name.contains("Lambda"))
        || name.startsWith("java.util.logging.")
        || name.startsWith("sun.util.logging.")
        || name.startsWith("java.lang.management.")
        || name.startsWith("sun.management.")
        || name.startsWith("javax.management.");
  }

  /** A model call loads what is needed, and the newest JDK has nothing to say against any of it. */
  @ParameterizedTest
  @MethodSource("jdks")
  void noJdkWarnsOfAnything(Path jdk) {
    try (FakeModel model = FakeModel.start()) {
      Result without = Programs.oneCall(model).javaHome(jdk).run().assertClean();
      Result with = Programs.oneCall(model).javaHome(jdk).agent().quiet().run();

      Programs.assertRecorded(with, "main");
      assertThat(with.stdout()).isEqualTo(without.stdout());
      assertThat(with.stderrLines())
          .filteredOn(line -> !line.startsWith("steno: version "))
          .isEqualTo(without.stderrLines());
    }
  }

  @Test
  void theJarIsSmallAndItsClassesAreHidden() throws IOException {
    Path jar = AgentProcess.stenoJar();
    assertThat(Files.size(jar)).isLessThanOrEqualTo(MOST_BYTES);
    try (ZipFile entries = new ZipFile(jar.toFile())) {
      assertThat(entries.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
          .allMatch(name -> name.matches("dev/steno/premain/[^/]+\\.class"))
          .contains("dev/steno/premain/Premain.class");
    }
  }

  private AgentProcess hello(Path jdk) {
    return AgentProcess.of(HelloWorld.class.getName())
        .classPath(Programs.CLASSES)
        .javaHome(jdk)
        .home(folder)
        .arg(OURS);
  }

  private Set<String> loaded(AgentProcess process, String name) throws IOException {
    Path log = folder.resolve(name + ".log");
    process.jvmOption("-Xlog:class+load:file=" + log + ":none").run().assertClean();
    return Files.readAllLines(log).stream()
        .map(line -> line.substring(0, line.contains(" ") ? line.indexOf(' ') : line.length()))
        .map(line -> line.replaceAll("/0x.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
