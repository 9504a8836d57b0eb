package dev.steno.smoke.agentic;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The program on the class path of a version, run without the agent and with it.
 *
 * @param plain the run without the agent
 * @param watched the run with it
 */
record Runs(Result plain, Result watched) {
  private static final Map<String, Runs> OF_VERSION = new ConcurrentHashMap<>();
  private static final String PLANNER = "planner";
  private static final String ORDERS =
      "'tool_calls':[{'id':'call_1','type':'function','function':{'name':'search_orders',"
          + "'arguments':'{\\'customer\\':\\'c-17\\',\\'limit\\':3}'}}]";

  /** The runs of a version, of which there is only one pair. */
  static Runs of(String version) {
    return OF_VERSION.computeIfAbsent(
        version, key -> new Runs(run(key, process(key)), run(key, process(key).agent())));
  }

  private static AgentProcess process(String version) {
    return AgentProcess.of(Agentic.class.getName())
        .classPath(Path.of("target", "classes"))
        .classPath(jars("langchain4j-agentic-" + version))
        // So short a run is over before the optimizing compiler has paid off.
        .jvmOption("-XX:TieredStopAtLevel=1");
  }

  private static Result run(String version, AgentProcess process) {
    try (FakeModel model = FakeModel.start()) {
      addTool(model);
      addPlans(model, version.startsWith("1.10.") ? "writer$0" : "writer");
      return process.arg(model.url()).run().assertClean();
    }
  }

  /** A model that wants a tool, once. */
  private static void addTool(FakeModel model) {
    model.stub(asking("tool").willReturn(answer("'content':'They ordered.'", "stop")));
    model.stub(
        asking("tool")
            .withRequestBody(matchingJsonPath("$.messages.size()", equalTo("1")))
            .willReturn(answer(ORDERS, "tool_calls")));
  }

  /** A model that lets one agent work, and then is content. */
  private static void addPlans(FakeModel model, String writer) {
    String topic = Script.topic("supervisor");
    model.stub(
        asking(PLANNER)
            .inScenario(PLANNER)
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(plan(writer, "topic", topic))
            .willSetStateTo("written"));
    model.stub(
        asking(PLANNER)
            .inScenario(PLANNER)
            .whenScenarioStateIs("written")
            .willReturn(plan("done", "response", "It is written.")));
  }

  private static ResponseDefinitionBuilder plan(String agent, String argument, String value) {
    String plan = "{`agentName`:`%s`,`arguments`:{`%s`:`%s`}}".formatted(agent, argument, value);
    return answer("'content':'%s'".formatted(plan.replace("`", "\\\"")), "stop");
  }

  private static MappingBuilder asking(String model) {
    return post(urlPathEqualTo("/v1/chat/completions"))
        .withRequestBody(matchingJsonPath("$.model", equalTo(model)));
  }

  private static ResponseDefinitionBuilder answer(String message, String finish) {
    String body =
        "{'model':'m-1','choices':[{'index':0,'message':{'role':'assistant',%s},'finish_reason':'%s'}],'usage':{'prompt_tokens':5,'completion_tokens':3,'total_tokens':8}}";
    return aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "application/json")
        .withBody(body.formatted(message, finish).replace('\'', '"'));
  }

  private static List<Path> jars(String library) {
    try (Stream<Path> files = Files.list(Path.of("libraries", "target", library))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
