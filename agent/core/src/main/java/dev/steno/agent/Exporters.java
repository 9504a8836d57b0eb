package dev.steno.agent;

import dev.steno.agent.config.Config;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.console.ConsoleExporter;
import dev.steno.agent.export.file.FileExporter;
import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Log;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The exporters that the configuration names; made when the writer begins, not at the JVM's start.
 */
final class Exporters {
  private final Config config;
  private final PrintStream err;
  private final Log log;

  Exporters(Config config, PrintStream err, Log log) {
    this.config = config;
    this.err = err;
    this.log = log;
  }

  Config config() {
    return config;
  }

  Map<String, Exporter> open() {
    Map<String, Exporter> exporters = new LinkedHashMap<>();
    for (String name : config.exporters()) {
      exporters.put(name, opened(name));
    }
    return exporters;
  }

  /** An exporter that cannot be made takes nothing, so that what it loses is counted. */
  private Exporter opened(String name) {
    try {
      return open(name);
    } catch (Throwable failure) {
      String why =
          failure instanceof InvalidPathException
              ? failure.getMessage()
              : Failures.describe(failure);
      log.warn("the exporter " + name + " is off: " + why);
      return batch -> {
        throw new IOException("it could not be started");
      };
    }
  }

  private Exporter open(String name) {
    return switch (name) {
      case "console" -> new ConsoleExporter(err, ZoneId.systemDefault());
      case "file" ->
          new FileExporter(
              config.file(),
              config.interactionMaxSize(),
              ProcessHandle.current().pid(),
              Clock.systemUTC());
      default -> throw new IllegalArgumentException(name);
    };
  }
}
