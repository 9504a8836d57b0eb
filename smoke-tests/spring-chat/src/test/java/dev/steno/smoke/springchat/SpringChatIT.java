package dev.steno.smoke.springchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.ChatRecords;
import dev.steno.smoke.ChatUsers;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many users of a chat application speak at once, and say the very same. */
class SpringChatIT {
  private static final Path LIBRARIES = Path.of("libraries", "target");

  /** Of Spring Boot; that of {@code javax.servlet} too, with {@code -Dnightly=true}. */
  static List<String> versions() {
    return Boolean.getBoolean("nightly") ? List.of("2.7", "3.5") : List.of("3.5");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void tellsEverybodyApart(String version) throws IOException, URISyntaxException {
    Result result = run(version);
    assertThat(result.stdout().lines())
        .as("%s", result)
        .contains("users who were answered: " + ChatUsers.USERS);
    new ChatRecords(result.interactions())
        .assertConversations("/assistant", 1)
        .assertConversations("/later", 1)
        .assertConversations("/loop", 2)
        .assertVisits();
  }

  private static Result run(String version) throws IOException, URISyntaxException {
    Path harness =
        Path.of(ChatUsers.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (FakeModel model = FakeModel.start()) {
      return AgentProcess.of(ChatApplication.class.getName())
          .classPath(Path.of("target", "classes"), harness)
          .classPath(jars("spring-chat-boot-" + version))
          .jvmOption("-XX:TieredStopAtLevel=1")
          .property("steno.engagement.paths", ChatUsers.PAGE)
          .arg(model.url())
          .agent()
          .run()
          .assertClean();
    }
  }

  private static List<Path> jars(String library) throws IOException {
    try (Stream<Path> files = Files.list(LIBRARIES.resolve(library))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
