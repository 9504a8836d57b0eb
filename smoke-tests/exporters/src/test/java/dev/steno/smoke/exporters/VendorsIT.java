package dev.steno.smoke.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real jar takes what is said to vendors that are there, whatever others do. */
class VendorsIT {
  private static final String ORG = "3f0e8c1a-5b7d-4c2e-9a61-0d2f4b8e7c55";
  private static final String KEY = "wk_0123456789abcdef";
  private static final int SOME = 12;
  private static final Pattern QUESTION = Pattern.compile("question ([0-9]+)\\.");

  private static FakeModel model;

  @BeforeAll
  static void start() {
    model = FakeModel.start();
  }

  @AfterAll
  static void stop() {
    model.close();
  }

  private static AgentProcess talk(String exporters, String agnost, String mindlytics) {
    return AgentProcess.of("dev.steno.smoke.exporters.Talk")
        .classPath(Path.of("target", "classes"))
        .agent()
        .property("steno.exporters", exporters)
        .property("steno.agnost.org-id", ORG)
        .property("steno.agnost.endpoint", agnost)
        .property("steno.mindlytics.api-key", KEY)
        .property("steno.mindlytics.project-id", "project-7")
        .property("steno.mindlytics.endpoint", mindlytics)
        .arg(model.url(), String.valueOf(SOME));
  }

  private static List<Integer> questions(Vendor vendor) {
    List<Integer> questions = new ArrayList<>();
    for (String request : vendor.requests()) {
      Matcher question = QUESTION.matcher(request);
      if (question.find()) {
        questions.add(Integer.valueOf(question.group(1)));
      }
    }
    return questions;
  }

  private static List<Integer> all() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < SOME; i++) {
      all.add(i);
    }
    return all;
  }

  private static void assertSame(Result result) {
    result.assertClean();
    Result without =
        AgentProcess.of("dev.steno.smoke.exporters.Talk")
            .classPath(Path.of("target", "classes"))
            .arg(model.url(), String.valueOf(SOME))
            .run();
    assertThat(result.stdout()).startsWith(without.stdout());
    assertThat(result.stderr()).doesNotContain(KEY, "question ", "Exception in thread");
  }

  @Test
  void allOfThemTakeAll() {
    try (Vendor agnost = new Vendor(200, SOME);
        Vendor mindlytics = new Vendor(202, SOME)) {
      Result result =
          talk("file,agnost,mindlytics", agnost.endpoint(), mindlytics.endpoint())
              .arg(mindlytics.gate())
              .run();
      assertSame(result);
      assertThat(questions(agnost)).isEqualTo(all());
      assertThat(questions(mindlytics)).isEqualTo(all());
      assertThat(result.interactions()).hasSize(SOME); // and none of the agent's own requests
      assertThat(result.home().resolve(".steno/device-id")).isRegularFile();
      assertThat(agnost.requests().get(0)).startsWith("/api/v1/capture-session ");
      assertThat(mindlytics.requests().get(0)).startsWith("/bc/v1/events/queue ");
    }
  }

  @Test
  void oneThatAnswersNothingUsefulDelaysNoOther() {
    try (Vendor agnost = new Vendor(200, SOME);
        Vendor mindlytics = new Vendor(503, SOME)) {
      Result result =
          talk("mindlytics,agnost", agnost.endpoint(), mindlytics.endpoint())
              .quiet()
              .arg(agnost.gate())
              .run();
      assertSame(result);
      assertThat(questions(agnost)).isEqualTo(all());
      assertThat(questions(mindlytics)).containsOnly(0); // again and again the first
      assertThat(result.stderr())
          .containsOnlyOnce("the exporter mindlytics waits, and tries again: 127.0.0.1")
          .contains("/bc/v1/events/queue answered 503");
    }
  }

  @Test
  void oneThatIsNotThereDelaysNoOther() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    try (Vendor mindlytics = new Vendor(200, SOME)) {
      Result result =
          talk("agnost,mindlytics", "http://127.0.0.1:" + port, mindlytics.endpoint())
              .quiet()
              .arg(mindlytics.gate())
              .run();
      assertSame(result);
      assertThat(questions(mindlytics)).isEqualTo(all());
      assertThat(result.stderr()).containsOnlyOnce("the exporter agnost waits, and tries again");
    }
  }

  @Test
  void whoIsNotLetInIsToldWhatToLookAt() {
    try (Vendor agnost = new Vendor(200, SOME);
        Vendor mindlytics = new Vendor(403, 1)) {
      Result result =
          talk("agnost,mindlytics", agnost.endpoint(), mindlytics.endpoint())
              .quiet()
              .arg(agnost.gate())
              .run();
      assertSame(result);
      assertThat(questions(agnost)).isEqualTo(all());
      assertThat(result.stderr())
          .containsOnlyOnce("pauses for five minutes; look at its key and address");
    }
  }

  @Test
  void whatIsConfiguredWronglyIsSaidInOneLineEachAndTheApplicationRuns() {
    Result result =
        talk("file,agnost,mindlytics", "http://agnost.example.org", "https://127.0.0.1")
            .property("steno.mindlytics.api-key", " ")
            .run();
    assertSame(result);
    assertThat(result.interactions()).hasSize(SOME);
    List<String> warnings =
        result.stderrLines().stream().filter(line -> line.contains("exporter")).toList();
    assertThat(warnings)
        .anyMatch(
            line ->
                line.contains("agnost is off: steno.agnost.endpoint=http://agnost.example.org")
                    && line.contains("use https, or set steno.agnost.insecure=true"))
        .anyMatch(
            line ->
                line.contains("the exporter mindlytics is off: it needs steno.mindlytics.api-key"));
    assertThat(warnings.stream().filter(line -> line.contains("agnost."))).hasSizeLessThan(3);
  }

  @Test
  void theDevicesIdStays() throws IOException {
    try (Vendor once = new Vendor(200, SOME);
        Vendor again = new Vendor(200, SOME)) {
      Result first =
          talk("mindlytics", "https://127.0.0.1", once.endpoint()).arg(once.gate()).run();
      String id = Files.readString(first.home().resolve(".steno/device-id")).strip();
      talk("mindlytics", "https://127.0.0.1", again.endpoint())
          .home(first.home())
          .arg(again.gate())
          .run()
          .assertClean();
      assertThat(once.requests()).isNotEmpty().allMatch(body -> body.contains(id));
      assertThat(again.requests()).isNotEmpty().allMatch(body -> body.contains(id));
    }
  }
}
