package dev.steno.smoke.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.LoopbackServer.Manner;
import dev.steno.smoke.Result;
import dev.steno.smoke.Summary;
import dev.steno.smoke.delivery.Collector.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many interactions, and nobody who takes them: what the agent holds has a bound. */
class MemoryIT {
  private static final int CALLS = Loads.NIGHTLY ? 1_000_000 : 20_000;
  private static final String HEAP = Loads.NIGHTLY ? "-Xmx256m" : "-Xmx96m";
  private static final String SPOOL = Loads.NIGHTLY ? "256MiB" : "16MiB";
  private static final int PAUSES = 10;
  private static final long MOST_HELD = 32L << 20;

  private final QuickModel model = new QuickModel();
  private final Collector collector = new Collector();
  private final Loads loads = Loads.in("memory");

  @AfterEach
  void close() {
    collector.close();
    model.close();
  }

  private static AgentProcess many(AgentProcess process) {
    return process
        .jvmOption(HEAP)
        .arg("threads=8", "calls=" + CALLS, "bytes=1000", "pauses=" + PAUSES);
  }

  @Test
  void theExporterIsStopped() throws InterruptedException {
    collector.script((number, request) -> Script.UP.reply(number, request).in(Manner.SILENCE));
    many(loads.plain(Load.class, model, "p")).run().assertClean();
    Result result =
        many(loads.to(Load.class, model, collector, "m"))
            .property("steno.spool.max-size", SPOOL)
            .run();
    long without = loads.noted("p", "heap").max().orElseThrow();
    long with = loads.noted("m", "heap").max().orElseThrow();
    Summary summary = result.summary();
    System.out.printf(
        "%d calls at %s, the collector hangs: %d KiB held by the agent at most (%d KiB with it,"
            + " %d KiB without); %s; the spool's files %d KiB%n",
        CALLS,
        HEAP,
        (with - without) >> 10,
        with >> 10,
        without >> 10,
        summary.counters(),
        loads.spoolFiles().stream().mapToLong(file -> file.toFile().length()).sum() >> 10);
    assertThat(loads.finished("m")).hasSize(CALLS);
    result.assertClean().assertIdentity();
    assertThat(summary.get("captured")).isEqualTo(CALLS);
    assertThat(with - without).isLessThan(MOST_HELD);
    Command.run("rm", "-rf", loads.steno().toString());
  }
}
