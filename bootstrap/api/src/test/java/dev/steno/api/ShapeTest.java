package dev.steno.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What applications of any kind need of it: Java 8, nothing else, and little of it. */
class ShapeTest {
  private static final int JAVA_8 = 52;

  private static Path classes() throws URISyntaxException {
    return Path.of(Steno.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<Path> classFiles() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.walk(classes())) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  @Test
  void java8RunsIt() throws Exception {
    for (Path file : classFiles()) {
      byte[] bytes = Files.readAllBytes(file);
      assertThat(bytes[6] << 8 | bytes[7]).as("%s", file).isEqualTo(JAVA_8);
    }
  }

  @Test
  void itNeedsTheJdkOnly() throws Exception {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(printer, printer, "-s", "--multi-release", "base", classes().toString());
    assertThat(out.toString().lines()).hasSize(1).allMatch(line -> line.endsWith("-> java.base"));
  }

  @Test
  void fourTypesArePublic() throws Exception {
    List<String> types = new ArrayList<>();
    for (Path file : classFiles()) {
      String name = file.getFileName().toString().replace(".class", "");
      if (!name.equals("package-info")
          && Modifier.isPublic(Class.forName("dev.steno.api." + name).getModifiers())) {
        types.add(name);
      }
    }
    assertThat(types).containsExactlyInAnyOrder("Steno", "Interaction", "Scope", "Stats");
  }
}
