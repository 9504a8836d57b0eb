package dev.steno.agent.export.agnost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Destinations;
import dev.steno.agent.export.Captures;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Turn;
import dev.steno.agent.export.VendorServer;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.export.VirtualSender;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same requests as the vendor's own SDK ({@code agnostai} 0.1.2), but for what is named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgnostCapturesTest {
  private static final String ORG = "3f0e8c1a-5b7d-4c2e-9a61-0d2f4b8e7c55";

  /** What differs in every request, and why. */
  private static final Map<String, String> DIFFERENCES =
      Map.of(
          "client_config", "the label of who sends",
          "timestamp", "the SDK sends none, and the server takes the time of arrival",
          "metadata.event_type", "always empty in the SDK",
          "metadata", "ours has more; what the SDK has in it, ours has too",
          "user_data", "strings, as the OpenAPI document says; the SDK keeps numbers",
          "headers", "accept and user-agent are those of the HTTP client");

  /** What each capture is here. */
  private static final Map<String, String> TABLE = new TreeMap<>();

  static {
    TABLE.put("auto_conversation_id", "same; ids are UUIDs, and a session precedes its event");
    TABLE.put("begin_end", "same");
    TABLE.put("begin_only_session", "none: an interaction is recorded when it has ended");
    TABLE.put("conversation_grouping", "same");
    TABLE.put("documented_http_turn_with_tool", "same; the turn first, wrapped, types are named");
    TABLE.put("error_success_false", "same");
    TABLE.put("event_before_session", "same, but for waiting for the session");
    TABLE.put("flush_burst", "same events; one session, where the SDK sends twenty");
    TABLE.put("identify", "same");
    TABLE.put("identify_after_session", "same");
    TABLE.put("interaction_id_and_manual_latency", "same");
    TABLE.put("mcp_sdk_429", "none: of servers of MCP tools");
    TABLE.put("mcp_sdk_500", "none: of servers of MCP tools");
    TABLE.put("mcp_sdk_ok", "none: of servers of MCP tools");
    TABLE.put("official_skill_send_demo_ingest", "none: a check of the setup");
    TABLE.put("official_skill_send_demo_otel", "none: the exporter otlp");
    TABLE.put("otlp_openinference_json", "none: the exporter otlp");
    TABLE.put("otlp_vercel_json", "none: the exporter otlp");
    TABLE.put("otlp_vercel_proto", "none: the exporter otlp");
    TABLE.put("response_400", "set aside: ExporterContract");
    TABLE.put("response_401", "pauses: ExporterContract");
    TABLE.put("response_404", "set aside: ExporterContract");
    TABLE.put("response_429", "tried again: ExporterContract");
    TABLE.put("response_500", "tried again: ExporterContract");
    TABLE.put("response_503", "tried again: ExporterContract");
    TABLE.put("response_dropped_connection", "tried again: ExporterContract");
    TABLE.put("session_race_duplicate", "same events; one session, where the SDK sends two");
    TABLE.put("set_input_lost", "same; that the input is lost is the SDK's own bug");
    TABLE.put("unicode_and_large", "same");
  }

  private final VendorServer server = new VendorServer();

  @BeforeEach
  void forget() {
    server.reset();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static List<String> same() {
    return TABLE.keySet().stream().filter(name -> TABLE.get(name).startsWith("same")).toList();
  }

  @Test
  void eachCaptureIsInTheTable() {
    assertThat(same()).isEqualTo(Captures.names("agnost"));
    assertThat(TABLE).hasSize(29);
    assertThat(DIFFERENCES).hasSize(6);
  }

  /** The entries that say what the SDK was told: each event of the capture is a turn. */
  private static List<Entry> entries(String name) {
    List<Entry> entries = new ArrayList<>();
    Map<Object, Map<?, ?>> users = new LinkedHashMap<>();
    for (Captures.Request request : Captures.requests("agnost/" + name)) {
      Map<String, Object> body = request.json();
      if (request.path().endsWith("session")) {
        Map<?, ?> user = (Map<?, ?>) Objects.requireNonNull(body.get("user_data"));
        users.put(body.get("session_id"), user);
        Map<String, Object> traits = new LinkedHashMap<>();
        user.forEach((key, value) -> traits.put(String.valueOf(key), value));
        Object id = traits.remove("user_id");
        entries.add(
            Entries.event(
                entries.size(),
                Event.Kind.IDENTIFY,
                null,
                Entries.origin(String.valueOf(id), null, null),
                null,
                Map.of("traits", traits)));
      } else if (!body.containsKey("parent_id")) {
        entries.add(turn(body, Objects.requireNonNull(users.get(body.get("session_id")))));
      }
    }
    return entries;
  }

  private static Entry turn(Map<String, Object> body, Map<?, ?> user) {
    Turn turn =
        new Turn(inner(body.get("args"), "{\"input\":"), inner(body.get("result"), "{\"output\":"))
            .id(String.valueOf(body.get("event_id")))
            .in(String.valueOf(body.get("session_id")))
            .by(String.valueOf(body.get("primitive_name")))
            .user(String.valueOf(user.get("user_id")))
            .took(
                Duration.ofMillis(
                    ((Number) Objects.requireNonNull(body.get("latency"))).longValue()));
    if (body.get("timestamp") instanceof Long at) {
      turn.at(Instant.ofEpochMilli(at));
    }
    if (Boolean.FALSE.equals(body.get("success"))) {
      turn.failed("RateLimitError", "429 too many requests", 429);
    }
    if (body.get("metadata") instanceof Map<?, ?> metadata) {
      metadata.forEach((key, value) -> turn.property(String.valueOf(key), value));
    }
    if (String.valueOf(body.get("args")).equals("Where is my order?")) {
      turn.call(
          Entries.tool(
              "b1d0a3b8-9c1e-4f0a-8a57-3f2f6f1f9d10",
              "search_orders",
              Map.of("status", "open"),
              List.of(Map.of("id", "A-1"))));
    }
    return turn.build();
  }

  private static String inner(Object wrapped, String begin) {
    String text = String.valueOf(wrapped);
    return text.startsWith(begin)
        ? String.valueOf(
            ((Map<?, ?>) Objects.requireNonNull(dev.steno.agent.wire.Json.parseContainer(text)))
                .values()
                .iterator()
                .next())
        : text;
  }

  /** Of what the SDK sent, what ours is compared to. */
  private static List<Captures.Request> expected(String name) {
    List<Captures.Request> expected = new ArrayList<>(Captures.requests("agnost/" + name));
    switch (name) {
      case "auto_conversation_id" -> expected.add(1, expected.remove(2));
      case "flush_burst", "session_race_duplicate" -> {
        List<Captures.Request> events = new ArrayList<>(expected);
        events.removeIf(request -> request.path().endsWith("session"));
        Captures.Request session = expected.get(0);
        expected.clear();
        expected.add(session);
        expected.addAll(events);
      }
      case "documented_http_turn_with_tool" -> expected.add(expected.remove(1));
      default -> {}
    }
    return expected;
  }

  @ParameterizedTest
  @MethodSource("same")
  void theSameIsSent(String name) {
    VirtualSender sender =
        new VirtualSender(
            clock ->
                new AgnostExporter(new Destinations.Agnost(ORG, server.endpoint()), "", clock));
    sender.offer(entries(name));
    sender.sendAll();
    List<Captures.Request> expected = expected(name);
    List<Taken> sent = server.taken();
    assertThat(sent).hasSameSizeAs(expected);
    for (int i = 0; i < sent.size(); i++) {
      assertSame(name, sent.get(i), expected.get(i));
    }
  }

  private static void assertSame(String name, Taken sent, Captures.Request expected) {
    assertThat(sent.method()).isEqualTo(expected.method());
    assertThat(sent.path()).isEqualTo(expected.path());
    assertThat(sent.headers())
        .containsEntry("content-type", expected.headers().get("content-type"))
        .containsEntry("x-org-id", expected.headers().get("x-org-id"));
    Map<String, Object> ours = new TreeMap<>(sent.json());
    Map<String, Object> theirs = new TreeMap<>(expected.json());
    if (name.equals("auto_conversation_id")) {
      Object raw = theirs.remove("session_id");
      ours.remove("session_id");
      if (sent.path().endsWith("session")) {
        assertThat(ours.get("metadata").toString()).contains("conversation_id=" + raw);
      }
    }
    if (name.startsWith("documented")) {
      documented(ours, theirs);
    }
    contains(ours.remove("metadata"), theirs.remove("metadata"));
    strings(ours, theirs);
    ours.keySet().removeAll(List.of("client_config", "timestamp"));
    theirs.keySet().removeAll(List.of("client_config", "timestamp"));
    assertThat(ours).as(name).isEqualTo(theirs);
  }

  /** The documented shape has no labels, and lets plain texts stand for what the SDK wraps. */
  private static void documented(Map<String, Object> ours, Map<String, Object> theirs) {
    ours.keySet().removeAll(List.of("primitive_type", "connection_type", "ip"));
    if (ours.containsKey("args") && !ours.containsKey("parent_id")) {
      ours.put("args", inner(ours.get("args"), "{\"input\":"));
      ours.put("result", inner(ours.get("result"), "{\"output\":"));
    }
    if (theirs.containsKey("user_data")) {
      theirs.remove("metadata"); // env is called environment here
    }
  }

  private static void contains(Object ours, Object theirs) {
    if (theirs instanceof Map<?, ?> metadata) {
      Map<Object, Object> named = new LinkedHashMap<>(metadata);
      named.remove("event_type");
      assertThat((Map<?, ?>) ours).isNotNull();
      assertThat(new LinkedHashMap<Object, Object>((Map<?, ?>) ours)).containsAllEntriesOf(named);
    }
  }

  private static void strings(Map<String, Object> ours, Map<String, Object> theirs) {
    if (theirs.get("user_data") instanceof Map<?, ?> user) {
      Map<String, String> strings = new TreeMap<>();
      user.forEach((key, value) -> strings.put(String.valueOf(key), String.valueOf(value)));
      theirs.put("user_data", strings);
      assertThat(ours.get("user_data")).isEqualTo(strings);
    }
  }
}
