package dev.steno.agent;

import dev.steno.agent.capture.Controls;
import dev.steno.agent.capture.Inbound;
import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.capture.SteadyClock;
import dev.steno.agent.capture.Surroundings;
import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.config.Settings;
import dev.steno.agent.config.Speakers;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.wire.Recognition;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Makes what records calls, and puts it where instrumentations find it. Run once, before the first
 * class is woven, since most programs have none; while a class is being loaded: no lambda.
 */
final class Ready implements Callable<Health> {
  /** Times what open calls may hold beside what waits in the outbox. */
  private static final int OPEN_TO_OUTBOX = 4;

  private static final long HEAP_TO_BURST = 32;
  private static final long LARGEST = 64 << 20;

  private final Settings settings;
  private final @Nullable Config known;
  private final Daemons daemons;
  private final Hooks hooks;
  private final Log log;
  private final PrintStream err;
  private final Instrumentation jvm;
  private @Nullable Health health;
  private @Nullable Threads threads;
  private boolean making;

  /** {@code known} is what the settings say, if they were read already. */
  Ready(
      Settings settings,
      @Nullable Config known,
      Daemons daemons,
      Hooks hooks,
      Log log,
      PrintStream err,
      Instrumentation jvm) {
    this.jvm = jvm;
    this.settings = settings;
    this.known = known;
    this.daemons = daemons;
    this.hooks = hooks;
    this.log = log;
    this.err = err;
  }

  /** Gives what counts. */
  @Override
  public synchronized Health call() {
    Health counts = health;
    if (counts == null) {
      counts = new Health(hooks);
      health = counts;
    }
    if (threads == null && !making) {
      making = true; // another agent may have this thread load, and weave, something meanwhile
      try {
        threads = installed(counts);
      } finally {
        making = false;
      }
    }
    return counts;
  }

  private Threads installed(Health counts) {
    Config config = known == null ? ConfigReader.read(settings) : known;
    boolean isTold = isSet("steno.outbox.max-size", config);
    long burst = outboxSize(config.outboxMaxSize(), isTold, Runtime.getRuntime().maxMemory());
    Outbox<Item> outbox = new Outbox<>(burst);
    OpenCalls open =
        new OpenCalls(
            config.outboxMaxSize() * OPEN_TO_OUTBOX,
            config.streamTimeoutSeconds() * 1_000_000_000L);
    Threads made = new Threads(config, daemons, outbox, open, counts, log, err, jvm);
    Recognition recognition = new Recognition(config.httpInclude(), config.httpExclude());
    Controls.install(new AgentControl(made, outbox, open, counts, log));
    new Recorder(outbox, open, counts, log, SteadyClock.system(), recognition, made).install();
    install(config.speakers());
    return made;
  }

  private static boolean isSet(String option, Config config) {
    for (String set : config.set()) {
      if (set.startsWith(option)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What 16 busy threads hand over in seconds may be more than a writer reads that shares their
   * processors: where nobody said how much, there is more room for it in a larger heap.
   */
  static long outboxSize(long configured, boolean isTold, long maxHeap) {
    return isTold ? configured : Math.max(configured, Math.min(maxHeap / HEAP_TO_BURST, LARGEST));
  }

  private static void install(Speakers speakers) {
    Inbound.install(
        new Inbound.Settings(
            speakers.headers().user(),
            speakers.deviceHeaders(),
            speakers.headers().session(),
            speakers.headers().conversation(),
            speakers.engagementPaths()));
    Surroundings.install(speakers.mdc(), speakers.baggage());
  }

  /** Starts the threads, which the first call does otherwise. */
  synchronized void startThreads() {
    if (threads != null) {
      threads.run();
    }
  }
}
