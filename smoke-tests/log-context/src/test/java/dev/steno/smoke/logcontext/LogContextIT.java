package dev.steno.smoke.logcontext;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application keeps for its log and its traces says who speaks. */
class LogContextIT {
  private static final Map<String, Result> WATCHED = new ConcurrentHashMap<>();

  private static AgentProcess process(String libraries) {
    return AgentProcess.of(LogContext.class.getName())
        .classPath(Path.of("target", "classes"))
        .classPath(jars("log-context-" + libraries))
        .jvmOption("-XX:TieredStopAtLevel=1");
  }

  private static List<Path> jars(String library) {
    try (Stream<Path> files = Files.list(Path.of("libraries", "target", library))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result run(AgentProcess process) {
    try (FakeModel model = FakeModel.start()) {
      return process.arg(model.url()).run().assertClean();
    }
  }

  private static Result watched(String libraries) {
    return WATCHED.computeIfAbsent(libraries, key -> run(process(key).agent()));
  }

  private static JsonNode asked(Result result, String what) {
    return result.interactions().stream()
        .filter(each -> each.path("input").asText().equals("Say it: " + what))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + what + " in " + result.interactions()));
  }

  /** User, session, conversation and its source, with a dash for what is not there. */
  private static String who(Result result, String what) {
    JsonNode asked = asked(result, what);
    boolean told = asked.path("conversation_source").asText().equals("inbound");
    return String.join(
        " ",
        asked.path("user_id").asText("-"),
        asked.path("session_id").asText("-"),
        told ? asked.path("conversation_id").asText() : "-");
  }

  private static String trace(Result result, String what) {
    JsonNode asked = asked(result, what);
    return asked.path("trace_id").asText("-") + " " + asked.path("span_id").asText("-");
  }

  /** The ids of trace and span, as the program itself has them. */
  private static String ofTurn(Result result) {
    return result
        .stdout()
        .lines()
        .filter(line -> line.startsWith("span 0"))
        .findFirst()
        .orElseThrow()
        .substring("span ".length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"oldest", "newest"})
  void goesUnnoticed(String libraries) {
    Result watched = watched(libraries);
    assertThat(watched.stdout()).isEqualTo(run(process(libraries)).stdout());
    assertThat(watched.stderr()).doesNotContain("is not recorded", "failed", "is not known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oldest", "newest"})
  void theLogsContextSaysWhoSpeaks(String libraries) {
    Result watched = watched(libraries);
    assertThat(who(watched, "nothing")).isEqualTo("- - -");
    assertThat(who(watched, "mdc")).isEqualTo("ann s-mdc c-mdc");
    assertThat(who(watched, "mdc-async")).isEqualTo("ann s-mdc c-mdc");
    assertThat(who(watched, "mdc-taken-along")).isEqualTo("ann s-mdc c-mdc");
    assertThat(who(watched, "log4j")).isEqualTo("bob - c-log4j");
    assertThat(who(watched, "cleared")).isEqualTo("- - -");
    assertThat(asked(watched, "nothing").has("trace_id")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"oldest", "newest"})
  void openTelemetrySaysWhoSpeaks(String libraries) {
    Result watched = watched(libraries);
    String span = ofTurn(watched);
    assertThat(span).matches("0{31}[12] 0{15}[12]");
    assertThat(trace(watched, "span")).isEqualTo(span);
    assertThat(trace(watched, "baggage-async")).isEqualTo(span);
    assertThat(trace(watched, "baggage-taken-along")).isEqualTo(span);
    assertThat(trace(watched, "cleared")).isEqualTo("- -");
    assertThat(who(watched, "span")).isEqualTo("- - -");
    assertThat(who(watched, "baggage")).isEqualTo("eve s-otel c-otel");
    assertThat(who(watched, "baggage-async")).isEqualTo("eve s-otel c-otel");
    assertThat(who(watched, "baggage-taken-along")).isEqualTo("eve s-otel c-otel");
    assertThat(who(watched, "mdc-and-baggage")).isEqualTo("ann s-otel c-otel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oldest", "newest"})
  void onlyWhatIsNamedIsRead(String libraries) {
    assertThat(watched(libraries).interactions().toString())
        .doesNotContain("s3cret", "ann@corp", "thread-7");
    Result other =
        run(
            process(libraries)
                .agent()
                .property("steno.mdc.user", "Login")
                .property("steno.mdc.session", "none")
                .property("steno.user.from", "baggage,mdc"));
    assertThat(who(other, "mdc")).isEqualTo("ann@corp - c-mdc");
    assertThat(who(other, "log4j")).isEqualTo("- - c-log4j");
    assertThat(who(other, "mdc-and-baggage")).isEqualTo("eve s-otel c-otel");
  }
}
