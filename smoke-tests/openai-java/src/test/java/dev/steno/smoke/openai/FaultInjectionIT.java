package dev.steno.smoke.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.contract.test.BrokenJar;
import dev.steno.smoke.contract.test.Fault;
import dev.steno.smoke.contract.test.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails in the agent, the application sees what it sees without one. */
@Execution(ExecutionMode.CONCURRENT) // a run mostly waits for slow answers
class FaultInjectionIT {
  private static final int MOST_LINES = 25;

  /** Few and quick ones; all of them, with {@code -Pnightly}. */
  private static final String[] SHAPES =
      Boolean.getBoolean("nightly")
          ? new String[0]
          : new String[] {
            "create",
            "tool-call",
            "raw-body",
            "rate-limited",
            "retry",
            "own-http-client",
            "stream-unclosed",
            "stream-closed-early",
            "stream-abandoned",
            "stream-error-event",
            "stream-raw",
            "responses-stream",
            "async-client",
            "async-retry",
            "async-stream",
            "embeddings",
            "speech"
          };

  /** The same without the agent, once. */
  private static final class Plain {
    static final Run RUN = Run.of(App.NEWEST, process -> process.arg(SHAPES));
  }

  /** Class and methods that are broken, each in a run of its own. */
  private static final List<List<String>> METHODS =
      List.of(
          List.of("dev.steno.instrumentation.openai.OpenAi$Execute", "enter", "exit"),
          List.of("dev.steno.instrumentation.openai.OpenAi$ExecuteAsync", "enter", "exit"),
          List.of("dev.steno.instrumentation.openai.OpenAi$Attempt", "enter"),
          List.of("dev.steno.instrumentation.openai.OpenAi$HandOff", "exit"),
          List.of(
              "dev.steno.instrumentation.openai.OpenAiExchange",
              "<clinit>",
              "begin",
              "left",
              "tapped"),
          List.of("dev.steno.agent.capture.Recorder", "begin", "handOff"),
          List.of("dev.steno.agent.capture.RequestCopy", "write"),
          List.of("dev.steno.agent.capture.CallTap", "request", "response", "bytes", "finish"),
          List.of("dev.steno.agent.capture.TapInputStream", "<init>"),
          List.of("dev.steno.agent.capture.OpenCalls", "handle", "sweepCollected"),
          List.of("dev.steno.agent.queue.Outbox", "offer", "offerAlways", "poll"),
          List.of("dev.steno.agent.wire.ExchangeReader", "<init>", "body", "finish"),
          List.of("dev.steno.agent.assemble.Assembler", "ended"),
          List.of("dev.steno.agent.export.InteractionJson", "tree"),
          List.of("dev.steno.agent.export.file.FileExporter", "<init>", "export"));

  static List<Fault> faults() {
    return Faults.in(METHODS);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void applicationSeesNothing(Fault fault) throws IOException {
    Path broken = BrokenJar.of(AgentProcess.stenoJar(), fault);
    Run run = Run.of(App.NEWEST, process -> process.agent(broken).quiet().arg(SHAPES));
    run.assertSameAs(Plain.RUN);
    assertThat(run.result().stderrLines())
        .as("says what is wrong, and not too often")
        .noneMatch(line -> line.startsWith("Exception in thread"))
        .hasSizeBetween(2, MOST_LINES);
    Files.delete(broken);
  }
}
