package dev.steno.agent.export.agentsight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.ExporterContract;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.export.VirtualSender;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What AgentSight's newer protocol does with whatever a server answers. */
class IngestContractTest extends ExporterContract {
  private static final int FEW = 6;
  private static final Duration LONG = Duration.ofSeconds(20);

  @Override
  protected Exporter open(String endpoint, Duration timeout, Clock clock) {
    return Opened.of(endpoint, "ingest", timeout, clock);
  }

  @Override
  protected List<String> secrets() {
    return List.of(Opened.KEY);
  }

  @Override
  protected Reply usual(Taken request) {
    return Opened.usual(request);
  }

  @Override
  protected boolean batches() {
    return true;
  }

  @Override
  protected String text(Taken request) {
    return Decoded.text(request);
  }

  /** Each exporter says that it is another instance. */
  @Override
  protected String identity(Taken request) {
    return super.identity(request).replaceAll("\"service.instance.id\":\"[^\"]*\"", "");
  }

  /** A server that refuses everything is asked for each record alone. */
  @Override
  @ParameterizedTest
  @ValueSource(ints = {400, 402, 404, 405, 409, 410, 413, 415, 422, 451})
  protected void whatIsRefusedIsSetAside(int status) {
    server.plan(
        request ->
            request.path().equals("/api/ingest/")
                ? Reply.of(status, "no such thing " + "x".repeat(5_000))
                : null);
    VirtualSender sender = new VirtualSender(clock -> open(server.endpoint(), LONG, clock));
    sender.offer(Entries.turns(FEW, 2));
    sender.sendAll();
    assertThat(sender.waits()).isEmpty();
    assertThat(sender.lines()).isNotEmpty();
    for (String line : sender.lines()) {
      assertThat(line)
          .contains("lost a record that is not taken there", " answered " + status)
          .hasSizeLessThan(1_400);
    }
    assertThat(sender.counted()).isEqualTo("captured=8 dropped.refused.vendor=8 linked=0");
    assertThat(server.requests()).hasSizeBetween(FEW + 1, 3 * FEW);
  }

  /** Without what the key may do, all goes on. */
  @ParameterizedTest
  @ValueSource(ints = {400, 402, 404, 405, 410, 422})
  void whatTheKeyMayDoNeedNotBeKnown(int status) {
    server.plan(
        request -> request.path().equals("/api/me/") ? Reply.of(status, "no such thing") : null);
    VirtualSender sender = new VirtualSender(clock -> open(server.endpoint(), LONG, clock));
    sender.offer(Entries.turns(FEW, 2));
    sender.sendAll();
    assertThat(sender.counted()).isEqualTo("captured=8 delivered.vendor=8 dropped=0 linked=0");
    assertThat(sender.lines()).isEmpty();
    assertThat(server.requests()).hasSize(2);
  }
}
