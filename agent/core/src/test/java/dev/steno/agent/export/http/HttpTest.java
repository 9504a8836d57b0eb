package dev.steno.agent.export.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.EntryJson;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.ExporterContract;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.model.Entry;
import dev.steno.agent.wire.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How HTTP is spoken, by the smallest exporter there is. */
class HttpTest extends ExporterContract {
  private static final String SECRET = "wk_0123456789_test_key";
  private static final Map<String, String> HEADERS =
      Map.of("Authorization", "Bearer " + SECRET, "X-App-ID", "project-7");

  @Override
  protected Exporter open(String endpoint, Duration timeout, Clock clock) {
    Http http = new Http(endpoint, timeout, clock);
    return new Exporter() {
      @Override
      public int export(List<Entry> entries) throws DeliveryException {
        byte[] body = Json.bytes(EntryJson.tree(entries.get(0)));
        http.deliver(Outgoing.json("/take", HEADERS, body), 1);
        return 1;
      }

      @Override
      public void close() {
        http.close();
      }
    };
  }

  @Override
  protected List<String> secrets() {
    return List.of(SECRET);
  }

  private Http http(String path) {
    return new Http(server.endpoint() + path, Duration.ofSeconds(5), Clock.systemUTC());
  }

  private static Outgoing post(String path) {
    return Outgoing.json(
        path, HEADERS, "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"'',/a/b/,/a/b/", "/,/a,/a", "/p,/a,/p/a", "/p/,/a/,/p/a/", "/p/q%20r,/a,/p/q%20r/a"})
  void thePathGoesBehindTheAddress(String prefix, String path, String requested)
      throws DeliveryException {
    http(prefix).deliver(post(path), 1);
    assertThat(server.requests().get(0).path()).isEqualTo(requested);
  }

  @Test
  void whatIsSentIsWhatWasGiven() throws DeliveryException {
    server.plan(request -> Reply.of(200, "{}").with("Set-Cookie", "a=b"));
    Http http = http("");
    http.deliver(post("/a"), 1);
    http.deliver(post("/a"), 1);
    Taken second = server.requests().get(1);
    assertThat(second.method()).isEqualTo("POST");
    assertThat(second.text()).isEqualTo("{\"a\":1}");
    assertThat(second.headers())
        .containsEntry("authorization", "Bearer " + SECRET)
        .containsEntry("x-app-id", "project-7")
        .containsEntry("content-type", "application/json")
        .containsEntry("content-length", "7")
        .containsEntry("accept-encoding", "identity")
        .doesNotContainKey("cookie");
  }

  @Test
  void anAnswerIsShownInOneLineWithoutSecrets() {
    server.planAt(
        0, Reply.of(400, "no key " + SECRET + "\r\nin\tproject-7: 👋" + "x".repeat(2000)));
    DeliveryException failure =
        catchThrowableOfType(DeliveryException.class, () -> http("/v").deliver(post("/take"), 1));
    assertThat(failure)
        .hasMessageStartingWith("127.0.0.1/take answered 400 no key ***  in ***: 👋xxx");
    assertThat(failure.entries()).isEqualTo(1);
  }

  @Test
  void aSecretOnTheEdgeOfWhatIsShownIsHidden() {
    server.planAt(0, Reply.of(403, "x".repeat(1015) + SECRET));
    DeliveryException failure =
        catchThrowableOfType(DeliveryException.class, () -> http("").deliver(post("/take"), 1));
    assertThat(failure.getMessage()).doesNotContain(SECRET.substring(0, 5)).endsWith("x***");
  }

  @Test
  void anAnswerIsReadForItsFirst64KiB() throws DeliveryException {
    server.planAt(0, Reply.of(200, "z".repeat(1 << 20)));
    assertThat(http("").send(post("/a")).body()).hasSize(64 << 10);
  }
}
