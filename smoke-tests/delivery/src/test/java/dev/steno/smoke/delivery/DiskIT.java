package dev.steno.smoke.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.LoopbackServer;
import dev.steno.smoke.Result;
import dev.steno.smoke.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A disk that takes nothing for a while: the application does not notice, and it works again. */
class DiskIT {
  private static final int RATE = 100;
  private static final int CALLS = Loads.NIGHTLY ? 3_000 : 500;
  private static final int BEFORE = 100;
  private static final int MEANWHILE_MILLIS = Loads.NIGHTLY ? 10_000 : 1_000;
  private static final long MOST_MILLIS = 5_000;
  private static final int QUIET_SECONDS = 20;
  private static final int MOST_FILE_BLOCKS = 96;

  private final QuickModel model = new QuickModel();
  private final Collector collector = new Collector();
  private final Loads loads = Loads.in("disk");
  private final List<Path> mounted = new ArrayList<>();

  @AfterEach
  void close() throws IOException, InterruptedException {
    collector.close();
    model.close();
    for (Path mount : mounted) {
      Command.run("umount", "-l", mount.toString());
    }
  }

  /** Something that the disk does, and that somebody mends. */
  private interface Act {
    void on(RunningProcess process) throws IOException, InterruptedException;
  }

  private AgentProcess process(String run) {
    return loads
        .to(Load.class, model, collector, run)
        .property("steno.exporters", "file,agnost")
        .arg("threads=2", "rate=" + RATE, "calls=" + CALLS, "gate=" + collector.gate());
  }

  private void assertUnnoticed(String name, AgentProcess program, Act fault, Act mending)
      throws IOException, InterruptedException {
    String run = "d-" + name;
    List<String> all = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      all.add(run + "-" + i);
    }
    collector.await(all, QUIET_SECONDS);
    collector.script((number, request) -> LoopbackServer.Reply.of(503, "{}"));
    Set<String> accepted;
    long healed;
    Result result;
    try (RunningProcess process = program.start()) {
      loads.awaitFinished(run, BEFORE);
      fault.on(process);
      Waiting.millis(MEANWHILE_MILLIS);
      accepted = new HashSet<>(loads.spooled());
      accepted.addAll(loads.recorded());
      mending.on(process);
      healed = untilBothTake(run, loads.finished(run).size() + 2);
      accepted.addAll(loads.spooled());
      collector.script(Collector.Script.UP);
      result = process.await();
    }
    result.assertClean().summary().assertIdentity();
    List<String> finished = loads.finished(run);
    Set<String> recorded = loads.recorded();
    int lost = Loads.missing(finished, collector.names()).size();
    int lostToFile = Loads.missing(finished, recorded).size();
    System.out.printf(
        "%s: %d calls, works again after %d ms; to agnost %d lost, %d dropped, %d came twice;"
            + " to file %d lost, %d dropped%n",
        name,
        finished.size(),
        healed,
        lost,
        result.summary().dropped("agnost"),
        collector.again(),
        lostToFile,
        result.summary().dropped("file"));
    if (!name.equals("deleted")) {
      result.assertIdentity();
      assertThat((long) lostToFile).isEqualTo(result.summary().dropped("file"));
    }
    Result plain =
        loads
            .plain(Load.class, model, "p-" + name)
            .arg("threads=2", "calls=" + CALLS, "gate=" + collector.gate())
            .run();
    assertThat(result.stdout().lines().toList().get(1)).isEqualTo("200 gate");
    assertThat(result.exitCode()).isEqualTo(plain.exitCode());
    assertThat(finished).hasSize(CALLS);
    assertThat(Loads.missing(accepted, union(collector.names(), recorded))).isEmpty();
    assertThat((long) lost).isLessThanOrEqualTo(result.summary().dropped("agnost"));
    assertThat(healed).isLessThan(MOST_MILLIS);
    assertThat(collector.outOfOrder()).isEmpty();
    assertThat(collector.underSeveralIds()).isEmpty();
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> union = new HashSet<>(one);
    union.addAll(other);
    return union;
  }

  /** How long it takes until a call of that number, or a later one, is on disk in both places. */
  private long untilBothTake(String run, int number) throws InterruptedException {
    long begin = System.nanoTime();
    long millis = 0;
    while (millis < MOST_MILLIS * 2) {
      if (isAny(loads.spooled(), run, number) && isAny(loads.recorded(), run, number)) {
        return millis;
      }
      Waiting.millis(20);
      millis = (System.nanoTime() - begin) / 1_000_000;
    }
    return millis;
  }

  private static boolean isAny(Set<String> names, String run, int number) {
    return names.stream()
        .anyMatch(
            name ->
                name.startsWith(run + "-")
                    && Integer.parseInt(name.substring(run.length() + 1)) >= number);
  }

  /** A file must not grow any more: any user can have that, and it is told as a full disk is. */
  @Test
  void fullForEachFile() throws IOException, InterruptedException {
    String limited = "ulimit -S -f " + MOST_FILE_BLOCKS + "; exec \"$@\"";
    assertUnnoticed(
        "limited",
        process("d-limited").through("bash", "-c", limited, "bash"),
        process -> {},
        process ->
            assertThat(
                    Command.run(
                        "prlimit",
                        "--fsize=unlimited:unlimited",
                        "--pid",
                        String.valueOf(process.pid())))
                .isZero());
  }

  @Test
  void full() throws IOException, InterruptedException {
    mount("size=4m");
    Path filler = loads.steno().resolve("filler");
    assertUnnoticed(
        "full",
        process("d-full"),
        process -> Command.run("dd", "if=/dev/zero", "of=" + filler, "bs=1k"),
        process -> Files.delete(filler));
  }

  @Test
  void readOnlyAtFirst() throws IOException, InterruptedException {
    mount("size=100m,ro");
    assertUnnoticed(
        "read-only",
        process("d-read-only"),
        process -> {},
        process ->
            assertThat(Command.run("mount", "-o", "remount,rw", loads.steno().toString()))
                .isZero());
  }

  @Test
  void deletedWhileItRuns() throws IOException, InterruptedException {
    assertUnnoticed(
        "deleted",
        process("d-deleted"),
        process -> Command.run("rm", "-rf", loads.steno().toString()),
        process -> {});
  }

  private void mount(String options) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(loads.steno());
    int exit = Command.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
    assumeTrue(exit == 0, "only root can mount");
    mounted.add(folder);
  }
}
