package dev.steno.smoke.javaconcurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.Jdk;
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

/** Executors work, whatever fails in the agent. */
@Execution(ExecutionMode.CONCURRENT)
class FaultsIT {
  private static final String OURS = "dev.steno.instrumentation.javaconcurrent.";
  private static final String TASKS = "dev.steno.agent.capture.Tasks";

  /** Few and quick ones; all of them, with {@code -Dnightly=true}. */
  private static final String[] SHAPES =
      Boolean.getBoolean("nightly")
          ? new String[0]
          : new String[] {
            "submit", "schedule", "rejected", "asyncInPool", "dependents", "forkJoin"
          };

  /** The shapes without the agent, once. */
  private static final class Plain {
    static final Run RUN = Run.of(Concurrent.class, Jdk.running(), process -> process, SHAPES);
  }

  static List<Fault> faults() {
    List<List<String>> few =
        List.of(
            List.of(TASKS, "isInside", "began"),
            List.of(OURS + "Pool$FirstTask", "<init>"),
            List.of("dev.steno.agent.weave.LaterHooks", "run"));
    List<List<String>> all =
        List.of(
            List.of(
                TASKS, "isInside", "submitted", "submittedOnce", "began", "beganApart", "inside"),
            List.of(TASKS, "ended", "idle", "dropped"),
            List.of("dev.steno.agent.capture.Handoff", "merge", "get"),
            List.of("dev.steno.agent.weave.LaterHooks", "run", "retransform", "of", "start"),
            List.of(OURS + "Pool$Execute", "enter", "exit"),
            List.of(OURS + "Pool$NextTask", "enter", "exit"),
            List.of(OURS + "Pool$FirstTask", "<init>", "enter"),
            List.of(OURS + "ForkJoin$Submit", "enter", "exit"),
            List.of(OURS + "ForkJoin$Exec", "enter", "exit"),
            List.of(OURS + "Stage$Fire", "<init>", "enter", "exit"),
            List.of(OURS + "Stage$RunSupplier", "<init>", "enter", "exit"));
    return Faults.in(Boolean.getBoolean("nightly") ? all : few);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void goUnnoticed(Fault fault) throws IOException {
    Path broken = BrokenJar.of(AgentProcess.stenoJar(), fault);
    Run run =
        Run.of(Concurrent.class, Jdk.running(), process -> process.agent(broken).quiet(), SHAPES);
    assertThat(run.said()).isEqualTo(Plain.RUN.said());
    assertThat(run.result().stderrLines().stream().filter(line -> line.startsWith("steno: ")))
        .hasSizeLessThan(40);
    Files.delete(broken);
  }
}
