package dev.steno.smoke.agentic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Agents of LangChain4j, over OpenAI's API and the JDK's client. */
class AgenticIT {
  private static final String OLDEST = "1.3.0-beta9";
  private static final String NEWEST = "1.16.1-beta26";

  static List<String> versions() {
    return List.of(OLDEST, "1.10.0-beta18", NEWEST);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void goesUnnoticed(String version) {
    Runs runs = Runs.of(version);
    assertThat(runs.watched().stdout()).isEqualTo(runs.plain().stdout());
    assertThat(runs.watched().stderr()).doesNotContain("is not recorded", "failed", "could not");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void recordsEachScene(String version) {
    boolean isOld = version.equals(OLDEST);
    String sequence = isOld ? "UntypedAgent" : "Sequential";
    assertTree(version, "sequence", "newsroom", "  writer", "    chat", "  editor", "    chat");
    assertTree(
        version,
        "loop",
        sequence,
        "  writer",
        "    chat",
        isOld ? "  UntypedAgent" : "  Loop",
        "    editor",
        "      chat",
        "    editor",
        "      chat");
    assertTree(
        version, "conditional", isOld ? "UntypedAgent" : "Conditional", "  poet", "    chat");
    assertTree(
        version,
        "supervisor",
        "SupervisorAgent",
        "  PlannerAgent",
        "    chat",
        "  writer",
        "    chat",
        "  PlannerAgent",
        "    chat");
    assertTree(version, "alone", "writer", "  chat");
    assertTree(version, "non-ai", sequence, "  writer", "    chat", "  counter");
    assertTree(
        version,
        "tool",
        sequence,
        "  writer",
        "    chat",
        "    execute_tool search_orders",
        "    chat");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void recordsFailures(String version) {
    String sequence = version.equals(OLDEST) ? "UntypedAgent" : "Sequential";
    assertTree(version, "throws", sequence + " failed", "  writer", "    chat", "  censor failed");
    assertTree(version, "retry", sequence, "  writer", "    chat", "  censor failed", "  censor");
    assertTree(version, "refused", sequence + " failed", "  writer failed", "    chat failed");
    JsonNode error = scene(version, "throws").json().path("error");
    assertThat(error.path("type").asText())
        .isEqualTo("dev.langchain4j.agentic.agent.AgentInvocationException");
    assertThat(error.path("message").asText()).contains("not this one: ");
    assertThat(scene(version, "refused").json().path("error").path("status").asInt())
        .isEqualTo(429);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void followsToOtherThreads(String version) {
    boolean isOld = version.equals(OLDEST);
    String parallel = isOld ? "UntypedAgent" : "Parallel";
    String sequence = isOld ? "UntypedAgent" : "Sequential";
    assertThat(scene(version, "parallel").tree(true))
        .isEqualTo(tree(parallel, "  poet", "    chat", "  writer", "    chat"));
    List<String> scenes = new ArrayList<>(List.of("nested"));
    for (int i = 0; i < Agentic.MANY; i++) {
      scenes.add("many-" + (char) ('a' + i));
    }
    for (String name : scenes) {
      assertThat(scene(version, name).tree(true))
          .isEqualTo(
              tree(
                  parallel,
                  "  " + sequence,
                  "    " + parallel,
                  "      painter",
                  "        chat",
                  "      sing",
                  "        chat",
                  "    poet",
                  "      chat",
                  "  writer",
                  "    chat"));
      assertThat(scene(version, name).json().findValuesAsText("content"))
          .allMatch(text -> text.contains("[" + name + "]"));
    }
    if (!isOld) {
      assertThat(scene(version, "async").tree(true))
          .isEqualTo(tree(sequence, "  poet", "    chat", "  writer", "    chat"));
      assertThat(scene(version, "async-retry").tree(true))
          .isEqualTo(
              tree(
                  sequence,
                  "  poet",
                  "    chat",
                  "  writer",
                  "    chat",
                  "  writer failed",
                  "    chat failed"));
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void knowsWhatWasSaid(String version) {
    JsonNode sequence = scene(version, "sequence").json();
    String topic = Script.topic("sequence");
    assertThat(sequence.path("input").asText()).isEqualTo(topic);
    assertThat(sequence.path("output").asText()).isEqualTo("Edit: Write about " + topic);
    assertThat(sequence.path("conversation_id").asText()).isEqualTo("7");
    assertThat(sequence.path("conversation_source").asText()).isEqualTo("framework");
    JsonNode properties = sequence.path("properties");
    assertThat(properties.path("service").asText()).isEqualTo(Team.Newsroom.class.getName());
    assertThat(properties.path("method").asText()).isEqualTo("publish");
    assertThat(properties.path("topology").asText()).isEqualTo("sequence");
    assertThat(properties.path("agent_id").asText())
        .isEqualTo(version.equals(OLDEST) ? "" : "newsroom");

    JsonNode writer = sequence.path("calls").path(0);
    assertThat(writer.path("input").asText()).isEqualTo("Write about " + topic);
    assertThat(writer.path("output").asText()).isEqualTo("Write about " + topic);
    assertThat(scene(version, "loop").json().path("input").asText())
        .contains("\"topic\":\"" + Script.topic("loop") + "\"", "\"round\":2");
    assertThat(scene(version, "parallel").json().path("input").asText())
        .isEqualTo(Script.topic("parallel"));
    JsonNode counter = scene(version, "non-ai").json().path("calls").path(2);
    assertThat(counter.path("input").asText()).isEqualTo("Write about " + Script.topic("non-ai"));
    assertThat(counter.path("output").asText())
        .isEqualTo(String.valueOf(("Write about " + Script.topic("non-ai")).length()));
    assertThat(scene(version, "conditional").json().path("output").asText())
        .isEqualTo("Rhyme about " + Script.topic("conditional"));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void recordsNothingElse(String version) {
    int scenes = version.equals(OLDEST) ? 12 : version.equals(NEWEST) ? 16 : 14;
    assertThat(Runs.of(version).watched().interactions()).hasSize(scenes + Agentic.MANY);
  }

  @Test
  void recordsStreams() {
    assertTree(NEWEST, "stream-read", "Sequential", "  streamer", "    chat", "  poet", "    chat");
    assertTree(NEWEST, "stream-passed", "radio", "  poet", "    chat", "  streamer", "    chat");
  }

  private static void assertTree(String version, String name, String... lines) {
    assertThat(scene(version, name).tree(false)).isEqualTo(tree(lines));
  }

  private static String tree(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  private static Recorded scene(String version, String name) {
    return Recorded.of(Runs.of(version).watched().interactions(), "[" + name + "]");
  }
}
