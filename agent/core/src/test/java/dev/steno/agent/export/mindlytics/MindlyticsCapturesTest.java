package dev.steno.agent.export.mindlytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Destinations;
import dev.steno.agent.export.Captures;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Turn;
import dev.steno.agent.export.TurnFacts;
import dev.steno.agent.export.VendorServer;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.export.VirtualSender;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same requests as the vendor's Python SDK (1.0.5), but for what is named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MindlyticsCapturesTest {
  /** What differs in every request, and why. */
  private static final Map<String, String> DIFFERENCES =
      Map.of(
          "headers", "accept and user-agent are those of the HTTP client",
          "properties", "ours has more; what the SDK has in it, ours has too");

  /** What each capture is here. */
  private static final Map<String, String> TABLE = new TreeMap<>();

  static {
    TABLE.put("py_client_identify_403", "pauses: ExporterContract");
    TABLE.put("py_client_identify_alias", "same");
    TABLE.put("py_conversation_turn", "same");
    TABLE.put("py_conversation_turn_cost_timestamp", "same");
    TABLE.put("py_conversation_turn_no_conversation_id", "none: an interaction has one always");
    TABLE.put("py_conversation_turn_tokens", "same");
    TABLE.put("py_conversation_usage", "same for tokens; a cost alone is not told by the API");
    TABLE.put("py_end_conversation", "same");
    TABLE.put("py_end_session", "same");
    TABLE.put("py_full_session", "same");
    TABLE.put("py_function_call", "same; a runtime that is not known is left out, and not 0");
    TABLE.put("py_order_10", "same");
    TABLE.put("py_session_create_only", "none: nothing is sent");
    TABLE.put("py_session_user_alias", "same");
    TABLE.put("py_session_user_identify", "same");
    TABLE.put("py_track_event", "same");
    TABLE.put("py_track_event_device_only", "same");
    TABLE.put("py_validation_empty_event", "none: the event has a name then");
    TABLE.put("py_validation_long_event", "none: the name is cut");
    TABLE.put("py_validation_nested_property", "none: it is a string of JSON then");
    TABLE.put("py_validation_nested_turn_property", "none: it is a string of JSON, and not nested");
    TABLE.put("py_validation_no_user", "none: there is a device always");
    TABLE.put("py_websocket_listen", "none: nothing is read from there");
    TABLE.put("js_client_identify_403", "pauses: ExporterContract");
    TABLE.put("js_client_identify_alias", "as py_client_identify_alias");
    TABLE.put("js_conversation_turn", "as py_conversation_turn");
    TABLE.put("js_conversation_turn_tokens", "as py_conversation_turn_tokens");
    TABLE.put("js_conversation_usage", "as py_conversation_usage");
    TABLE.put("js_db_get", "none: nothing is read from there");
    TABLE.put("js_end_conversation", "as py_end_conversation");
    TABLE.put("js_end_session", "as py_end_session");
    TABLE.put("js_full_session", "as py_full_session");
    TABLE.put("js_function_call", "as py_function_call");
    TABLE.put("js_no_conversation_id", "none: an interaction has one always");
    TABLE.put("js_no_user", "none: there is a device always");
    TABLE.put("js_session_alias", "as py_session_user_alias");
    TABLE.put("js_session_create_only", "none: nothing is sent");
    TABLE.put("js_session_identify", "as py_session_user_identify");
    TABLE.put("js_session_start", "same body; to the queue, where Python sends everything");
    TABLE.put("js_session_start_device", "same body; to the queue");
    TABLE.put("js_start_conversation", "same body, without attributes; to the queue");
    TABLE.put("js_track_event", "as py_track_event");
    TABLE.put("js_track_long_event", "none: the name is cut");
    TABLE.put("js_track_nested", "none: it is a string of JSON then");
    TABLE.put("js_websocket_listen", "none: nothing is read from there");
    for (int status : new int[] {200, 201, 202, 204}) {
      TABLE.put("js_response_" + status, "success: ExporterContract");
      TABLE.put("py_response_" + status, "success: ExporterContract; an error in the SDK");
    }
    for (int status : new int[] {400, 404}) {
      TABLE.put("js_response_" + status, "set aside: ExporterContract");
      TABLE.put("py_response_" + status, "set aside: ExporterContract");
    }
    for (int status : new int[] {401, 403}) {
      TABLE.put("js_response_" + status, "pauses: ExporterContract");
      TABLE.put("py_response_" + status, "pauses: ExporterContract");
    }
    for (String name : new String[] {"408", "429", "500", "502", "503", "504", "dropped"}) {
      TABLE.put("js_response_" + name, "tried again: ExporterContract");
      TABLE.put("py_response_" + name, "tried again: ExporterContract; dropped by the SDK");
    }
    TABLE.put("js_response_429_retry_after", "tried again after that: ExporterContract");
    TABLE.put("js_response_429_retry_after_date", "tried again after that: ExporterContract");
    TABLE.put("js_response_500_empty_body", "tried again: ExporterContract; a success in the SDK");
  }

  @TempDir private Path home;
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
    assertThat(same()).isEqualTo(Captures.names("mindlytics"));
    assertThat(DIFFERENCES).hasSize(2);
  }

  private static Entry entry(int number, Captures.Request request) {
    Map<String, Object> body = request.json();
    String type = String.valueOf(body.getOrDefault("type", request.path()));
    String user = text(body.get("user_id"));
    String id = body.containsKey("id") ? text(body.get("id")) : user;
    Origin origin = Entries.origin(id, text(body.get("device_id")), text(body.get("session_id")));
    Map<String, Object> fields = new LinkedHashMap<>(body);
    return switch (type) {
      case "identify", "/bc/v1/user/identify" ->
          happened(number, Event.Kind.IDENTIFY, body, origin, fields);
      case "alias", "/bc/v1/user/alias" -> happened(number, Event.Kind.ALIAS, body, origin, fields);
      case "start_session" -> happened(number, Event.Kind.SESSION_START, body, origin, fields);
      case "end_session" -> happened(number, Event.Kind.SESSION_END, body, origin, fields);
      default -> tracked(number, body, origin);
    };
  }

  private static Entry tracked(int number, Map<String, Object> body, Origin origin) {
    Map<String, @Nullable Object> properties =
        new LinkedHashMap<>(TurnFacts.map(body.get("properties")));
    Map<String, Object> fields = new LinkedHashMap<>();
    switch (String.valueOf(body.get("event"))) {
      case "Conversation Turn" -> {
        return turn(number, body, properties, origin);
      }
      case "Conversation Usage" -> {
        fields.put("model", properties.get("model"));
        fields.put("input_tokens", properties.get("prompt_tokens"));
        fields.put("output_tokens", properties.get("completion_tokens"));
        return happened(number, Event.Kind.TOKEN_USAGE, body, origin, fields);
      }
      case "Conversation Function" -> {
        fields.put("tools", properties.remove("args"));
        fields.put("response", properties.remove("result"));
        fields.put("duration_ms", properties.remove("runtime"));
        Object name = properties.remove("name");
        fields.put("properties", properties);
        Map<String, Object> named = new LinkedHashMap<>(body);
        named.put("event", name);
        return happened(number, Event.Kind.ACTION, named, origin, fields);
      }
      case "Conversation Ended" -> {
        fields.put("properties", properties);
        return happened(number, Event.Kind.CONVERSATION_END, body, origin, fields);
      }
      case "Conversation Started" -> {
        Client web = new Client(null, null, null, null, "web", null);
        return new Turn("u", "a")
            .in(String.valueOf(body.get("conversation_id")))
            .from(
                new Origin(
                    origin.userId(),
                    null,
                    origin.sessionId(),
                    null,
                    null,
                    web,
                    null,
                    null,
                    Map.of()))
            .build();
      }
      default -> {
        fields.put("properties", properties);
        return happened(number, Event.Kind.EVENT, body, origin, fields);
      }
    }
  }

  private static Entry turn(
      int number, Map<String, Object> body, Map<String, @Nullable Object> properties, Origin who) {
    Turn turn =
        new Turn(text(properties.remove("user")), text(properties.remove("assistant")))
            .id(Entries.id(number))
            .in(String.valueOf(body.get("conversation_id")))
            .by(text(properties.remove("assistant_id")))
            .at(at(body))
            .from(who);
    String model = text(properties.remove("model"));
    Number prompt = (Number) properties.remove("prompt_tokens");
    Number completion = (Number) properties.remove("completion_tokens");
    Object cost = properties.remove("cost");
    if (model != null || cost != null) {
      Usage usage =
          prompt == null || completion == null
              ? null
              : new Usage(prompt.longValue(), completion.longValue(), null, null, null);
      Call call = call(model, usage);
      turn.call(
          cost == null ? call : call.priced(new Cost(new BigDecimal(cost.toString()), "prices")));
    }
    properties.forEach((name, value) -> turn.property(name, value));
    return turn.build();
  }

  private static Call call(@Nullable String model, @Nullable Usage usage) {
    Call call = Entries.call("1", "chat", null, usage, null, Outcome.OK, 1);
    return new Call(
        call.id(),
        null,
        "chat",
        "openai",
        model,
        null,
        null,
        false,
        call.startedAt(),
        1,
        null,
        null,
        1,
        200,
        null,
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        usage,
        null,
        Map.of(),
        null,
        Outcome.OK,
        null,
        false,
        List.of());
  }

  private static Event happened(
      int number,
      Event.Kind kind,
      Map<String, Object> body,
      Origin origin,
      Map<String, Object> fields) {
    return new Event(
        Entries.id(number),
        kind,
        text(body.get("conversation_id")),
        null,
        at(body),
        origin,
        text(body.get("event")),
        new LinkedHashMap<>(fields),
        null);
  }

  private static Instant at(Map<String, Object> body) {
    Object time = body.get("timestamp");
    return time == null ? Entries.BEGIN : OffsetDateTime.parse(time.toString()).toInstant();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  @ParameterizedTest
  @MethodSource("same")
  void theSameIsSent(String name) {
    List<Captures.Request> expected = new ArrayList<>(Captures.requests("mindlytics/" + name));
    if (name.equals("py_conversation_usage")) {
      expected.remove(1);
    }
    List<Entry> entries = new ArrayList<>();
    if (name.equals("py_session_user_alias")) {
      entries.add(entry(99, Captures.requests("mindlytics/py_track_event").get(0)));
    }
    for (Captures.Request request : expected) {
      entries.add(entry(entries.size(), request));
    }
    VirtualSender sender =
        new VirtualSender(
            clock ->
                new MindlyticsExporter(
                    new Destinations.Mindlytics(
                        "wk_test_key", "test_project", server.endpoint(), 1800),
                    home.resolve("device-id"),
                    clock));
    sender.offer(entries);
    sender.sendAll();
    List<Taken> sent = server.taken();
    if (name.equals("py_session_user_alias")) {
      sent = sent.subList(1, sent.size());
    }
    if (name.equals("js_start_conversation")) {
      sent = sent.subList(0, 1); // the turn follows
    }
    assertThat(sent).hasSameSizeAs(expected);
    for (int i = 0; i < sent.size(); i++) {
      assertSame(name, sent.get(i), expected.get(i));
    }
  }

  private static void assertSame(String name, Taken sent, Captures.Request expected) {
    assertThat(sent.method()).isEqualTo("POST");
    boolean isPython = name.startsWith("py");
    assertThat(sent.path()).isEqualTo(isPython ? expected.path() : "/bc/v1/events/queue");
    assertThat(sent.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("authorization", "Bearer wk_test_key")
        .containsEntry("x-app-id", "test_project");
    Map<String, Object> ours = new TreeMap<>(sent.json());
    Map<String, Object> theirs = new TreeMap<>(expected.json());
    if (isPython && theirs.containsKey("timestamp")) {
      assertThat(ours.get("timestamp").toString())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00");
      assertThat(at(ours)).isEqualTo(at(theirs));
    }
    Map<String, Object> more = numbers(ours.remove("properties"));
    Map<String, Object> wanted = numbers(theirs.remove("properties"));
    if (name.equals("py_function_call")) {
      wanted.remove("runtime", new BigDecimal(0)); // the SDK's default
    }
    if (name.equals("js_start_conversation")) {
      theirs.remove("attributes");
      wanted = Map.of("source", "web"); // what is known of a conversation here
    }
    assertThat(more).containsAllEntriesOf(wanted);
    assertThat(more.values()).allMatch(MindlyticsCapturesTest::isFlat);
    ours.remove("timestamp");
    theirs.remove("timestamp");
    assertThat(numbers(ours)).as(name).isEqualTo(numbers(theirs));
    assertThat(Set.copyOf(ours.values())).doesNotContain("None");
  }

  private static boolean isFlat(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  /** With numbers that are equal when they are. */
  private static Map<String, Object> numbers(@Nullable Object tree) {
    Map<String, Object> numbers = new TreeMap<>();
    TurnFacts.map(tree)
        .forEach(
            (name, value) ->
                numbers.put(
                    name,
                    value instanceof Map<?, ?>
                        ? numbers(value)
                        : value instanceof Number
                            ? new BigDecimal(value.toString())
                            : String.valueOf(value)));
    return numbers;
  }
}
