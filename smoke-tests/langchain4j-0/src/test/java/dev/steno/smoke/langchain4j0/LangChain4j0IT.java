package dev.steno.smoke.langchain4j0;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LangChain4j before 1.0: what is recorded of it, and that the application cannot tell. */
class LangChain4j0IT {
  private static final String OLDEST = "0.31.0";
  private static final String NEWEST = "0.36.2";
  private static final String BOTH = "[\"langchain4j\",\"okhttp\"]";
  private static final String ALONE = "[\"langchain4j\"]";

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void goesUnnoticed(String version) {
    Runs.of(version).assertSame();
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void recordsEachCallAndNothingElse(String version) {
    Runs runs = Runs.of(version);
    Set<String> expected = new TreeSet<>(runs.called());
    expected.remove("service-to-string");
    assertThat(runs.names()).isEqualTo(expected);
    expected.forEach(runs::recorded);
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, anthropic, false",
    "mistral, 127.0.0.1, false",
    "ollama, ollama, false",
    "openai, 127.0.0.1, false",
    "openai-messages, 127.0.0.1, false",
    "anthropic-stream, anthropic, true",
    "mistral-stream, 127.0.0.1, true",
    "ollama-stream, ollama, true",
    "openai-stream, 127.0.0.1, true"
  })
  void oneCallForEachRequest(String name, String provider, boolean streaming) {
    for (String version : List.of(OLDEST, NEWEST)) {
      JsonNode interaction = Runs.of(version).recorded(name);
      assertThat(interaction.path("output").asText()).isEqualTo(Server.TEXT);
      assertThat(interaction.path("calls")).hasSize(1);
      JsonNode call = interaction.path("calls").path(0);
      assertThat(call.path("operation").asText()).isEqualTo("chat");
      assertThat(call.path("provider").asText()).isEqualTo(provider);
      assertThat(call.path("instrumentation").toString()).isEqualTo(BOTH);
      assertThat(call.path("streaming").asBoolean()).isEqualTo(streaming);
      assertThat(call.path("attempts").asInt()).isEqualTo(1);
      assertThat(call.path("usage").path("output_tokens").asInt()).isEqualTo(25);
      assertThat(call.path("outcome").asText()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void foldsAttempts(String version) {
    JsonNode retried = Runs.of(version).recorded("openai-retried");
    assertThat(retried.path("calls")).hasSize(1);
    assertThat(retried.path("calls").path(0).path("attempts").asInt()).isEqualTo(2);
    assertThat(retried.path("outcome").asText()).isEqualTo("ok");
    JsonNode failing = Runs.of(version).recorded("openai-failing");
    assertThat(failing.path("calls")).hasSize(1);
    assertThat(failing.path("outcome").asText()).isEqualTo("error");
    JsonNode streamed = Runs.of(version).recorded("mistral-stream-failing");
    assertThat(streamed.path("calls").path(0).path("http_status").asInt()).isEqualTo(429);
    assertThat(streamed.path("outcome").asText()).isEqualTo("error");
  }

  @ParameterizedTest
  @CsvSource({
    "openai-embedding, embeddings",
    "openai-image, image_generation",
    "openai-moderation, moderation"
  })
  void otherModels(String name, String operation) {
    for (String version : List.of(OLDEST, NEWEST)) {
      JsonNode calls = Runs.of(version).recorded(name).path("calls");
      assertThat(operations(calls)).containsExactly(operation);
      assertThat(calls.path(0).path("instrumentation").toString()).isEqualTo(BOTH);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "service, chat",
    "service-template, ask",
    "service-message, message",
    "service-result, result",
    "service-list, list",
    "stream, stream",
    "stream-elsewhere, stream"
  })
  void turns(String name, String method) {
    for (String version : List.of(OLDEST, NEWEST)) {
      JsonNode turn = Runs.of(version).recorded(name);
      assertThat(turn.path("agent_name").asText()).isEqualTo("Assistant");
      assertThat(turn.path("properties").path("service").asText())
          .isEqualTo(Assistant.class.getName());
      assertThat(turn.path("properties").path("method").asText()).isEqualTo(method);
      String polite = name.equals("service-template") ? "Answer politely: " : "";
      assertThat(turn.path("input").asText()).isEqualTo(polite + Calls.prompt(name));
      assertThat(turn.path("output").asText()).isEqualTo(Server.TEXT);
      assertThat(turn.path("outcome").asText()).isEqualTo("ok");
      assertThat(turn.path("conversation_source").asText()).isEqualTo("new");
      assertThat(operations(turn.path("calls"))).containsExactly("chat");
      assertThat(turn.path("calls").path(0).path("instrumentation").toString()).isEqualTo(BOTH);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void inputIsWithoutTheFormatOfTheOutput(String version) {
    JsonNode turn = Runs.of(version).recorded("service-enum");
    assertThat(turn.path("input").asText()).isEqualTo(Calls.prompt("service-enum"));
    assertThat(turn.path("output").asText()).isEqualTo("GOOD");
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void failedTurns(String version) {
    for (String name : List.of("service-failing", "stream-failing")) {
      JsonNode turn = Runs.of(version).recorded(name);
      assertThat(turn.path("outcome").asText()).isEqualTo("error");
      assertThat(turn.path("error").path("type").asText()).isEqualTo("java.lang.RuntimeException");
      assertThat(turn.path("input").asText()).isEqualTo(Calls.prompt(name));
      assertThat(operations(turn.path("calls"))).containsExactly("chat");
    }
    JsonNode unstarted = Runs.of(version).recorded("stream-unstarted");
    assertThat(unstarted.path("outcome").asText()).isEqualTo("abandoned");
    assertThat(unstarted.path("calls")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void aWholeTurn(String version) {
    JsonNode turn = Runs.of(version).recorded("service-turn");
    String question = "Answer politely: " + Calls.prompt("service-turn");
    assertThat(turn.path("input").asText()).isEqualTo(question);
    assertThat(turn.path("output").asText()).isEqualTo(Server.TEXT);
    JsonNode calls = turn.path("calls");
    assertThat(operations(calls))
        .containsExactly(
            "retrieval", "embeddings", "chat", "execute_tool", "chat", "execute_tool", "chat");
    assertThat(parents(calls)).containsExactly(-1, 0, -1, -1, -1, -1, -1);
    assertThat(turn.path("usage").path("input_tokens").asInt()).isEqualTo(30);
    JsonNode retrieval = calls.path(0);
    assertThat(retrieval.path("query").asText()).isEqualTo(question);
    assertThat(retrieval.path("document_count").asInt()).isEqualTo(2);
    assertThat(retrieval.path("documents").findValuesAsText("content"))
        .containsExactlyInAnyOrder("Paris has 2 million people.", "Lyon is not the capital.");
    assertTool(calls.path(3), "weather", "call_1", "sunny in Paris");
    assertTool(calls.path(5), "time", "call_2", "noon in Paris");
  }

  private static void assertTool(JsonNode call, String name, String id, String result) {
    assertThat(call.path("tool_name").asText()).isEqualTo(name);
    assertThat(call.path("tool_call_id").asText()).isEqualTo(id);
    assertThat(call.path("arguments").toString()).isEqualTo("{\"city\":\"Paris\"}");
    assertThat(call.path("result").asText()).isEqualTo(result);
    assertThat(call.path("latency_source").asText()).isEqualTo("measured");
    assertThat(call.path("instrumentation").toString()).isEqualTo(ALONE);
    assertThat(call.path("outcome").asText()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void aToolThatThrows(String version) {
    JsonNode turn = Runs.of(version).recorded("service-tool-throws");
    assertThat(turn.path("outcome").asText()).isEqualTo("ok");
    assertThat(operations(turn.path("calls"))).containsExactly("chat", "execute_tool", "chat");
    JsonNode tool = turn.path("calls").path(1);
    assertThat(tool.path("outcome").asText()).isEqualTo("error");
    assertThat(tool.path("error").path("type").asText())
        .isEqualTo(Weather.NoWeatherException.class.getName());
    assertThat(tool.path("result").asText()).isEqualTo("no weather in Atlantis");
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void aStreamedTurnWithATool(String version) {
    JsonNode turn = Runs.of(version).recorded("stream-tools");
    assertThat(turn.path("outcome").asText()).isEqualTo("ok");
    assertThat(turn.path("input").asText()).isEqualTo(Calls.prompt("stream-tools"));
    assertThat(turn.path("output").asText()).isEqualTo("Sunny.");
    assertThat(turn.path("conversation_id").asText()).isEqualTo("s-1");
    assertThat(operations(turn.path("calls"))).containsExactly("chat", "execute_tool", "chat");
    assertThat(parents(turn.path("calls"))).containsExactly(-1, -1, -1);
    assertTool(turn.path("calls").path(1), "weather", "call_1", "sunny in Paris");
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void conversations(String version) {
    Runs runs = Runs.of(version);
    assertThat(conversation(runs, "memory-id-1")).isEqualTo("7");
    assertThat(conversation(runs, "memory-id-2")).isEqualTo("7");
    assertThat(conversation(runs, "memory-shared-1"))
        .hasSize(36)
        .isEqualTo(conversation(runs, "memory-shared-2"))
        .isNotEqualTo(conversation(runs, "memory-other"));
  }

  private static String conversation(Runs runs, String name) {
    JsonNode turn = runs.recorded(name);
    assertThat(turn.path("conversation_source").asText()).isEqualTo("framework");
    return turn.path("conversation_id").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void retrievalOnOtherThreadsAndOfUnknownKind(String version) {
    JsonNode several = Runs.of(version).recorded("retrieval-several").path("calls");
    assertThat(operations(several))
        .containsExactlyInAnyOrder("retrieval", "retrieval", "embeddings", "chat");
    assertThat(parents(several).stream().filter(parent -> parent >= 0)).hasSize(1);
    JsonNode unknown = Runs.of(version).recorded("retrieval-unknown").path("calls");
    assertThat(operations(unknown)).containsExactly("retrieval", "chat");
  }

  @ParameterizedTest
  @CsvSource({
    "local, chat, echo, Here I am.",
    "local-tools, chat, echo, Here I am.",
    "local-service, chat, echo, Here I am.",
    "local-stream, chat, echo, Here I am.",
    "local-stream-service, chat, echo, Here I am.",
    "local-embedding, embeddings, flat, ''",
    "local-image, image_generation, blank, ''",
    "local-moderation, moderation, lenient, ''",
    "local-scoring, rerank, flat, ''"
  })
  void localModels(String name, String operation, String provider, String output) {
    for (String version : List.of(OLDEST, NEWEST)) {
      JsonNode interaction = Runs.of(version).recorded(name);
      assertThat(interaction.path("input").asText()).isEqualTo(Calls.prompt(name));
      assertThat(interaction.path("output").asText()).isEqualTo(output);
      JsonNode calls = interaction.path("calls");
      assertThat(operations(calls)).containsExactly(operation);
      assertThat(calls.path(0).path("provider").asText()).isEqualTo(provider);
      assertThat(calls.path(0).path("instrumentation").toString()).isEqualTo(ALONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void whatALocalModelIsTold(String version) {
    JsonNode call = Runs.of(version).recorded("local-tools").path("calls").path(0);
    assertThat(call.path("input_messages").findValuesAsText("role"))
        .containsExactly("system", "user", "assistant", "tool");
    assertThat(call.path("input_messages").toString())
        .contains("\"tool_call\"", "call_1", "weather", "sunny");
    assertThat(call.path("tool_definitions").findValuesAsText("name"))
        .containsExactlyInAnyOrder("weather", "time");
    JsonNode city =
        call.path("tool_definitions").path(0).path("parameters").path("properties").path("city");
    assertThat(city.path("type").asText()).isEqualTo("string");
    assertThat(call.path("usage").path("input_tokens").asInt()).isEqualTo(80);
    assertThat(call.path("finish_reasons").path(0).asText()).isEqualTo("stop");
    for (String name : List.of("local-failing", "local-stream-failing")) {
      JsonNode failed = Runs.of(version).recorded(name);
      assertThat(failed.path("outcome").asText()).isEqualTo("error");
      assertThat(failed.path("input").asText()).isEqualTo(Calls.prompt(name));
    }
  }

  /** A lambda's class cannot be hooked: the turn is there, and its call is not. */
  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void whatIsLostOfALambda(String version) {
    JsonNode turn = Runs.of(version).recorded("local-lambda");
    assertThat(turn.path("output").asText()).isEqualTo("I am a lambda.");
    assertThat(turn.path("calls")).isEmpty();
    JsonNode streamed = Runs.of(version).recorded("local-stream-lambda");
    assertThat(streamed.path("calls")).isEmpty();
    assertThat(streamed.path("outcome").asText())
        .isEqualTo(version.equals(OLDEST) ? "abandoned" : "ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDEST, NEWEST})
  void moderationOfATurn(String version) {
    JsonNode turn = Runs.of(version).recorded("local-moderated");
    assertThat(turn.path("agent_name").asText()).isEqualTo("Moderated");
    assertThat(operations(turn.path("calls"))).containsExactlyInAnyOrder("chat", "moderation");
  }

  private static List<String> operations(JsonNode calls) {
    List<String> operations = new ArrayList<>();
    calls.forEach(call -> operations.add(call.path("operation").asText()));
    return operations;
  }

  /** The places of the calls that each was made in; -1 for none. */
  private static List<Integer> parents(JsonNode calls) {
    Map<String, Integer> places = new HashMap<>();
    calls.forEach(call -> places.put(call.path("id").asText(), places.size()));
    List<Integer> parents = new ArrayList<>();
    calls.forEach(call -> parents.add(places.getOrDefault(call.path("parent_id").asText(), -1)));
    return parents;
  }
}
