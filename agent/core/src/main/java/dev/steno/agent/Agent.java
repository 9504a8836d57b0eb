package dev.steno.agent;

import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.config.Settings;
import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import dev.steno.agent.weave.Weaving;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts Steno in a JVM: reads the configuration, hooks the libraries, says where it records. */
public final class Agent {
  private static final List<String> FILE = List.of("file");

  private Agent() {}

  /**
   * Called by {@code Premain} on the JVM's start, or when attached later. On the start path: no
   * lambda, no NIO, no thread, nothing that only a program needs that uses a library.
   *
   * @param arguments those of {@code -javaagent}, or null
   */
  public static void start(@Nullable String arguments, Instrumentation jvm) throws IOException {
    Settings settings = Settings.of(arguments, System.getProperties(), System.getenv());
    PrintStream err = System.err;
    if (settings.arePlain()) {
      Log log = new Log(err, false);
      Hooks hooks = new Hooks();
      Ready ready = new Ready(settings, null, new Daemons(FILE), hooks, log, err, jvm);
      Weaving.install(jvm, ready, hooks, log);
      announce(log, FILE, settings.fileDir(), settings.folders(), List.of());
    } else {
      start(settings, ConfigReader.read(settings), err, jvm);
    }
  }

  private static void start(Settings settings, Config config, PrintStream err, Instrumentation jvm)
      throws IOException {
    Log log = new Log(err, config.debug());
    if (!config.enabled()) {
      log.say("off, as steno.enabled=false says.");
      return;
    }
    Hooks hooks = new Hooks();
    Daemons daemons = new Daemons(config.exporters());
    Ready ready = new Ready(settings, config, daemons, hooks, log, err, jvm);
    Weaving.install(jvm, ready, hooks, log);
    announce(log, config.exporters(), config.file().dir(), config.set(), config.problems());
    if (config.debug()) {
      ready.call();
      ready.startThreads();
    }
  }

  private static void announce(
      Log log, List<String> exporters, String dir, List<String> set, List<String> problems) {
    boolean toFile = exporters.contains("file");
    StringBuilder line = new StringBuilder("version ");
    line.append(Version.get()).append(", recording to ");
    line.append(toFile ? dir : "no file");
    line.append(" (exporters: ").append(String.join(", ", exporters)).append(')');
    if (!set.isEmpty()) {
      line.append("; set: ").append(String.join(", ", set));
    }
    log.say(line.toString());
    for (String problem : problems) {
      log.say(problem);
    }
    if (toFile && !writable(new File(dir))) {
      log.say(
          "cannot write to "
              .concat(dir)
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
