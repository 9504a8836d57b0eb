package dev.steno.agent.export.agentsight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.VendorServer;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.export.VirtualSender;
import dev.steno.agent.model.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Sends entries to a server in one of the protocols, and says what came there. */
final class Sending {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final VendorServer server;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final VirtualSender sender;

  private Sending(VendorServer server, String protocol, String environment, boolean attachments) {
    this.server = server;
    this.sender =
        new VirtualSender(
            clock ->
                Opened.of(
                    server.endpoint(), protocol, environment, attachments, TIMEOUT, clock, said));
    server.usually(Opened::usual);
  }

  static Sending of(VendorServer server, String protocol) {
    return of(server, protocol, "production", true);
  }

  static Sending of(VendorServer server, String protocol, String environment, boolean attachments) {
    return new Sending(server, protocol, environment, attachments);
  }

  Sending send(List<? extends Entry> entries) {
    sender.offer(entries);
    sender.sendAll();
    return this;
  }

  Sending send(Entry... entries) {
    return send(List.of(entries));
  }

  /** What came, but for the question of what the key may do. */
  List<Taken> requests() {
    return server.requests().stream().filter(one -> !one.path().equals("/api/me/")).toList();
  }

  Sending assertDelivered() {
    assertThat(sender.counted()).doesNotContain("dropped.");
    assertThat(sender.lines()).isEmpty();
    return this;
  }

  VirtualSender sender() {
    return sender;
  }

  /** What the exporter itself said. */
  List<String> said() {
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
