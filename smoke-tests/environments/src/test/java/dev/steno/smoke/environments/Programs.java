package dev.steno.smoke.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Jdk;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of this module, and what must be recorded of them. */
final class Programs {
  static final Path TARGET = Path.of("target").toAbsolutePath();
  static final Path CLASSES = TARGET.resolve("classes");

  private Programs() {}

  /** The jars that were copied to a folder. */
  static List<Path> jars(String folder) {
    try (Stream<Path> files = Files.list(TARGET.resolve("lib").resolve(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one jar in a folder whose name begins so. */
  static Path jar(String folder, String name) {
    return jars(folder).stream()
        .filter(jar -> jar.getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow();
  }

  /** A program of this module on the plain class path, with openai-java. */
  static AgentProcess withOpenAi(Class<?> main) {
    return fast(AgentProcess.of(main.getName())).classPath(CLASSES).classPath(jars("openai"));
  }

  /** A program that ends soon is not worth the JVM's second compiler. */
  static AgentProcess fast(AgentProcess process) {
    return process.jvmOption("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  /** {@link OneCall}, without an agent yet. */
  static AgentProcess oneCall(FakeModel model) {
    return withOpenAi(OneCall.class).arg(model.url());
  }

  /** The JDK that runs the tests, and the newest if the machine has one. */
  static List<Path> jdks() {
    List<Path> homes = new ArrayList<>(List.of(Jdk.running()));
    Jdk.find(25)
        .ifPresentOrElse(homes::add, () -> System.out.println("no JDK 25 found: skipped on that"));
    return homes;
  }

  /** The newest JDK; the test is skipped where there is none. */
  static Path newestJdk() {
    Optional<Path> home = Jdk.find(25);
    assumeTrue(home.isPresent(), "no JDK 25 on this machine: JAVA25_HOME can name one");
    return home.get();
  }

  /** Copies these classes of this module, with their inner ones, under another root. */
  static Path copyClasses(Path root, String... names) throws IOException {
    String ours = OneCall.class.getPackageName().replace('.', '/');
    Path to = Files.createDirectories(root.resolve(ours));
    try (DirectoryStream<Path> classes = Files.newDirectoryStream(CLASSES.resolve(ours))) {
      for (Path file : classes) {
        String name = file.getFileName().toString().replaceAll("[$.].*", "");
        if (List.of(names).contains(name)) {
          copy(file, to);
        }
      }
    }
    return root;
  }

  /** Copies a file into a folder. */
  static void copy(Path file, Path folder) throws IOException {
    Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Asserts that both calls of each of these runs were answered and are recorded, once each. */
  static void assertRecorded(Result result, String... names) {
    result.assertClean();
    List<String> expected = new ArrayList<>();
    for (String name : names) {
      assertThat(result.stdout()).contains(name + " plain: Paris", name + " streamed: Paris");
      expected.add("[" + name + " plain] What is the capital of France?");
      expected.add("[" + name + " streamed] What is the capital of France?");
    }
    List<JsonNode> interactions = result.interactions();
    assertThat(interactions)
        .as("recorded of%n%s", result)
        .extracting(interaction -> interaction.path("input").asText())
        .containsExactlyInAnyOrderElementsOf(expected);
    for (JsonNode interaction : interactions) {
      JsonNode call = interaction.path("calls").path(0);
      boolean streamed = interaction.path("input").asText().contains(" streamed]");
      assertThat(interaction.path("outcome").asText()).isEqualTo("ok");
      assertThat(interaction.path("output").asText()).startsWith("Paris");
      assertThat(interaction.path("calls")).hasSize(1);
      assertThat(call.path("response_model").asText()).isEqualTo("gpt-4o-2024-08-06");
      assertThat(call.path("streaming").asBoolean()).isEqualTo(streamed);
    }
  }
}
