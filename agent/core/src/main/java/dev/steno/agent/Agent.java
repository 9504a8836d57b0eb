package dev.steno.agent;

import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import dev.steno.agent.weave.Weaving;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Starts Steno in a JVM: reads the configuration, hooks the libraries, says where it records. */
public final class Agent {
  private Agent() {}

  /**
   * Called by {@code Premain} on the JVM's start, or when attached later. On the start path: no
   * lambda, no NIO, no thread, nothing that only a program needs that uses a library.
   *
   * @param arguments those of {@code -javaagent}, or null
   */
  public static void start(@Nullable String arguments, Instrumentation jvm) throws IOException {
    Config config = ConfigReader.read(arguments, System.getProperties(), System.getenv());
    PrintStream err = System.err;
    Log log = new Log(err, config.debug());
    if (!config.enabled()) {
      log.say("off, as steno.enabled=false says.");
      return;
    }
    Hooks hooks = new Hooks();
    Ready ready = new Ready(config, new Daemons(config.exporters()), hooks, log, err, jvm);
    Weaving.install(jvm, ready, hooks, log);
    announce(config, log);
    if (config.debug()) {
      ready.call();
      ready.startThreads();
    }
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
