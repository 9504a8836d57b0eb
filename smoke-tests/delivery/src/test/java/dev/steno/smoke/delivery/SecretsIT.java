package dev.steno.smoke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.LoopbackServer;
import dev.steno.smoke.LoopbackServer.Reply;
import dev.steno.smoke.LoopbackServer.Request;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets wherever an application has any, and every byte that the agent wrote or sent. */
class SecretsIT {
  private static final String SAID = "\"content\":\"" + Canaries.SAID + " answers\"";
  private static final Set<String> SEVERAL = Set.of("spool", "dead", "interactions", "requests");

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final LoopbackServer model = new LoopbackServer(SecretsIT::answer);
  private final LoopbackServer vendors = new LoopbackServer(this::take);
  private final Loads loads = Loads.in("secrets");

  @AfterEach
  void close() {
    vendors.close();
    model.close();
  }

  private static Reply answer(Request request) {
    if (request.text().contains("Refuse me.")) {
      return Reply.of(
          401,
          "{\"error\":{\"message\":\"Incorrect API key provided: "
              + Canaries.openAi(57)
              + ". "
              + Canaries.bearer(58)
              + "\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}");
    }
    String message = SAID;
    if (request.text().contains("Tell me secrets.")) {
      message =
          "\"content\":\""
              + Canaries.SAID
              + IntStream.rangeClosed(53, 56)
                  .mapToObj(Canaries::openAi)
                  .reduce("", (all, one) -> all + " " + one)
              + "\"";
    } else if (request.text().endsWith("Call the tool.\"}]}")) {
      message =
          "\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
              + "\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"for\\\":\\\""
              + Canaries.SAID
              + IntStream.rangeClosed(45, 48)
                  .mapToObj(Canaries::bearer)
                  .reduce("", (all, one) -> all + " " + one)
              + "\\\"}\"}}]";
    }
    return Reply.of(
        200,
        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1763500000,"
            + "\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"index\":0,\"message\":{"
            + "\"role\":\"assistant\","
            + message
            + "},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":2,\"total_tokens\":10}}");
  }

  /** Some of it is taken, some refused, and of one exporter nothing is: that waits on disk. */
  private Reply take(Request request) {
    if (request.path().equals("/gate")) {
      return gate();
    }
    requests.add(request.head() + new String(request.body(), StandardCharsets.ISO_8859_1));
    synchronized (requests) {
      requests.notifyAll();
    }
    if (request.path().startsWith("/bc/")) {
      return Reply.of(503, "{}");
    }
    boolean isRefused = request.path().endsWith("/capture-event") && requests.size() % 3 == 0;
    return Reply.of(isRefused ? 400 : 200, isRefused ? "{\"error\":\"what is that?\"}" : "{}");
  }

  /** Opens when nothing has come for a while. */
  private Reply gate() {
    try {
      synchronized (requests) {
        for (int before = -1; before != requests.size(); ) {
          before = requests.size();
          requests.wait(1_500);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Reply.of(200, "gate");
  }

  private AgentProcess secrets(String content) {
    AgentProcess process =
        AgentProcess.of(Secrets.class.getName())
            .classPath(Path.of("target", "classes"))
            .home(loads.home())
            .agent()
            .property("steno.content", content)
            .property("steno.exporters", "file,agnost,mindlytics,otlp")
            .property("steno.agnost.org-id", Collector.ORG)
            .property("steno.agnost.endpoint", vendors.url())
            .property("steno.mindlytics.api-key", "wk_0123456789abcdef")
            .property("steno.mindlytics.project-id", "project-7")
            .property("steno.mindlytics.endpoint", vendors.url())
            .property("steno.otlp.endpoint", vendors.url())
            .property("steno.otlp.signals", "traces,metrics,logs,details")
            .arg(model.url() + "/v1", vendors.url() + "/gate");
    String[] variables = {"OPENAI_KEY", "AWS_SECRET_ACCESS_KEY", "DB_PASSWORD", "GITHUB_TOKEN"};
    for (int i = 0; i < variables.length; i++) {
      process.env(variables[i], Canaries.sign(11 + i));
    }
    String[] properties = {"spring.datasource.password", "app.secret", "app.key", "app.token"};
    for (int i = 0; i < properties.length; i++) {
      process.property(properties[i], Canaries.sign(15 + i));
    }
    return process;
  }

  /** Everything that the agent left anywhere, by where: the text of it, byte by byte. */
  private Map<String, List<String>> left(Result result) throws IOException {
    Map<String, List<String>> left = new TreeMap<>();
    left.put("stdout", List.of(result.stdout()));
    left.put("stderr", List.of(result.stderr()));
    left.put("requests", List.copyOf(requests));
    try (Stream<Path> files = Files.walk(loads.home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String top = loads.steno().relativize(file).getName(0).toString();
        left.computeIfAbsent(top, added -> new ArrayList<>())
            .add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return left;
  }

  private static Set<String> found(Map<String, List<String>> left, String what) {
    Set<String> places = new TreeSet<>();
    left.forEach(
        (place, texts) -> {
          if (texts.stream().anyMatch(text -> text.contains(what))) {
            places.add(place);
          }
        });
    return places;
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "redacted", "none"})
  void noneIsAnywhere(String content) throws IOException {
    Result result = secrets(content).run();
    result.assertClean();
    assertThat(result.stdout()).endsWith("said all\n");
    Map<String, List<String>> left = left(result);
    Map<String, Set<String>> outside = new TreeMap<>();
    Map<String, Set<String>> said = new TreeMap<>();
    for (int i = 1; i <= Canaries.ALL; i++) {
      boolean isSaid = i >= Canaries.FIRST_SAID && i < Canaries.FIRST_ERROR;
      Set<String> places = found(left, Canaries.sign(i));
      if (!places.isEmpty()) {
        (isSaid ? said : outside).put(Canaries.sign(i), places);
      }
    }
    Map<String, Long> bytes = new TreeMap<>();
    left.forEach(
        (place, texts) -> bytes.put(place, texts.stream().mapToLong(String::length).sum()));
    System.out.printf(
        "%s: bytes %s; secrets outside of prompts %s; inside of them %s; content %s%n",
        content, bytes, outside, said, found(left, Canaries.SAID));
    assertThat(left.keySet()).as("places that were searched").containsAll(SEVERAL);
    assertThat(outside).isEmpty();
    if (content.equals("full")) {
      // The search finds what is there: it does not only find nothing.
      assertThat(said).hasSize(Canaries.FIRST_ERROR - Canaries.FIRST_SAID);
      assertThat(found(left, Canaries.SAID)).containsAll(SEVERAL);
    } else {
      assertThat(said).isEmpty();
    }
    if (content.equals("none")) {
      assertThat(found(left, Canaries.SAID)).isEmpty();
    } else {
      assertThat(found(left, Canaries.SAID)).contains("interactions", "requests");
    }
  }
}
