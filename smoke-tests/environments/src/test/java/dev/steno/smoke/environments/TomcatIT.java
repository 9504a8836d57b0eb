package dev.steno.smoke.environments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Jdk;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Web applications in Tomcat, each with its own openai-java, come, are recorded, and go. */
class TomcatIT {
  private static final int REDEPLOYED = 20;

  /** The last of them may still be in a register or a cache of Tomcat's. */
  private static final int MOST_LEFT = 2;

  @TempDir private Path folder;

  @Test
  void aRedeployedApplicationIsCollected() throws IOException {
    assertCollected(Jdk.running(), REDEPLOYED);
  }

  @Test
  void onTheNewestJdkToo() throws IOException {
    assertCollected(Programs.newestJdk(), 4);
  }

  private void assertCollected(Path jdk, int times) throws IOException {
    try (FakeModel model = FakeModel.start()) {
      Result with = server(model, jdk, times).agent().run();

      Programs.assertRecorded(
          with,
          Stream.concat(Stream.of("stays"), IntStream.range(0, times).mapToObj(i -> "changes" + i))
              .toArray(String[]::new));
      if (left(with) > MOST_LEFT) {
        long without = left(server(model, jdk, times).run().assertClean());
        assertThat(left(with))
            .as("class loaders left, and %s without an agent", without)
            .isLessThanOrEqualTo(Math.max(MOST_LEFT, without));
      }
    }
  }

  private static long left(Result result) {
    return result
        .stdout()
        .lines()
        .filter(line -> line.startsWith("loaders left: "))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** The server sees nothing of the application, and the application brings all that it needs. */
  private AgentProcess server(FakeModel model, Path jdk, int times) throws IOException {
    Path own = Programs.copyClasses(folder.resolve("server"), "TomcatServer");
    Path webInf = folder.resolve("application").resolve("WEB-INF");
    Programs.copyClasses(webInf.resolve("classes"), "CallServlet", "OneCall");
    Path lib = Files.createDirectories(webInf.resolve("lib"));
    for (Path jar : Programs.jars("openai")) {
      Programs.copy(jar, lib);
    }
    return Programs.fast(AgentProcess.of(TomcatServer.class.getName()))
        .javaHome(jdk)
        .classPath(own)
        .classPath(Programs.jars("tomcat"))
        // Caches that are softly held would be leaks until memory is short.
        .jvmOption("-XX:SoftRefLRUPolicyMSPerMB=0", "-Xmx512m")
        .arg(folder.resolve("tomcat").toString(), webInf.getParent().toString(), model.url())
        .arg(String.valueOf(times));
  }
}
