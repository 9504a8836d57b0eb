package dev.steno.agent.export.agentsight;

import dev.steno.agent.config.Destinations;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.health.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

/** The exporter as tests open it, and what AgentSight answers. */
final class Opened {
  static final String KEY = "ags_1a2b3c4d5e6f7890abcdef1234567890_a1b2c3";
  static final String ME =
      "{\"agent_id\":20,\"agent_name\":\"demo agent\",\"role\":\"write\",\"environments\":"
          + "[{\"id\":39,\"slug\":\"production\",\"name\":\"Production\",\"is_production\":true},"
          + "{\"id\":40,\"slug\":\"development\",\"name\":\"Development\"}],"
          + "\"capabilities\":[\"gzip-ingest\"]}";

  private Opened() {}

  static AgentSightExporter of(String endpoint, String protocol, Duration timeout, Clock clock) {
    return of(endpoint, protocol, "production", true, timeout, clock, new ByteArrayOutputStream());
  }

  /** Says what it has to say to {@code lines}. */
  static AgentSightExporter of(
      String endpoint,
      String protocol,
      String environment,
      boolean attachments,
      Duration timeout,
      Clock clock,
      ByteArrayOutputStream lines) {
    Log log = new Log(new PrintStream(lines, true, StandardCharsets.UTF_8), false);
    return new AgentSightExporter(
        new Destinations.AgentSight(KEY, endpoint, protocol, environment, attachments),
        "0.1.0",
        log,
        clock,
        timeout);
  }

  /** What the server answers to a request that it takes. */
  static Reply usual(Taken request) {
    return switch (request.path()) {
      case "/api/me/" -> Reply.of(200, ME);
      case "/api/conversations/" -> Reply.of(201, "{\"id\":700}");
      default -> Reply.of(201, "{}");
    };
  }
}
