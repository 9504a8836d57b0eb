package dev.steno.smoke.langchain4j.models;

import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.steno.smoke.FakeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Providers' models: what goes over the wire is recorded, once, and LangChain4j is named. */
@Execution(ExecutionMode.CONCURRENT) // a run mostly waits for slow answers
class ProvidersIT {
  private static final String JDK = "java-http-client";
  private static final String LANGCHAIN4J = "langchain4j";

  /** One provider's program on the class path of a version. */
  record Provider(
      String library, Class<?> program, Consumer<FakeModel> answers, List<Expected> expected) {
    Runs runs() {
      return Runs.of(library, program, answers);
    }

    @Override
    public String toString() {
      return program.getSimpleName() + " of " + library;
    }
  }

  static List<Provider> providers() {
    List<Provider> providers = new ArrayList<>();
    for (String version : List.of("1.0.0", "1.17.2", "1.19.0")) {
      providers.add(
          new Provider("openai-" + version, OpenAi.class, ProvidersIT::openAi, expectedOfOpenAi()));
    }
    String official = "official-1.11.0";
    providers.add(
        new Provider(
            official,
            OpenAiOfficial.class,
            ProvidersIT::openAi,
            expected("openai", "gpt-4o", 4, LANGCHAIN4J, "openai-java", "okhttp")));
    providers.add(
        new Provider(
            "openai-1.19.0",
            Anthropic.class,
            ProvidersIT::anthropic,
            expected("anthropic", "claude-sonnet-4-5", 3, LANGCHAIN4J, JDK)));
    String others = "others-1.18.1";
    providers.add(
        new Provider(
            others,
            Gemini.class,
            ProvidersIT::gemini,
            expected("gcp.gemini", "gemini-2.5-flash", 3, LANGCHAIN4J, JDK)));
    providers.add(
        new Provider(
            others,
            Ollama.class,
            ProvidersIT::ollama,
            expected("ollama", "llama3.2", 3, LANGCHAIN4J, JDK)));
    providers.add(
        new Provider(
            others,
            Mistral.class,
            ProvidersIT::openAi,
            expected("127.0.0.1", "mistral-small-latest", 3, LANGCHAIN4J, JDK)));
    return providers;
  }

  private static List<Expected> expectedOfOpenAi() {
    List<Expected> expected = new ArrayList<>(expected("127.0.0.1", "gpt-4o", 3, LANGCHAIN4J, JDK));
    Stream.of(
            Expected.of("retried").model("failing-twice").attempts(3).used(80, 25).finish("stop"),
            Expected.of("streamed-failing").model("rate-limited").ended("error", ""),
            Expected.of("streamed-broken")
                .model("mid-error")
                .ended("error", "Paris is the capital")
                .streamed(),
            Expected.of("embeddings").operation("embeddings").output(""),
            Expected.of("moderation").operation("moderation").output(""),
            // Without a model, nothing on the wire tells that it is for one.
            Expected.of("moderation-unnamed")
                .operation("moderation")
                .output("")
                .provider("openai")
                .at("/result/flagged", "true")
                .by(LANGCHAIN4J),
            Expected.of("image").operation("image_generation").output(""))
        .map(each -> each.hasInstrumentation() ? each : each.by(LANGCHAIN4J, JDK))
        .forEach(expected::add);
    return expected;
  }

  private static List<Expected> expected(
      String provider, String model, int attempts, String... instrumentations) {
    return Stream.of(
            Expected.of("whole").model(model).finish("stop").used(80, 25),
            Expected.of("text").model(model).finish("stop").used(80, 25),
            Expected.of("streamed").model(model).finish("stop").used(80, 25).streamed(),
            Expected.of("failing").model("server-error").ended("error", "").attempts(attempts))
        .map(each -> each.provider(provider).by(instrumentations))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void recordsEachCall(Provider provider) {
    provider.runs().assertRecorded(provider.expected());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void goesUnnoticed(Provider provider) {
    provider.runs().assertSame();
  }

  /** Besides what the model's server answers anyway. */
  private static void openAi(FakeModel model) {
    ResponseDefinitionBuilder failure = Answer.of("server-error.json").withStatus(500);
    String[] states = {Scenario.STARTED, "once", "twice"};
    for (int i = 0; i < states.length; i++) {
      model.stub(
          post(urlPathMatching(".*/chat/completions"))
              .withRequestBody(Answer.saying("$.model", "failing-twice"))
              .inScenario("failing-twice")
              .whenScenarioStateIs(states[i])
              .willReturn(i < 2 ? failure : Answer.of("chat.json"))
              .willSetStateTo(states[(i + 1) % states.length]));
    }
  }

  private static void anthropic(FakeModel model) {
    MappingBuilder streamed = to("/v1/messages").withRequestBody(Answer.saying("$.stream", "true"));
    model.stub(to("/v1/messages").willReturn(Answer.of("anthropic/text.json")));
    model.stub(streamed.willReturn(Answer.of("anthropic/text.sse")));
    failing(model, "/v1/messages");
  }

  private static void ollama(FakeModel model) {
    MappingBuilder streamed = to("/api/chat").withRequestBody(Answer.saying("$.stream", "true"));
    model.stub(to("/api/chat").willReturn(Answer.of("ollama/chat.json")));
    model.stub(streamed.willReturn(Answer.of("ollama/chat.ndjson")));
    failing(model, "/api/chat");
  }

  private static void failing(FakeModel model, String path) {
    model.stub(
        to(path)
            .withRequestBody(matchingJsonPath("$[?(@.model == 'server-error')]"))
            .willReturn(Answer.of("server-error.json").withStatus(500)));
  }

  private static void gemini(FakeModel model) {
    String models = "/v1beta/models/";
    model.stub(to(models + "[^/]+:generateContent").willReturn(Answer.of("gemini/text.json")));
    model.stub(to(models + "[^/]+:streamGenerateContent").willReturn(Answer.of("gemini/text.sse")));
    model.stub(
        to(models + "server-error:generateContent")
            .willReturn(Answer.of("server-error.json").withStatus(500)));
  }

  private static MappingBuilder to(String path) {
    return post(urlPathMatching(path));
  }
}
