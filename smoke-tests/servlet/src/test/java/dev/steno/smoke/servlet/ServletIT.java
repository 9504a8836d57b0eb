package dev.steno.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A web application on each container, under both names of the API. */
class ServletIT {
  private static final Path LIBRARIES = Path.of("libraries", "target");
  private static final Map<String, Runs> OF_CONTAINER = new ConcurrentHashMap<>();
  private static final boolean NIGHTLY = Boolean.getBoolean("nightly");
  private static final int FEW = 100;
  private static final int MANY = 1000;

  private record Runs(Result plain, Result watched) {}

  /** Few of each kind; all of them, with {@code -Dnightly=true}. */
  static List<String> containers() {
    return NIGHTLY
        ? List.of(
            "tomcat-9",
            "tomcat-10.1",
            "tomcat-11",
            "jetty-9.4",
            "jetty-12.0",
            "undertow-2.2",
            "undertow-2.3")
        : List.of("tomcat-11", "jetty-9.4", "jetty-12.0", "undertow-2.3");
  }

  @ParameterizedTest
  @MethodSource("containers")
  void knowsWhoSpeaks(String container) {
    Map<String, JsonNode> records = records(runs(container).watched);
    SoftAssertions softly = new SoftAssertions();
    String session = text(records.get("first"), "session_id");
    assertThat(session).as("the session of %s", records.get("first")).isNotNull();
    for (String name : List.of("plain", "anonymous", "early", "client", "token", "key")) {
      softly.assertThat(who(records, name)).as(name).isEqualTo("null null /app/ask");
    }
    softly.assertThat(who(records, "user")).isEqualTo("alice null /app/ask");
    softly.assertThat(who(records, "unknown")).isEqualTo("null null /app/ask");
    softly.assertThat(who(records, "in-path")).isEqualTo("null " + session + " /app/session");
    softly.assertThat(who(records, "second")).isEqualTo("bob " + session + " /app/session");
    softly.assertThat(who(records, "untouched")).isEqualTo("bob " + session + " /app/ask");
    for (String name :
        List.of("forward", "include", "fails", "throws", "start", "dispatch", "visit")) {
      String path = name.equals("visit") ? "page" : name;
      softly.assertThat(who(records, name)).as(name).isEqualTo("bob " + session + " /app/" + path);
    }
    if (container.startsWith("tomcat")) {
      softly.assertThat(who(records, "login")).isEqualTo("carol null /app/login");
    }
    JsonNode client = records.get("client").path("client");
    softly.assertThat(text(client, "ip")).isEqualTo("203.0.113.7");
    softly.assertThat(text(client, "device")).isEqualTo("mobile");
    softly.assertThat(text(client, "language")).isEqualTo("de-CH");
    softly.assertThat(text(client, "source")).isEqualTo("web");
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("containers")
  void mixesNobodyUp(String container) {
    Map<String, JsonNode> records = records(runs(container).watched);
    Map<Integer, Set<String>> sessions = new HashMap<>();
    Set<String> all = new HashSet<>();
    for (int i = 0; i < requests(container); i++) {
      JsonNode entry = records.get("many-" + i);
      JsonNode client = entry.path("client");
      assertThat(text(entry, "user_id")).isEqualTo(i % 3 > 0 ? "user-" + i : null);
      assertThat(text(client, "ip")).isEqualTo("198.51.100." + i % 250);
      assertThat(text(client, "user_agent")).isEqualTo("agent-" + i);
      String session = text(entry, "session_id");
      if (i % 4 > 0) {
        sessions.computeIfAbsent(i % Driver.SESSIONS, key -> new HashSet<>()).add(session);
        all.add(session);
      } else {
        assertThat(session).as("the session of %s", entry).isNull();
      }
    }
    assertThat(sessions.values()).allMatch(ofOne -> ofOne.size() == 1);
    assertThat(all).hasSize(sessions.size()).doesNotContainNull();
  }

  @ParameterizedTest
  @MethodSource("containers")
  void goesUnnoticed(String container) {
    Runs runs = runs(container);
    assertThat(runs.watched.stdout()).isEqualTo(runs.plain.stdout());
    assertThat(runs.watched.stderr())
        .doesNotContain("its calls are not recorded", "who speaks is not known", " failed: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomcat-11", "jetty-9.4"})
  void keepsNoSecret(String container) throws IOException {
    for (Path file : runs(container).watched.interactionFiles()) {
      String text = Files.readString(file);
      assertThat(text).doesNotContain("s3cr3t", "k-4711", "jsessionid", "JSESSIONID");
    }
  }

  /** Who, in which session, at which path. */
  private static String who(Map<String, JsonNode> records, String name) {
    JsonNode entry = records.get(name);
    assertThat(entry).as("the record of %s, of %s", name, records.keySet()).isNotNull();
    return text(entry, "user_id")
        + " "
        + text(entry, "session_id")
        + " "
        + text(entry.path("client"), "path");
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).isTextual() ? node.path(field).asText() : null;
  }

  private static Map<String, JsonNode> records(Result result) {
    Map<String, JsonNode> records = new HashMap<>();
    for (JsonNode entry : result.interactions()) {
      String name =
          entry.has("event") ? entry.path("event").asText() : entry.path("input").asText();
      assertThat(records.put(name, entry)).as("the first record of %s", name).isNull();
    }
    return records;
  }

  private static int requests(String container) {
    return container.equals("tomcat-11") || NIGHTLY ? MANY : FEW;
  }

  private static Runs runs(String container) {
    return OF_CONTAINER.computeIfAbsent(
        container, key -> new Runs(run(key, process -> process), run(key, AgentProcess::agent)));
  }

  private static Result run(String container, UnaryOperator<AgentProcess> options) {
    boolean isOld = List.of("tomcat-9", "jetty-9.4", "undertow-2.2").contains(container);
    Class<?> program =
        container.startsWith("tomcat")
            ? OnTomcat.class
            : container.startsWith("jetty") ? OnJetty.class : OnUndertow.class;
    try (FakeModel model = FakeModel.start()) {
      AgentProcess process =
          AgentProcess.of(program.getName())
              .classPath(Path.of(isOld ? "javax/target/classes" : "target/classes"))
              .classPath(jars(container))
              // So short a run is over before the optimizing compiler has paid off.
              .jvmOption("-XX:TieredStopAtLevel=1")
              .property("steno.engagement.paths", "/app/page,/app/missing")
              .arg(model.url(), String.valueOf(requests(container)));
      return options.apply(process).run().assertClean();
    }
  }

  private static List<Path> jars(String container) {
    try (Stream<Path> files = Files.list(LIBRARIES.resolve("servlet-" + container))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
