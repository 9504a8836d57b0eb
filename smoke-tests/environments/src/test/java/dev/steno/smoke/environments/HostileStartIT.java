package dev.steno.smoke.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Jdk;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However Steno is started, the application runs as it does without, and is recorded where it can
 * be.
 */
class HostileStartIT {
  private static FakeModel model;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    model = FakeModel.start();
  }

  @AfterAll
  static void stop() {
    model.close();
  }

  static List<Path> jdks() {
    return Programs.jdks();
  }

  @Test
  void attachedTwice() {
    Result result = oneCall().agent().jvmOption(agent(AgentProcess.stenoJar())).run();
    Programs.assertRecorded(result, "main");
    assertThat(result.stderrLines()).filteredOn(line -> line.contains("already")).hasSize(1);
  }

  @Test
  void attachedTwiceFromTwoPlaces() throws IOException {
    Path copy = Files.copy(AgentProcess.stenoJar(), folder.resolve("copy.jar"));
    Result result = oneCall().agent().jvmOption(agent(copy)).run();
    Programs.assertRecorded(result, "main");
    assertThat(result.stderrLines()).filteredOn(line -> line.contains("already")).hasSize(1);
  }

  @Test
  void onTheClassPathAsWell() {
    Result result = oneCall().classPath(AgentProcess.stenoJar()).agent().run();
    Programs.assertRecorded(result, "main");
  }

  @Test
  void inAPathWithASpace() throws IOException {
    Path spaced = Files.createDirectory(folder.resolve("my agents + 100%"));
    Path copy = Files.copy(AgentProcess.stenoJar(), spaced.resolve("steno 1#.jar"));
    Programs.assertRecorded(oneCall().agent(copy).run(), "main");
  }

  /**
   * The launcher reads an argument file as bytes, whatever the locale of this JVM is. (Without a
   * locale that has the letters, no JVM finds any agent there.)
   */
  @Test
  void inAPathThatIsNotAscii() throws IOException {
    String encoded = folder.toUri() + "st%C3%A9no%20%E2%98%83/steno.jar";
    AgentProcess.of(Copy.class.getName())
        .classPath(Programs.CLASSES)
        .env("LC_ALL", "C.UTF-8")
        .arg(AgentProcess.stenoJar().toUri().toString(), encoded)
        .run()
        .assertClean();
    Path options =
        Files.writeString(
            folder.resolve("options"),
            "\"-javaagent:" + folder + "/st\u00e9no \u2603/steno.jar\" -Dsteno.log=debug");

    Programs.assertRecorded(
        oneCall().env("LC_ALL", "C.UTF-8").jvmOption("@" + options).run(), "main");
  }

  @Test
  void withAnotherSystemClassLoader() {
    // A JDK 25 warns of it on stdout, with the time.
    assertUnchangedAndRecorded(
        List.of("-Xlog:cds=off", "-Djava.system.class.loader=" + OwnLoader.class.getName()),
        OneCall.class,
        "main");
  }

  @Test
  void withAnotherLogManager() {
    Result result =
        assertUnchangedAndRecorded(
            List.of("-Djava.util.logging.manager=" + OwnLogManager.class.getName()),
            OneCall.class,
            "main");
    assertThat(result.stdout()).contains("log manager made by main");
  }

  @Test
  void withEveryClassVerified() {
    assertUnchangedAndRecorded(List.of("-Xverify:all"), OneCall.class, "main");
  }

  private static void assumeSecurityManagers() {
    assumeTrue(Runtime.version().feature() < 24, "this JDK has no security managers any more");
  }

  @Test
  void withASecurityManagerThatTrustsTheApplicationOnly() throws IOException {
    assumeSecurityManagers();
    String trusted = trustingTheApplication();
    Result without =
        program(GuardedCall.class)
            .jvmOption("-Djava.security.manager=allow", trusted)
            .run()
            .assertClean();
    Result with =
        program(GuardedCall.class)
            .jvmOption("-Djava.security.manager=allow", trusted)
            .agent(outside())
            .quiet()
            .run()
            .assertClean();
    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.stderr()).as("%s", with).doesNotContain("\tat ");
  }

  @Test
  void withASecurityManagerFromTheStart() throws IOException {
    assumeSecurityManagers();
    String[] options = {"-Djava.security.manager", trustingTheApplication()};
    Result without = oneCall().jvmOption(options).run().assertClean();
    Result with = oneCall().jvmOption(options).agent(outside()).quiet().run().assertClean();
    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.stderr()).as("%s", with).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void attachedLateAndTwice(Path jdk) {
    String jar = AgentProcess.stenoJar().toString();
    Result result =
        program(LateAttach.class)
            .arg(jar, jar)
            .javaHome(jdk)
            .jvmOption("-Djdk.attach.allowAttachSelf=true")
            .run()
            .assertClean();
    assertThat(result.stdout()).contains("before streamed: Paris", "after streamed: Paris");
    assertThat(result.interactions())
        .as("%s", result)
        .extracting(interaction -> interaction.path("input").asText())
        .containsExactlyInAnyOrder(
            "[after plain] What is the capital of France?",
            "[after streamed] What is the capital of France?");
    assertThat(result.stderrLines()).filteredOn(line -> line.contains("already")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"javac -version", "jar --version", "keytool -help", "jps -help", "javap -version"})
  void toolsOfTheJdkRunWithout(String command) throws Exception {
    String[] words = command.split(" ", -1);
    for (Path jdk : Programs.jdks()) {
      Tool without = Tool.run(jdk, folder, words, "-Duser.home=" + folder);
      Tool with =
          Tool.run(
              jdk, folder, words, "-Duser.home=" + folder + " " + agent(AgentProcess.stenoJar()));
      assertThat(with.exitCode()).isEqualTo(without.exitCode());
      assertThat(with.stdout()).isEqualTo(without.stdout());
      assertThat(with.stderr())
          .filteredOn(line -> line.startsWith("steno: "))
          .singleElement()
          .asString()
          .contains("a tool of the JDK");
      assertThat(with.stderr()).hasSize(without.stderr().size() + 1);
    }
  }

  private Result assertUnchangedAndRecorded(List<String> options, Class<?> main, String... names) {
    String[] all = options.toArray(new String[0]);
    Result without = program(main).jvmOption(all).run().assertClean();
    Result with = program(main).jvmOption(all).agent().run();
    Programs.assertRecorded(with, names);
    assertThat(with.stdout()).isEqualTo(without.stdout());
    return with;
  }

  private String trustingTheApplication() throws IOException {
    String grant = "grant codeBase \"file:%s/-\" { permission java.security.AllPermission; };";
    Path policy = Files.writeString(folder.resolve("policy"), grant.formatted(Programs.TARGET));
    return "-Djava.security.policy==" + policy;
  }

  /** A copy of the agent that no policy of the application's folder trusts. */
  private Path outside() throws IOException {
    return Files.copy(AgentProcess.stenoJar(), folder.resolve("untrusted.jar"));
  }

  private static AgentProcess oneCall() {
    return program(OneCall.class);
  }

  private static AgentProcess program(Class<?> main) {
    return Programs.withOpenAi(main).arg(model.url());
  }

  private static String agent(Path jar) {
    return "-javaagent:" + jar;
  }

  /** What a tool of the JDK did. */
  private record Tool(int exitCode, String stdout, List<String> stderr) {
    static Tool run(Path jdk, Path folder, String[] words, String options) throws Exception {
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      String[] command = words.clone();
      command[0] = Jdk.java(jdk).resolveSibling(words[0]).toString();
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("JAVA_TOOL_OPTIONS", options);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("%s ended", words[0]).isTrue();
      } finally {
        process.destroyForcibly();
      }
      return new Tool(process.exitValue(), Files.readString(out), Files.readAllLines(err));
    }
  }
}
