package dev.steno.smoke.langchain4j0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.contract.test.BrokenJar;
import dev.steno.smoke.contract.test.Fault;
import dev.steno.smoke.contract.test.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fails in the instrumentation stays in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class FaultsIT {
  private static final String VERSION = "0.36.2";
  private static final int MOST_LINES = 25;

  /** Quick ones, but each method must be reached. */
  private static final String[] CALLS = {
    "openai-stream",
    "service-turn",
    "service-tool-throws",
    "retrieval-several",
    "retrieval-unknown",
    "stream-tools",
    "stream-failing",
    "local-tools",
    "local-moderated",
    "local-stream",
    "local-stream-failing",
    "local-scoring"
  };

  private final Runs.Run plain = Runs.Run.of(VERSION, process -> process.arg(CALLS));

  static List<Fault> faults() {
    String in = "dev.steno.instrumentation.langchain4j0.";
    return Faults.in(
        List.of(
            List.of(in + "Turns$Invoke", "enter", "exit"),
            List.of(in + "Turns$Said", "exit"),
            List.of(in + "Turns$Memory", "exit"),
            List.of(in + "Turns$Prepared", "enter"),
            List.of(in + "Turns$Inside", "exit"),
            List.of(in + "TokenStreams$Started", "enter"),
            List.of(in + "TokenStreams$Completed", "enter", "exit"),
            List.of(in + "TokenStreams$Failed", "exit"),
            List.of(in + "Streaming", "enter", "exit"),
            List.of(in + "StreamedCall", "over", "tell"),
            List.of(in + "ModelCall", "begin", "over", "tell"),
            List.of(in + "Tools$Execute", "enter", "exit"),
            List.of(in + "Tools$Run", "exit"),
            List.of(in + "Retrieval$Retrieve", "enter", "exit"),
            List.of(in + "Retrieval$Route", "enter"),
            List.of(in + "Retrieval$Augment", "exit"),
            List.of(in + "Bare", "chat"),
            List.of(in + "Turn", "ofTurn")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void survives(Fault fault) throws IOException {
    Path broken = BrokenJar.of(AgentProcess.stenoJar(), fault);
    Runs.Run run = Runs.Run.of(VERSION, process -> process.arg(CALLS).agent(broken).quiet());
    assertThat(run.result().stdout()).isEqualTo(plain.result().stdout());
    assertThat(run.requests()).isEqualTo(plain.requests());
    assertThat(run.result().stderrLines())
        .as("says what is wrong, and not too often")
        .noneMatch(line -> line.startsWith("Exception in thread"))
        .hasSizeLessThan(MOST_LINES);
    Files.delete(broken);
  }
}
