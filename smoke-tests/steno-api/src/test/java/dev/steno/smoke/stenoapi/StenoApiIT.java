package dev.steno.smoke.stenoapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.api.OtherRelease;
import dev.steno.api.Steno;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import dev.steno.smoke.contract.test.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application says with the API, the same with the agent and without. */
class StenoApiIT {
  private static AgentProcess program(Class<?> main, String... args) {
    return AgentProcess.of(main.getName())
        .classPath(Libraries.of(Everything.class), Libraries.of(Steno.class))
        .arg(args);
  }

  /** The same program, which must not notice the agent. */
  private static Result run(Class<?> main, String... args) {
    Result without = program(main, args).run().assertClean();
    Result with = program(main, args).jvmOption("-Xmx256m").agent().run().assertClean();
    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.stderr()).doesNotContain("failed", "could not");
    return with;
  }

  private static List<JsonNode> events(Result result, String kind) {
    return result.interactions().stream()
        .filter(line -> line.path("event").asText().equals(kind))
        .toList();
  }

  private static JsonNode interaction(Result result, String input) {
    List<JsonNode> found = interactions(result, input);
    assertThat(found).as("interactions about %s", input).hasSize(1);
    return found.get(0);
  }

  private static List<JsonNode> interactions(Result result, String input) {
    return result.interactions().stream()
        .filter(line -> !line.has("event") && line.path("input").asText().equals(input))
        .toList();
  }

  private static List<String> asked(JsonNode interaction) {
    return interaction.path("calls").findValuesAsText("content").stream()
        .filter(text -> !text.startsWith("Paris"))
        .toList();
  }

  private static String text(JsonNode line, String... path) {
    JsonNode at = line;
    for (String name : path) {
      at = at.path(name);
    }
    return at.asText(null);
  }

  @Test
  void allThatCanBeSaid() {
    Result result;
    try (FakeModel model = FakeModel.start()) {
      result = run(Everything.class, model.url());
    }
    assertInteractions(result);
    assertNested(result);
    assertEvents(result);
    assertThat(interactions(result, "after the end")).isEmpty();
    assertThat(result.stderr())
        .contains("captured 33", "delivered {file=33}", "dropped {}", "waiting []", "ignored {}");
  }

  private static void assertInteractions(Result result) {
    JsonNode asked = interaction(result, "where is my order?");
    assertThat(text(asked, "output")).isEqualTo("on its way");
    assertThat(text(asked, "agent_name")).isEqualTo("support-bot");
    assertThat(asked(asked)).containsExactly("orders of u-1", "other");
    assertThat(asked.path("latency_ms").asDouble()).isEqualTo(4711.0);
    assertThat(text(asked, "conversation_id")).isEqualTo("c-1");
    assertThat(text(asked, "conversation_source")).isEqualTo("api");
    assertThat(text(asked, "conversation_name")).isEqualTo("Refund");
    assertThat(text(asked, "environment")).isEqualTo("production");
    assertThat(text(asked, "user_id")).isEqualTo("u-1");
    assertThat(text(asked, "device_id")).isEqualTo("d-1");
    assertThat(text(asked, "session_id")).isEqualTo("s-1");
    assertThat(asked.path("properties"))
        .hasToString("{\"tenant\":\"acme\",\"tier\":2,\"channel\":\"web\",\"items\":3}");

    JsonNode failed = interaction(result, "before it fails");
    assertThat(text(failed, "outcome")).isEqualTo("error");
    assertThat(text(failed, "error", "type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(text(failed, "error", "message")).isEqualTo("out of stock");
    assertThat(failed.has("user_id")).isFalse();
    JsonNode unsuccessful = interaction(result, "can you?");
    assertThat(text(unsuccessful, "error", "type")).isEqualTo("unsuccessful");
    assertThat(text(unsuccessful, "output")).isEqualTo("no");
    assertThat(unsuccessful.path("success").asBoolean(true)).isFalse();
    assertThat(text(interaction(result, "fine?"), "output")).isEqualTo("fine");
    JsonNode plain = interaction(result, "q");
    assertThat(text(plain, "session_id")).isEqualTo("s-2");
    assertThat(text(plain, "device_id")).isEqualTo("d-2");
    assertThat(text(plain, "properties", "run")).isEqualTo("nightly");

    JsonNode past = interaction(result, "past?");
    assertThat(text(past, "started_at")).isEqualTo("2026-01-02T03:04:05.123456Z");
    assertThat(past.path("latency_ms").asDouble()).isEqualTo(1500.0);
    assertThat(text(past, "outcome")).isEqualTo("error");
    assertThat(text(past, "properties", "k")).isEqualTo("v");
    assertThat(text(interaction(result, "then?"), "outcome")).isEqualTo("ok");
  }

  /** Ended in the wrong order. */
  private static void assertNested(Result result) {
    JsonNode outer = interaction(result, "plan it");
    assertThat(text(outer, "output")).isEqualTo("planned");
    assertThat(text(outer, "user_id")).isEqualTo("u-2");
    assertThat(text(outer, "properties", "order")).isEqualTo("wrong");
    assertThat(asked(outer)).containsExactly("inner", "still inner");
    JsonNode inner = outer.path("calls").path(0);
    assertThat(text(inner, "operation")).isEqualTo("invoke_agent");
    assertThat(text(inner, "agent_name")).isEqualTo("worker");
    assertThat(text(inner, "output")).isEqualTo("done");
    assertThat(outer.path("calls").findValuesAsText("parent_id"))
        .containsExactly(text(inner, "id"), text(inner, "id"));
    assertThat(text(interaction(result, "alone"), "user_id")).isEqualTo("u-2");
  }

  private static void assertEvents(Result result) {
    String asked = text(interaction(result, "where is my order?"), "id");
    List<JsonNode> feedback = events(result, "feedback");
    assertThat(feedback).hasSize(2);
    assertThat(text(feedback.get(0), "sentiment")).isEqualTo("negative");
    assertThat(text(feedback.get(1), "sentiment")).isEqualTo("positive");
    assertThat(text(feedback.get(1), "interaction_id")).isEqualTo(asked);
    assertThat(text(feedback.get(1), "conversation_id")).isEqualTo("c-1");

    List<JsonNode> buttons = events(result, "button");
    assertThat(text(buttons.get(0), "interaction_id")).isEqualTo(asked);
    assertThat(buttons.get(1).has("interaction_id")).isFalse();
    assertThat(text(buttons.get(1), "label")).isEqualTo("5 stars");
    assertThat(buttons).allMatch(button -> text(button, "conversation_id").equals("c-1"));

    List<JsonNode> actions = events(result, "action");
    assertThat(actions).extracting(one -> text(one, "name")).contains("refund", "lookup");
    assertThat(actions.get(0).path("properties"))
        .hasToString(
            "{\"tenant\":\"acme\",\"tier\":2,\"order\":"
                + actions.get(0).path("properties").path("order")
                + "}");
    assertThat(actions.get(1).path("duration_ms").asDouble()).isEqualTo(12.0);
    assertThat(text(actions.get(1), "tools", "crm", "q")).isEqualTo("x");
    assertThat(text(actions.get(2), "error")).isEqualTo("nobody there");

    List<JsonNode> files = events(result, "attachment");
    assertThat(text(files.get(0), "sha256"))
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(text(files.get(0), "name")).isEqualTo("a.txt");
    assertThat(files.get(1).path("size").asInt()).isEqualTo(2 << 20);
    assertThat(text(files.get(1), "sender")).isEqualTo("agent");
    assertThat(files.get(1).path("sha256").asText()).hasSize(64);

    assertThat(text(events(result, "identify").get(0), "user_id")).isEqualTo("u-1");
    assertThat(events(result, "identify").get(0).path("traits").path("age").asInt()).isEqualTo(36);
    assertThat(text(events(result, "alias").get(0), "previous_id")).isEqualTo("anonymous-7");
    assertThat(text(events(result, "session_start").get(0), "attributes", "plan")).isEqualTo("pro");
    assertThat(text(events(result, "session_end").get(0), "session_id")).isEqualTo("s-1");
    assertThat(events(result, "conversation_end"))
        .extracting(one -> text(one, "conversation_id"))
        .containsExactly("c-1", "c-2");
    assertThat(events(result, "visit")).hasSize(1);
    assertThat(text(events(result, "human_message").get(0), "text")).isEqualTo("hello?");
    assertThat(events(result, "agent_message")).hasSize(1);
    assertThat(events(result, "token_usage").get(1).path("embedding_tokens").asInt()).isEqualTo(99);
    assertThat(text(events(result, "event").get(0), "properties", "to")).isEqualTo("tier-2");
  }

  @Test
  void wrongUse() {
    Result result = run(WrongUse.class);
    JsonNode once = result.interactions().get(0);
    assertThat(text(once, "output")).isEqualTo("once");
    assertThat(text(once, "agent_name")).hasSize(255);
    assertThat(once.has("properties")).isFalse();
    assertThat(text(interaction(result, "still?"), "outcome")).isEqualTo("ok");
    assertThat(result.stderr())
        .contains("interaction_ended_twice", "interaction_has_ended", "property_of_wrong_type")
        .contains("sentiment_unknown", "conversation_too_long", "properties_not_readable")
        .containsOnlyOnce("interaction ended twice (said once)");
    assertThat(result.interactions())
        .allMatch(line -> line.path("conversation_id").asText().length() <= 255);
  }

  @Test
  void manyThreads() {
    Result result;
    try (FakeModel model = FakeModel.start()) {
      result = run(ManyThreads.class, model.url());
    }
    for (int thread = 0; thread < 32; thread++) {
      for (int turn = 0; turn < 3; turn++) {
        String input = "t" + thread + "-" + turn;
        JsonNode one = interaction(result, input);
        assertThat(asked(one)).containsExactly(input);
        assertThat(text(one, "output")).isEqualTo(input);
        assertThat(text(one, "user_id")).isEqualTo("u-t" + thread);
        assertThat(text(one, "conversation_id")).isEqualTo("c-t" + thread);
        assertThat(events(result, "event"))
            .filteredOn(event -> text(event, "interaction_id").equals(text(one, "id")))
            .hasSize(1)
            .allMatch(event -> text(event, "user_id").equals(text(one, "user_id")));
      }
      assertThat(interactions(result, "outside t" + thread))
          .hasSize(3)
          .noneMatch(line -> line.has("user_id"));
    }
    JsonNode outer = interaction(result, "outer");
    assertThat(text(outer, "user_id")).isEqualTo("second");
    assertThat(asked(outer)).containsExactly("in inner");
    for (String alone : List.of("after all", "nobody's", "after the flood")) {
      JsonNode line = interaction(result, alone);
      assertThat(line.has("user_id")).as(alone).isFalse();
      assertThat(text(line, "conversation_source")).isEqualTo("new");
    }
    assertThat(text(interaction(result, "forgotten"), "outcome")).isEqualTo("abandoned");
  }

  @Test
  void anotherReleaseOfTheApi() {
    Result result = run(OtherRelease.class);
    assertThat(interactions(result, "input")).hasSize(9);
    assertThat(events(result, "event")).hasSize(9);
  }

  @Test
  void whatCannotBeDelivered(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    Result result =
        program(Undelivered.class)
            .property("steno.file.dir", file.resolve("in").toString())
            .agent()
            .run()
            .assertClean();
    List<String> lines = result.stdout().lines().toList();
    assertThat(lines.get(0)).isEqualTo("flushed false");
    assertThat(lines.get(1)).startsWith("steno-errors file: ").doesNotContain("secret");
    assertThat(lines.get(2)).isEqualTo("flushed false");
    assertThat(lines.get(3)).startsWith("1 file: waits, and tries again: ");
    assertThat(lines.get(4)).isEqualTo("{} [file 201 records]");
  }

  @Test
  void anApplicationThatGoes() {
    assertThat(run(Unloaded.class).stdout()).contains("gone true");
  }

  @Test
  void theAgentBringsNoApi() throws IOException {
    try (JarFile jar = new JarFile(AgentProcess.stenoJar().toFile())) {
      assertThat(jar.stream()).noneMatch(entry -> entry.getName().contains("dev/steno/api"));
    }
  }
}
