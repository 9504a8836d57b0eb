package dev.steno.agent;

import dev.steno.agent.capture.SteadyClock;
import dev.steno.agent.config.Config;
import dev.steno.agent.config.Destinations;
import dev.steno.agent.config.Privacy;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Makes the exporters that the configuration names, each on its sender's thread. */
public final class Exporters {
  private static final int DIGEST_BYTES = 4;

  private final Config config;
  private final PrintStream err;
  private final Health health;
  private final Log log;
  private final Clock steady = SteadyClock.system();

  /** Of that configuration. */
  public Exporters(Config config, PrintStream err, Health health, Log log) {
    this.config = config;
    this.err = err;
    this.health = health;
    this.log = log;
  }

  /** Whether what it takes stays on this machine. */
  static boolean isLocal(String name) {
    return name.equals("file") || name.equals("console");
  }

  /**
   * Under what name what waits for an exporter is on disk: another one for another destination, so
   * that what waits for the one never goes to the other.
   */
  public static String reader(String name, Config config) {
    Destinations all = config.destinations();
    List<Object> where = new ArrayList<>();
    switch (name) {
      case "agnost" -> {
        Destinations.Agnost agnost = Objects.requireNonNull(all.agnost());
        where.addAll(List.of(agnost.endpoint(), agnost.orgId()));
      }
      case "mindlytics" -> {
        Destinations.Mindlytics mindlytics = Objects.requireNonNull(all.mindlytics());
        where.addAll(List.of(mindlytics.endpoint(), mindlytics.projectId(), mindlytics.apiKey()));
      }
      case "agentsight" -> {
        Destinations.AgentSight agentsight = Objects.requireNonNull(all.agentsight());
        where.addAll(List.of(agentsight.endpoint(), agentsight.apiKey(), agentsight.environment()));
      }
      case "otlp" -> {
        Destinations.Otlp otlp = Objects.requireNonNull(all.otlp());
        for (Destinations.Signal signal : Arrays.asList(otlp.traces(), otlp.logs())) {
          if (signal != null) {
            where.add(signal.endpoint());
            where.addAll(new TreeMap<>(signal.headers()).entrySet());
          }
        }
      }
      default -> {}
    }
    for (String part : Privacy.PARTS) {
      where.add(config.privacy().mode(name, part));
    }
    return name + "-" + digest(where);
  }

  private static String digest(List<Object> values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Object value : values) {
        digest.update(value.toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Makes the one of that name. Days of files are those of the wall clock; what measures time, as
   * how long a session was silent, is not to stand still for a day when that is set back.
   */
  public Exporter open(String name) {
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
              Objects.requireNonNull(config.destinations().agnost()), config.agentName(), steady);
      case "mindlytics" ->
          new MindlyticsExporter(
              Objects.requireNonNull(config.destinations().mindlytics()),
              Path.of(System.getProperty("user.home", "."), ".steno", "device-id"),
              steady);
      case "agentsight" ->
          new AgentSightExporter(
              Objects.requireNonNull(config.destinations().agentsight()),
              Version.get(),
              log,
              steady);
      case "otlp" ->
          new OtlpExporter(
              Objects.requireNonNull(config.destinations().otlp()),
              Version.get(),
              health,
              log,
              steady);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
