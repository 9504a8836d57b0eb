package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.ExporterContract;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What AgentSight's older protocol does with whatever a server answers. */
class LegacyContractTest extends ExporterContract {
  @Override
  protected Exporter open(String endpoint, Duration timeout, Clock clock) {
    return Opened.of(endpoint, "legacy", timeout, clock);
  }

  @Override
  protected List<String> secrets() {
    return List.of(Opened.KEY);
  }

  @Override
  protected Reply usual(Taken request) {
    return Opened.usual(request);
  }
}
