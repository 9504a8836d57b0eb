package dev.steno.smoke.openai;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.smoke.Jdk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With the agent, the application and the model see what they see without it. */
@Execution(ExecutionMode.CONCURRENT) // a run mostly waits for slow answers
class ApplicationCannotTellIT {
  static List<String> versions() {
    return App.versions();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void sameTranscriptAndSameRequests(String version) {
    Run.watched(version).assertSameAs(Run.plain(version));
  }

  @Test
  void sameWithEveryClassVerified() {
    Run.of(App.NEWEST, process -> process.agent().jvmOption("-Xverify:all"))
        .assertSameAs(Run.plain(App.NEWEST));
  }

  @Test
  void sameOnJdk25() {
    Optional<Path> jdk = Jdk.find(25);
    assumeTrue(jdk.isPresent(), "skipped: no JDK 25 in JAVA25_HOME or a usual place");
    Run.watched(App.NEWEST, jdk.get()).assertSameAs(Run.plain(App.NEWEST, jdk.get()));
  }
}
