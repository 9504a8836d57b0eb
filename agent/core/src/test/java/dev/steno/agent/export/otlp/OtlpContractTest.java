package dev.steno.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.steno.agent.config.Destinations.Otlp;
import dev.steno.agent.config.Destinations.Signal;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.ExporterContract;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.export.VirtualSender;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this exporter does with what a server answers to its spans. */
class OtlpContractTest extends ExporterContract {
  private static final String SECRET = "s3cr3t-of-the-backend";

  @Override
  protected Exporter open(String endpoint, Duration timeout, Clock clock) {
    Signal traces =
        new Signal(
            endpoint + "/v1/traces",
            false,
            Map.of("Authorization", "Bearer " + SECRET),
            timeout.toMillis(),
            false,
            null,
            null,
            null);
    Otlp settings = new Otlp(traces, null, null, false, "latest", false, 60_000, Map.of());
    Log log = new Log(new PrintStream(new ByteArrayOutputStream()), false);
    return new OtlpExporter(settings, "1", new Health(), log, clock);
  }

  @Override
  protected List<String> secrets() {
    return List.of(SECRET);
  }

  @Override
  protected boolean batches() {
    return true;
  }

  @Override
  protected Reply usual(Taken request) {
    return Reply.of(200, "");
  }

  @Override
  protected String text(Taken request) {
    try {
      // But for the resource, which says which process it was.
      return ExportTraceServiceRequest.parseFrom(request.body())
          .getResourceSpans(0)
          .getScopeSpansList()
          .toString();
    } catch (InvalidProtocolBufferException broken) {
      throw new AssertionError(broken);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {402, 409, 410, 415, 451})
  @Override
  protected void whatIsRefusedIsSetAside(int status) {
    super.whatIsRefusedIsSetAside(status);
  }

  /** One record that is not taken takes no others with it. */
  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void whatIsRefusedIsSentInHalvesUntilItIsFound(int status) {
    List<Entry> entries = Entries.turns(20, 2);
    server.plan(
        request -> text(request).contains("m-13.") ? Reply.of(status, "no such thing") : null);
    VirtualSender sender =
        new VirtualSender(clock -> open(server.endpoint(), Duration.ofSeconds(20), clock));
    sender.offer(entries);
    sender.sendAll();
    assertThat(sender.counted()).contains("dropped.refused.vendor=1 ");
    assertThat(sender.lines()).hasSize(1);
    assertThat(String.join("", server.taken().stream().map(this::text).toList()))
        .contains("m-12.", "m-14.", "m-19.")
        .doesNotContain("m-13.");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 501})
  void aBackendThatKnowsNoSpansIsToldOf(int status) {
    server.plan(request -> Reply.of(status, "no such path"));
    VirtualSender sender =
        new VirtualSender(clock -> open(server.endpoint(), Duration.ofSeconds(20), clock));
    sender.offer(Entries.turns(2, 1));
    sender.turn(); // both
    sender.turn(); // the first of them
    assertThat(sender.lines()).hasSize(1).first().asString().endsWith(" answered " + status);
  }
}
