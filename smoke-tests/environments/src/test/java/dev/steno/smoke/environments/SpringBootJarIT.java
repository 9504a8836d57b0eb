package dev.steno.smoke.environments;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In an executable jar as Spring Boot's plug-ins make it, with the libraries as jars in the jar.
 */
class SpringBootJarIT {
  @TempDir private Path folder;

  static List<Path> jdks() {
    return Programs.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anExecutableJarWithNestedJars(Path jdk) throws IOException {
    try (FakeModel model = FakeModel.start()) {
      Programs.assertRecorded(
          Programs.fast(AgentProcess.of(executable().toString()))
              .javaHome(jdk)
              .jvmOption("-jar")
              .arg(model.url(), "boot")
              .agent()
              .run(),
          "boot");
    }
  }

  private Path executable() throws IOException {
    Archive archive =
        new Archive()
            .attribute("Main-Class", "org.springframework.boot.loader.launch.JarLauncher")
            .attribute("Start-Class", OneCall.class.getName())
            .attribute("Spring-Boot-Classes", "BOOT-INF/classes/")
            .attribute("Spring-Boot-Lib", "BOOT-INF/lib/")
            .contents(Programs.jar("spring-boot", "spring-boot-loader"))
            .classes("BOOT-INF/classes/", folder.resolve("classes"), "OneCall");
    for (Path jar : Programs.jars("openai")) {
      archive.file("BOOT-INF/lib/" + jar.getFileName(), jar);
    }
    return archive.write(folder.resolve("app.jar"));
  }
}
