package dev.steno.agent;

import dev.steno.agent.capture.Controls;
import dev.steno.agent.capture.Inbound;
import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.capture.SteadyClock;
import dev.steno.agent.capture.Surroundings;
import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.config.Speakers;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.weave.Weaving;
import dev.steno.agent.wire.Recognition;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Starts Steno in a JVM: reads the configuration, wires the parts, and says where it records. */
public final class Agent {
  /** Times what open calls may hold beside what waits in the outbox. */
  private static final int OPEN_TO_OUTBOX = 4;

  private Agent() {}

  /**
   * Called by {@code Premain} on the JVM's start, or when attached later. On the start path: no
   * lambda, no NIO, no thread, no Byte Buddy.
   *
   * @param arguments those of {@code -javaagent}, or null
   */
  public static void start(@Nullable String arguments, Instrumentation jvm)
      throws IOException, ReflectiveOperationException {
    Config config = ConfigReader.read(arguments, System.getProperties(), System.getenv());
    PrintStream err = System.err;
    Log log = new Log(err, config.debug());
    if (!config.enabled()) {
      log.say("off, as steno.enabled=false says.");
      return;
    }
    Health health = new Health();
    Outbox<Item> outbox = new Outbox<>(config.outboxMaxSize());
    OpenCalls open =
        new OpenCalls(
            config.outboxMaxSize() * OPEN_TO_OUTBOX,
            config.streamTimeoutSeconds() * 1_000_000_000L);
    Threads threads = new Threads(config, outbox, open, health, log, err);
    Recognition recognition = new Recognition(config.httpInclude(), config.httpExclude());
    Controls.install(new AgentControl(threads, outbox, open, health, log));
    new Recorder(outbox, open, health, log, SteadyClock.system(), recognition, threads).install();
    install(config.speakers());
    Weaving.install(jvm, health, log);
    announce(config, log);
    if (config.debug()) {
      threads.run();
    }
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

  private static void announce(Config config, Log log) throws IOException {
    boolean toFile = config.exporters().contains("file");
    StringBuilder line = new StringBuilder("version ");
    line.append(Version.get()).append(", recording to ");
    line.append(toFile ? config.file().dir() : "no file");
    line.append(" (exporters: ").append(String.join(", ", config.exporters())).append(')');
    if (!config.set().isEmpty()) {
      line.append("; set: ").append(String.join(", ", config.set()));
    }
    log.say(line.toString());
    for (String problem : config.problems()) {
      log.say(problem);
    }
    if (toFile && !writable(new File(config.file().dir()))) {
      log.say(
          "cannot write to "
              .concat(config.file().dir())
              .concat(": nothing will be kept there; set steno.file.dir to a folder that can be."));
    }
  }

  private static boolean writable(File folder) {
    File existing = folder.getAbsoluteFile();
    while (existing != null && !existing.exists()) {
      existing = existing.getParentFile();
    }
    return existing != null && existing.isDirectory() && existing.canWrite();
  }
}
