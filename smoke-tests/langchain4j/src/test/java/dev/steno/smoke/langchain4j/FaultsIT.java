package dev.steno.smoke.langchain4j;

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

/** What fails in the agent, the application does not notice. */
@Execution(ExecutionMode.CONCURRENT)
class FaultsIT {
  private static final Version VERSION = Version.V1_17_2;
  private static final String[] SHAPES = {"turn", "stream", "stream-handler-throws", "guarded"};
  private static final String LANGCHAIN4J = "dev.steno.instrumentation.langchain4j.";
  private static final String CAPTURE = "dev.steno.agent.capture.";

  /** The shapes without the agent, once. */
  private static final class Plain {
    static final Runs RUN = Runs.of(VERSION, process -> process, SHAPES);
  }

  static List<Fault> faults() {
    return Faults.in(
        List.of(
            List.of(CAPTURE + "Recorder", "step"),
            List.of(CAPTURE + "StepTap", "tell", "finish", "handOff"),
            List.of(LANGCHAIN4J + "AiServices$Invoked", "enter", "exit"),
            List.of(LANGCHAIN4J + "AiServices$Prepared", "exit"),
            List.of(LANGCHAIN4J + "AiServicesEvents", "enter"),
            List.of(LANGCHAIN4J + "AiServicesMemory", "exit"),
            List.of(LANGCHAIN4J + "AiServicesStream$Started", "enter", "exit"),
            List.of(LANGCHAIN4J + "AiServicesStream$Completed", "enter", "exit"),
            List.of(LANGCHAIN4J + "AiServicesStream$Failed", "enter"),
            List.of(LANGCHAIN4J + "Tools$ExecutedByService", "enter", "exit"),
            List.of(LANGCHAIN4J + "Retrieval$Retrieved", "enter", "exit"),
            List.of(LANGCHAIN4J + "Guardrails$Validated", "enter", "exit"),
            List.of(LANGCHAIN4J + "ModelEmbeddings$EmbedAll", "enter", "exit"),
            List.of(LANGCHAIN4J + "ChatModels$ChatStreamedWithOptions", "enter", "exit"),
            List.of(LANGCHAIN4J + "ChatModels$Chat", "enter", "exit")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void goUnnoticed(Fault fault) throws IOException {
    Path broken = BrokenJar.of(AgentProcess.stenoJar(), fault);
    // What is lost then need not add up.
    Runs run = Runs.of(VERSION, process -> process.agent(broken).quiet(), SHAPES);
    run.assertSameAs(Plain.RUN);
    assertThat(run.result().stderrLines().stream().filter(line -> line.startsWith("steno: ")))
        .hasSizeLessThan(25);
    Files.delete(broken);
  }
}
