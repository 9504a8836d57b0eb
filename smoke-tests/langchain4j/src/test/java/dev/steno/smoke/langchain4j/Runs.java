package dev.steno.smoke.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.Result;
import dev.steno.smoke.contract.Transcript;
import dev.steno.smoke.contract.test.Libraries;
import dev.steno.smoke.langchain4j.newer.ToolShapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.assertj.core.api.SoftAssertions;

/**
 * One run of the program.
 *
 * @param result how it ended
 * @param transcripts what each shape saw, by its name
 * @param requests what came to the model's server, sorted
 */
record Runs(Result result, Map<String, String> transcripts, List<String> requests) {
  private static final Map<Version, Runs> PLAIN = new ConcurrentHashMap<>();
  private static final Map<Version, Runs> WATCHED = new ConcurrentHashMap<>();

  /** All shapes of a version without the agent. */
  static Runs plain(Version version) {
    return PLAIN.computeIfAbsent(version, key -> of(key, process -> process));
  }

  /** All shapes of a version with it. */
  static Runs watched(Version version) {
    return WATCHED.computeIfAbsent(version, key -> of(key, AgentProcess::agent));
  }

  /** These shapes, or all. */
  static Runs of(Version version, UnaryOperator<AgentProcess> options, String... shapes) {
    try (ScriptedModel model = ScriptedModel.start()) {
      AgentProcess process =
          AgentProcess.of(Turns.class.getName())
              .classPath(Libraries.of(Turns.class), Libraries.of(ToolShapes.class))
              .classPath(Libraries.of(Transcript.class))
              .classPath(version.jars())
              // So short a run is over before the optimizing compiler has paid off.
              .jvmOption("-XX:TieredStopAtLevel=1")
              // Nothing is to be dropped, however busy the machine is.
              .property("steno.outbox.max-size", "128MiB")
              .arg(model.url(), version.shapes())
              .arg(shapes);
      Result result = options.apply(process).run().assertClean();
      return new Runs(result, transcripts(result), model.requests());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> transcripts(Result result) {
    Map<String, String> transcripts = new LinkedHashMap<>();
    String shape = "";
    boolean isBelowFuture = false;
    for (String line : result.stdout().lines().toList()) {
      if (line.startsWith("== ")) {
        shape = line.substring(3);
      }
      boolean isFrame = line.startsWith("      at ");
      boolean isOurs = line.contains("dev.steno.") && !line.contains("dev.steno.smoke.");
      if (isBelowFuture && isFrame && !isOurs) {
        continue;
      }
      isBelowFuture = isFrame && line.contains("java.util.concurrent.CompletableFuture");
      transcripts.merge(shape, stable(line) + "\n", String::concat);
    }
    return transcripts;
  }

  /**
   * Proxies are numbered by who made some before, a reader finds its buffer full or not, and what
   * follows a future runs on whichever thread comes last: the one that completes it, or the one
   * that said what follows. So do the frames below the future's.
   */
  private static String stable(String line) {
    return line.replaceAll("jdk\\.proxy\\d+", "jdk.proxy<n>")
        .replaceAll("\\b(on: )(shape|Thread)-N$", "$1either thread")
        .replaceAll("(HttpResponseInputStream\\.current)\\(.*\\)", "$1");
  }

  /** Asserts that neither the program nor the server can tell this run from that. */
  void assertSameAs(Runs other) {
    SoftAssertions softly = new SoftAssertions();
    softly.assertThat(transcripts.keySet()).isEqualTo(other.transcripts.keySet());
    other.transcripts.forEach(
        (shape, transcript) ->
            softly.assertThat(transcripts.get(shape)).as("%s", shape).isEqualTo(transcript));
    softly.assertThat(requests).as("requests").isEqualTo(other.requests);
    softly.assertAll();
  }

  /** The shape that a record is of, or an empty text. */
  static String shapeOf(JsonNode interaction) {
    String input = interaction.path("input").asText();
    int end = input.indexOf("] ");
    return input.startsWith("[") && end > 0 ? input.substring(1, end) : "";
  }

  /** What was recorded of a shape, in order. */
  List<JsonNode> records(String shape) {
    return result.interactions().stream()
        .filter(line -> shapeOf(line).equals(shape))
        .sorted(Comparator.comparing(line -> line.path("started_at").asText()))
        .toList();
  }
}
