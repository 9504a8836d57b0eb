package dev.steno.smoke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.Result;
import dev.steno.smoke.RunningProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that ends in order loses nothing, and is not held up for long. */
class ExitIT {
  private static final int CALLS = Loads.NIGHTLY ? 20_000 : 3_000;
  private static final int TIMES = Loads.NIGHTLY ? 5 : 3;
  private static final int TERMINATED = 143;

  /** What it is held up by is measured, and printed; this only says that it is not for ever. */
  private static final long MOST_MILLIS = 3_000;

  private final QuickModel model = new QuickModel();
  private final Collector collector = new Collector();
  private final Loads loads = Loads.in("exit");

  @AfterEach
  void close() {
    collector.close();
    model.close();
  }

  private static AgentProcess flatOut(AgentProcess process) {
    return process.arg("threads=16", "calls=" + CALLS, "end=exit", "status=3");
  }

  private AgentProcess toFile(String run) {
    return loads.plain(Load.class, model, run).agent().property("steno.exporters", "file");
  }

  /** How long the JVM took to end, in milliseconds, the shortest first. */
  private long[] ends(String name, Function<String, AgentProcess> program, List<Result> results) {
    return LongStream.range(0, TIMES)
        .map(
            i -> {
              String run = name + i;
              RunningProcess process = flatOut(program.apply(run)).start();
              Result result = process.await();
              results.add(result);
              assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
              assertThat(loads.finished(run)).hasSize(CALLS);
              Instant ended = process.endedAt();
              long micros = ended.getEpochSecond() * 1_000_000 + ended.getNano() / 1_000;
              return (micros - loads.at(run, "end")) / 1_000;
            })
        .sorted()
        .toArray();
  }

  @Test
  void systemExitRightAfterManyCallsFlatOut() {
    List<Result> plain = new ArrayList<>();
    List<Result> file = new ArrayList<>();
    List<Result> agnost = new ArrayList<>();
    long[] without = ends("p", run -> loads.plain(Load.class, model, run), plain);
    long[] toFile = ends("f", this::toFile, file);
    long[] toAgnost = ends("a", run -> loads.to(Load.class, model, collector, run), agnost);
    assertThat(file.get(0).stdout()).isEqualTo(plain.get(0).stdout());

    Set<String> recorded = new HashSet<>();
    for (JsonNode interaction : file.get(0).interactions()) {
      recorded.add(Collector.name(interaction.path("input").asText()));
    }
    List<String> finishedToFile = finished("f");
    List<String> finished = finished("a");
    int first = collector.names().size();
    int spooled = loads.spooled().size();
    collector.await(finished, 5);
    Result last = loads.last(model, collector, "last").run();
    last.assertClean();

    int lostToFile = Loads.missing(finishedToFile, recorded).size();
    int lost = Loads.missing(finished, collector.names()).size();
    System.out.printf(
        "System.exit after %d calls flat out on 16 threads, %d times: ends within %d ms without the"
            + " agent, %d ms more with file, %d ms more with agnost (medians); lost to file %d,"
            + " dropped %d; to agnost (%d before the end, %d in the spool) %d, dropped %d;"
            + " the calls took %d ms without, %d ms with file, %d ms with agnost%n",
        CALLS,
        TIMES,
        without[TIMES / 2],
        toFile[TIMES / 2] - without[TIMES / 2],
        toAgnost[TIMES / 2] - without[TIMES / 2],
        lostToFile,
        file.stream().mapToLong(one -> one.summary().dropped("file")).sum(),
        first,
        spooled,
        lost,
        agnost.stream().mapToLong(one -> one.summary().dropped("agnost")).sum(),
        took("p"),
        took("f"),
        took("a"));
    file.forEach(Result::assertIdentity);
    agnost.forEach(Result::assertIdentity);
    assertThat(lostToFile).isZero();
    assertThat(lost).isZero();
    assertThat(collector.again()).isLessThanOrEqualTo(TIMES); // what the last send did not see end
    assertThat(collector.outOfOrder()).isEmpty();
    assertThat(toFile[TIMES / 2]).isLessThan(without[TIMES / 2] + MOST_MILLIS);
    assertThat(toAgnost[TIMES / 2]).isLessThan(without[TIMES / 2] + MOST_MILLIS);
  }

  private List<String> finished(String name) {
    List<String> finished = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      finished.addAll(loads.finished(name + i));
    }
    return finished;
  }

  /** The shortest time from the first call to the end of the last, in milliseconds. */
  private long took(String name) {
    return LongStream.range(0, TIMES)
            .map(i -> loads.at(name + i, "end") - loads.at(name + i, "begin"))
            .min()
            .orElseThrow()
        / 1_000;
  }

  /** So soon that the agent has hardly begun, and later. */
  @Test
  void terminatedUnderLoad() throws InterruptedException {
    int[] rates = {200, 0, 0};
    int[] finishedAt = {300, 300, 20_000};
    for (int i = 0; i < rates.length; i++) {
      String run = "t" + i;
      RunningProcess process =
          loads.to(Load.class, model, collector, run).arg("threads=4", "rate=" + rates[i]).start();
      loads.awaitFinished(run, finishedAt[i]);
      process.terminate();
      long asked = System.nanoTime();
      Result result = process.await();
      long took = (System.nanoTime() - asked) / 1_000_000;
      assertThat(result.exitCode()).isEqualTo(TERMINATED);
      result.assertIdentity();
      List<String> finished = loads.finishedBeforeHook(run);
      collector.await(finished, 5);
      loads.last(model, collector, "last" + i).run().assertClean();
      Set<String> lost = Loads.missing(finished, collector.names());
      Set<String> after = Loads.missing(loads.finished(run), new HashSet<>(finished));
      System.out.printf(
          "SIGTERM with rate=%d: %d calls finished before, %d lost, ended %d ms later;"
              + " %d calls finished while it ended, %d of them lost; dropped %d%n",
          rates[i],
          finished.size(),
          lost.size(),
          took,
          after.size(),
          Loads.missing(after, collector.names()).size(),
          result.summary().dropped("agnost"));
      assertThat(lost).isEmpty();
    }
  }

  /** A server that ends gracefully goes on, in a shutdown hook of its own, for a while. */
  @Test
  void whatTheApplicationDoesInItsShutdownHooksIsRecorded() {
    int calls = 3;
    int late = 25;
    String[] load = {"threads=1", "calls=" + calls, "late=" + late};
    Result file = toFile("h-file").arg(load).run();
    file.assertClean();
    assertThat(file.interactions()).hasSize(calls + late);
    loads.to(Load.class, model, collector, "h-agnost").arg(load).run().assertClean();
    List<String> finished = loads.finished("h-agnost");
    assertThat(finished).hasSize(calls + late);
    loads.last(model, collector, "h-last").run().assertClean();
    assertThat(Loads.missing(finished, collector.names())).isEmpty();
  }

  @Test
  void mainReturnsRightAfterTheLastCall() {
    for (String exporter : List.of("file", "agnost")) {
      AgentProcess program =
          exporter.equals("file")
              ? toFile("r-" + exporter)
              : loads.to(Load.class, model, collector, "r-" + exporter);
      Result result = program.arg("threads=2", "calls=50").run();
      result.assertClean();
      if (exporter.equals("file")) {
        assertThat(result.interactions()).hasSize(50);
      }
    }
    List<String> finished = loads.finished("r-agnost");
    assertThat(finished).hasSize(50);
    collector.await(finished, 5);
    loads.last(model, collector, "r-last").run().assertClean();
    assertThat(Loads.missing(finished, collector.names())).isEmpty();
  }
}
