package dev.steno.smoke.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code java -jar steno.jar} says of what the real jar recorded, and does with it. */
class CommandsIT {
  private static final String ORG = "3f0e8c1a-5b7d-4c2e-9a61-0d2f4b8e7c55";
  private static final String KEY = "ags_0123456789abcdef0123456789abcdef_012345";
  private static final int SOME = 5;

  private static FakeModel model;

  @TempDir private Path home;

  @BeforeAll
  static void start() {
    model = FakeModel.start();
  }

  @AfterAll
  static void stop() {
    model.close();
  }

  private AgentProcess talk() {
    return AgentProcess.of("dev.steno.smoke.doctor.Talk")
        .classPath(Path.of("target", "classes"))
        .agent()
        .home(home);
  }

  private Result command(String... arguments) {
    return AgentProcess.of("-jar")
        .arg(AgentProcess.stenoJar().toString())
        .arg(arguments)
        .home(home)
        .run();
  }

  private List<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve(".steno").resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Words, whatever lines they are on. */
  private static String words(Result result) {
    return result.stdout().replaceAll("\\s+", " ");
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    Result usage = command();
    assertThat(usage.exitCode()).isZero();
    assertThat(usage.stdout()).contains("-javaagent:steno.jar", "doctor", "replay");
    Result wrong = command("dcotor");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.stderr()).contains("dcotor", "doctor, replay");
  }

  @Test
  void whatWasRecordedToFilesIsWellAndCanBeLookedAt() {
    talk().arg(model.url(), String.valueOf(SOME)).run().assertClean();
    Result doctor = command("doctor");
    assertThat(doctor.exitCode()).as("%s", doctor).isZero();
    assertThat(words(doctor))
        .contains(
            "dev.steno.smoke.doctor.Talk, pid ",
            ", ended ",
            "java-http-client",
            "recorded 5 calls",
            "delivered file 5",
            "lost nothing",
            "All is well.");
    assertThat(doctor.stdout().lines().count()).isLessThan(30);
    assertThat(doctor.stdout()).doesNotContain("question ");
    Result replay =
        command("replay", doctor.interactionFiles().get(0).toString(), "-Dsteno.exporters=console");
    assertThat(replay.exitCode()).as("%s", replay).isZero();
    assertThat(replay.stderr()).contains("question 0.", "question 4.");
    assertThat(replay.stdout()).contains("console    5 records delivered");
  }

  @Test
  void whatWaitsBecauseOfAWrongKeyIsSentOnceItIsRight() throws IOException {
    try (Vendor vendor = new Vendor(401)) {
      String[] settings = {
        "-Dsteno.exporters=agnost",
        "-Dsteno.agnost.org-id=" + ORG,
        "-Dsteno.agnost.endpoint=" + vendor.endpoint()
      };
      talk().quiet().jvmOption(settings).arg(model.url(), String.valueOf(SOME)).run().assertClean();
      assertThat(files("status")).hasSize(1);
      assertThat(files("spool")).hasSize(1);

      Result ill = command("doctor", settings[0], settings[1], settings[2]);
      assertThat(ill.exitCode()).as("%s", ill).isEqualTo(1);
      assertThat(words(ill))
          .contains(
              "recorded 5 calls",
              "! waits 5 records for agnost",
              "left behind by a JVM that ended",
              "is not let in");

      vendor.answer(200);
      String dir = home.resolve(".steno").toString();
      Result replay = command("replay", dir, settings[0], settings[1], settings[2]);
      assertThat(replay.exitCode()).as("%s", replay).isZero();
      assertThat(replay.stdout()).contains("agnost     5 records delivered");
      String all = String.join("\n", vendor.taken());
      IntStream.range(0, SOME)
          .forEach(i -> assertThat(all.split("question " + i + "\\.", -1)).hasSizeGreaterThan(1));
      assertThat(files("spool")).isEmpty();
      int before = vendor.taken().size();
      assertThat(command("replay", dir, settings[0], settings[1], settings[2]).exitCode()).isZero();
      assertThat(vendor.taken()).hasSize(before);

      Result well = command("doctor", settings[0], settings[1], settings[2]);
      assertThat(words(well)).contains("waits nothing", "All is well.");
      assertThat(well.exitCode()).isZero();
    }
  }

  @Test
  void aKeyThatIsNotLetInIsSaidAndNotShown() throws IOException {
    try (Vendor vendor = new Vendor(403)) {
      Result doctor =
          command(
              "doctor",
              home.toString(),
              "-Dsteno.exporters=agentsight",
              "-Dsteno.agentsight.api-key=" + KEY,
              "-Dsteno.agentsight.endpoint=" + vendor.endpoint());
      assertThat(doctor.exitCode()).isEqualTo(1);
      assertThat(words(doctor))
          .contains(
              "does not let the key in (it answered 403)", "look at steno.agentsight.api-key");
      assertThat(doctor.stdout() + doctor.stderr()).doesNotContain(KEY);
    }
  }

  @Test
  void theCountersAreThereOverJmx() {
    Result result =
        talk()
            .jvmOption("-Dcom.sun.management.jmxremote")
            .arg(model.url(), String.valueOf(SOME), "jmx")
            .run()
            .assertClean();
    assertThat(result.stdout()).contains("registered true", "captured 5", "version 0.1");
  }
}
