package dev.steno.agent;

import dev.steno.agent.config.Config;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.agentsight.AgentSightExporter;
import dev.steno.agent.export.agnost.AgnostExporter;
import dev.steno.agent.export.console.ConsoleExporter;
import dev.steno.agent.export.file.FileExporter;
import dev.steno.agent.export.mindlytics.MindlyticsExporter;
import dev.steno.agent.export.otlp.OtlpExporter;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;

/** Makes the exporters that the configuration names, each on its sender's thread. */
final class Exporters {
  private final Config config;
  private final PrintStream err;
  private final Health health;
  private final Log log;

  Exporters(Config config, PrintStream err, Health health, Log log) {
    this.config = config;
    this.err = err;
    this.health = health;
    this.log = log;
  }

  Exporter open(String name) {
    return switch (name) {
      case "console" -> new ConsoleExporter(err, ZoneId.systemDefault());
      case "file" ->
          new FileExporter(
              config.file(),
              config.interactionMaxSize(),
              ProcessHandle.current().pid(),
              Clock.systemUTC());
      case "agnost" ->
          new AgnostExporter(
              Objects.requireNonNull(config.destinations().agnost()),
              config.agentName(),
              Clock.systemUTC());
      case "mindlytics" ->
          new MindlyticsExporter(
              Objects.requireNonNull(config.destinations().mindlytics()),
              Path.of(System.getProperty("user.home", "."), ".steno", "device-id"),
              Clock.systemUTC());
      case "agentsight" ->
          new AgentSightExporter(
              Objects.requireNonNull(config.destinations().agentsight()),
              Version.get(),
              log,
              Clock.systemUTC());
      case "otlp" ->
          new OtlpExporter(
              Objects.requireNonNull(config.destinations().otlp()),
              Version.get(),
              health,
              log,
              Clock.systemUTC());
      default -> throw new IllegalArgumentException(name);
    };
  }
}
