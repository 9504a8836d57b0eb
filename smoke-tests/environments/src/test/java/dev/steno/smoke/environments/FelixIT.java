package dev.steno.smoke.environments;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In an OSGi bundle, whose class loader sees nothing that it does not import. */
class FelixIT {
  @TempDir private Path folder;

  static List<Path> jdks() {
    return Programs.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aBundleWithItsOwnLibraries(Path jdk) throws IOException {
    Path own = Programs.copyClasses(folder.resolve("host"), "FelixHost");
    try (FakeModel model = FakeModel.start()) {
      Programs.assertRecorded(
          Programs.fast(AgentProcess.of(FelixHost.class.getName()))
              .javaHome(jdk)
              .classPath(own)
              .classPath(Programs.jars("felix"))
              .arg(folder.resolve("cache").toString(), bundle().toString(), model.url())
              .agent()
              .run(),
          "bundle");
    }
  }

  private Path bundle() throws IOException {
    Archive bundle = new Archive();
    List<String> classPath = new ArrayList<>(List.of("."));
    for (Path jar : Programs.jars("openai")) {
      String name = "lib/" + jar.getFileName();
      classPath.add(name);
      bundle.file(name, jar);
    }
    return bundle
        .attribute("Bundle-ManifestVersion", "2")
        .attribute("Bundle-SymbolicName", "call")
        .attribute("Bundle-Version", "1.0.0")
        .attribute("Bundle-Activator", CallActivator.class.getName())
        .attribute("Bundle-ClassPath", String.join(",", classPath))
        .attribute("Import-Package", "org.osgi.framework")
        .attribute("DynamicImport-Package", "javax.*")
        .classes("", folder.resolve("classes"), "CallActivator", "OneCall")
        .write(folder.resolve("bundle.jar"));
  }
}
