package dev.steno.agent.export.agentsight;

import dev.steno.agent.config.Destinations;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Takes what is recorded to AgentSight, in the protocol that the configuration names. */
public final class AgentSightExporter implements Exporter {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Exporter protocol;

  /**
   * Sends nothing yet.
   *
   * @param version Steno's
   */
  public AgentSightExporter(
      Destinations.AgentSight settings, String version, Log log, Clock clock) {
    this(settings, version, log, clock, TIMEOUT);
  }

  AgentSightExporter(
      Destinations.AgentSight settings, String version, Log log, Clock clock, Duration timeout) {
    if (settings.protocol().equals("legacy")) {
      Api api = new Api(settings, "*/*", version, timeout, clock);
      Account account = new Account(api, settings.environment(), log, clock);
      protocol = new Legacy(api, account, settings.attachments());
    } else {
      Api api = new Api(settings, "application/json", version, timeout, clock);
      Account account = new Account(api, settings.environment(), log, clock);
      String instance = UUID.randomUUID().toString();
      protocol = new Ingest(api, account, settings.attachments(), version, instance);
    }
  }

  @Override
  public int export(List<Entry> entries) throws Exception {
    return protocol.export(entries);
  }

  @Override
  public void close() throws Exception {
    protocol.close();
  }
}
