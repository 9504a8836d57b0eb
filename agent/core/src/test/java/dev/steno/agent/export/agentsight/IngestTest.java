package dev.steno.agent.export.agentsight;

import static dev.steno.agent.export.Entries.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Turn;
import dev.steno.agent.export.VendorServer;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import dev.steno.agent.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the newer protocol makes of interactions that no capture has. */
@Timeout(120)
class IngestTest {
  private static final VendorServer SERVER = new VendorServer();

  @BeforeEach
  void forget() {
    SERVER.reset();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static List<Map<String, @Nullable Object>> spans(Entry... entries) {
    Sending sending = Sending.of(SERVER, "ingest").send(entries).assertDelivered();
    return Decoded.spans(sending.requests());
  }

  private static Map<String, @Nullable Object> attributes(Map<String, @Nullable Object> span) {
    return Decoded.map(span.get("attributes"));
  }

  @ParameterizedTest
  @CsvSource({
    "OK,ok,true,",
    "ERROR,error,false,error",
    "CANCELLED,unset,false,abandoned",
    "ABANDONED,unset,false,abandoned"
  })
  void turnsEndAsTheyEnded(Outcome outcome, String status, boolean complete, String reason) {
    Turn turn = new Turn("q", "half").ended(outcome);
    if (outcome == Outcome.ERROR) {
      turn.failed("x.Y", null, null);
    }
    Map<String, @Nullable Object> span = spans(turn.build()).get(0);
    assertThat(span).containsEntry("status", status);
    assertThat(attributes(span)).containsEntry("agentsight.turn.complete", complete);
    assertThat(attributes(span).get("agentsight.turn.incomplete_reason")).isEqualTo(reason);
  }

  @Test
  void tokensThatAreCachedAreCountedApart() {
    Usage usage = new Usage(100L, 7L, 30L, 50L, null);
    Turn turn =
        new Turn("q", "a")
            .call(Calls.llm(id(2), "m", null, usage))
            .call(Calls.llm(id(3), "m", null, null))
            .call(Calls.embeddings(id(4), 12));
    List<Map<String, @Nullable Object>> spans = spans(turn.build());
    assertThat(attributes(spans.get(1)))
        .containsEntry("gen_ai.usage.input_tokens", 20)
        .containsEntry("gen_ai.usage.output_tokens", 7)
        .containsEntry("agentsight.llm.cache_read_tokens", 30)
        .containsEntry("agentsight.llm.cache_write_tokens", 50)
        .doesNotContainKeys("agentsight.llm.reasoning_tokens", "agentsight.llm.usage_reported");
    assertThat(attributes(spans.get(2))).containsEntry("agentsight.llm.usage_reported", false);
    assertThat(attributes(spans.get(3)))
        .containsEntry("gen_ai.usage.input_tokens", 0)
        .containsEntry("agentsight.llm.embedding_tokens", 12);
  }

  @Test
  void callsAreInTheCallsThatMadeThem() {
    List<Map<String, @Nullable Object>> spans = spans(Entries.odd().get("agents"));
    assertThat(spans.stream().map(span -> span.get("kind")))
        .containsExactly("turn", "task", "task", "tool", "llm", "tool");
    Object turn = spans.get(0).get("span_id");
    assertThat(spans.stream().map(span -> span.get("parent_span_id")))
        .containsExactly(
            null,
            turn,
            spans.get(1).get("span_id"),
            spans.get(2).get("span_id"),
            spans.get(2).get("span_id"),
            turn);
    assertThat(spans).allSatisfy(span -> assertThat(span.get("trace_id")).isNotNull());
  }

  /** An index that is built from documents is no conversation that anybody used. */
  @Test
  void whatNobodySaidIsNoTurn() {
    Entry vectors = Unspoken.of(new Turn(null, null).call(Calls.embeddings(id(2), 3)).build());
    List<Map<String, @Nullable Object>> spans = spans(vectors);
    assertThat(spans).hasSize(1);
    assertThat(spans.get(0)).containsEntry("kind", "llm").containsEntry("parent_span_id", null);
    assertThat(attributes(spans.get(0))).doesNotContainKey("agentsight.turn.id");
  }

  @ParameterizedTest
  @CsvSource({",production", "development,development", "dev,dev", "staging,production"})
  void anEnvironmentThatIsKnownCounts(String told, String sent) {
    Turn turn =
        new Turn("q", "a").from(Origins.of(null, null, null, told, Client.UNKNOWN, Map.of()));
    Sending sending = Sending.of(SERVER, "ingest").send(turn.build()).assertDelivered();
    assertThat(Decoded.blocks(sending.requests().get(0)).get(0)).containsEntry("environment", sent);
  }

  @Test
  void anUnknownEnvironmentIsSaidOnce() {
    Sending sending = Sending.of(SERVER, "ingest", "staging", true);
    sending.send(new Turn("q", "a").build()).send(new Turn("q", "a").id(id(2)).build());
    assertThat(sending.said()).hasSize(1);
    assertThat(sending.said().get(0))
        .contains("no environment staging", "one of development, production");
    assertThat(Decoded.blocks(sending.requests().get(0)).get(0))
        .containsEntry("environment", "staging");
    assertThat(SERVER.requests().stream().filter(one -> one.path().equals("/api/me/"))).hasSize(1);
    assertThat(Sending.of(SERVER, "ingest", "prod", true).send(new Turn("q", "a").build()).said())
        .isEmpty();
  }

  @Test
  void aKeyThatMayNotWriteIsSaid() {
    SERVER.plan(
        request -> request.path().equals("/api/me/") ? Reply.of(200, "{\"role\":\"read\"}") : null);
    Sending sending = Sending.of(SERVER, "ingest").send(new Turn("q", "a").build());
    assertThat(sending.said().get(0)).contains("the role read, it needs write");
  }

  @Test
  void aQuestionThatFailsIsNotAskedForEver() {
    SERVER.plan(request -> request.path().equals("/api/me/") ? Reply.of(500, "broken") : null);
    Sending sending = Sending.of(SERVER, "ingest").send(new Turn("q", "a").build());
    assertThat(sending.requests()).hasSize(1);
    assertThat(SERVER.requests()).hasSize(6);
    sending.sender().pass(Duration.ofMinutes(6));
    SERVER.reset();
    sending.send(new Turn("q", "a").id(id(2)).build());
    assertThat(SERVER.requests().stream().map(Taken::path))
        .containsExactly("/api/me/", "/api/ingest/");
  }

  @Test
  void contentOfFilesIsSentOnlyWhereThatIsConfigured() {
    Entry file = FilesOfTests.of("receipt.pdf", "%PDF");
    List<Taken> described =
        Sending.of(SERVER, "ingest", "production", false).send(file).assertDelivered().requests();
    assertThat(described).hasSize(1);
    assertThat(described.get(0).text()).contains("receipt.pdf").doesNotContain("JVBERg", "base64");
  }

  @Test
  void whatHappenedInATurnIsInIt() {
    Event button =
        new Event(
            id(9),
            Event.Kind.BUTTON,
            "c",
            id(1),
            Entries.BEGIN,
            Origin.UNKNOWN,
            "buy",
            Map.of(),
            null);
    List<Map<String, @Nullable Object>> spans = spans(new Turn("q", "a").in("c").build(), button);
    assertThat(spans.get(1))
        .containsEntry("kind", "button")
        .containsEntry("trace_id", spans.get(0).get("trace_id"))
        .containsEntry("parent_span_id", spans.get(0).get("span_id"));
    assertThat(attributes(spans.get(1)))
        .containsEntry("agentsight.turn.id", spans.get(0).get("span_id"))
        .containsEntry("agentsight.button.label", "buy");
  }

  @Test
  void messagesAreCutAndOtherFactsFit() {
    Turn turn =
        new Turn("👋".repeat(20_000), "a").property("p", "x".repeat(50_000)).in("c".repeat(999));
    Map<String, @Nullable Object> span = spans(turn.build()).get(0);
    Map<String, @Nullable Object> message =
        Decoded.map(Decoded.maps(span.get("events")).get(0).get("attributes"));
    assertThat(message)
        .containsEntry("agentsight.message.content", "👋".repeat(16_384) + "...[truncated]");
    assertThat((String) message.get("agentsight.message.metadata")).hasSizeLessThan(16_384);
    assertThat((String) attributes(span).get("agentsight.conversation.id")).hasSize(255);
  }

  /** Read by a server that knows nothing of compression. */
  @ParameterizedTest
  @CsvSource({"true,100,true", "true,1,false", "false,100,false"})
  void bodiesAreReallyCompressed(boolean offered, int turns, boolean zipped) throws IOException {
    List<String> encodings = new ArrayList<>();
    List<byte[]> bodies = new ArrayList<>();
    HttpServer raw =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    raw.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean isMe = exchange.getRequestURI().getPath().equals("/api/me/");
          if (!isMe) {
            encodings.add(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            bodies.add(body);
          }
          byte[] answer = (isMe && offered ? Opened.ME : "{}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    raw.start();
    try {
      String endpoint = "http://127.0.0.1:" + raw.getAddress().getPort();
      AgentSightExporter exporter =
          Opened.of(endpoint, "ingest", Duration.ofSeconds(20), Clock.systemUTC());
      List<Entry> entries = Entries.turns(turns, 1);
      assertThat(exporter.export(entries)).isEqualTo(turns);
      exporter.close();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    } finally {
      raw.stop(0);
    }
    assertThat(encodings).containsExactly(zipped ? "gzip" : null);
    byte[] body = bodies.get(0);
    if (zipped) {
      assertThat(body).hasSizeLessThan(16_000);
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        body = in.readAllBytes();
      }
    }
    Map<String, @Nullable Object> tree =
        Decoded.map(Json.parseContainer(new String(body, StandardCharsets.UTF_8)));
    Object spans = Decoded.maps(tree.get("conversations")).get(0).get("spans");
    assertThat(Decoded.maps(spans)).hasSizeGreaterThanOrEqualTo(2 * turns);
  }
}
