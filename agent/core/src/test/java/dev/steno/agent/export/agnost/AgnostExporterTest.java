package dev.steno.agent.export.agnost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Destinations;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.ExporterContract;
import dev.steno.agent.export.Turn;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.export.VirtualSender;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What arrives at Agnost AI. */
class AgnostExporterTest extends ExporterContract {
  private static final String ORG = "3f0e8c1a-5b7d-4c2e-9a61-0d2f4b8e7c55";
  private static final String SESSION = "/api/v1/capture-session";
  private static final String EVENT = "/api/v1/capture-event";

  @Override
  protected Exporter open(String endpoint, Duration timeout, Clock clock) {
    return new AgnostExporter(new Destinations.Agnost(ORG, endpoint), "", clock, timeout);
  }

  @Override
  protected List<String> secrets() {
    return List.of(); // the organisation's id is none
  }

  private VirtualSender send(List<? extends Entry> entries) {
    VirtualSender sender =
        new VirtualSender(clock -> open(server.endpoint(), Duration.ofSeconds(20), clock));
    sender.offer(entries);
    sender.sendAll();
    return sender;
  }

  private List<Taken> sent(String path) {
    return server.taken().stream().filter(request -> request.path().equals(path)).toList();
  }

  private List<Map<String, Object>> events() {
    return sent(EVENT).stream().map(Taken::json).toList();
  }

  @Test
  void eachConversationIsBegunOnceBeforeItsEvents() {
    send(Entries.turns(300, 20));
    Set<Object> begun = new HashSet<>();
    for (Taken request : server.taken()) {
      Object session = request.json().get("session_id");
      if (request.path().equals(SESSION)) {
        assertThat(begun.add(session)).isTrue();
      } else {
        assertThat(begun).contains(session);
      }
    }
    assertThat(begun).hasSize(20);
  }

  @Test
  void whatIsForgottenIsBegunAgain() {
    List<Entry> turns = new ArrayList<>();
    for (int i = 0; i <= 10_000; i++) {
      turns.add(event(Event.Kind.HUMAN_MESSAGE, "c" + i, Map.of("text", "hi")));
    }
    turns.add(event(Event.Kind.HUMAN_MESSAGE, "c0", Map.of("text", "hi")));
    turns.add(event(Event.Kind.HUMAN_MESSAGE, "c10000", Map.of("text", "hi")));
    send(turns);
    assertThat(sent(SESSION)).hasSize(10_002);
  }

  private static Event event(Event.Kind kind, String conversation, Map<String, Object> fields) {
    return Entries.event(
        conversation.hashCode() & 0xFFFFF,
        kind,
        conversation,
        Entries.origin("u", null, null),
        null,
        new java.util.HashMap<>(fields));
  }

  @Test
  void aSessionThatIsNotKnownThereAnyMoreIsBegunAgain() {
    server.plan(
        request ->
            request.path().equals(EVENT) && request.text().contains("m-1.")
                ? Reply.of(404, "session unknown")
                : null);
    send(Entries.turns(3, 1));
    assertThat(sent(SESSION)).hasSize(2);
    assertThat(events()).noneMatch(event -> event.toString().contains("m-1."));
  }

  @Test
  void idsAreUuidsAndTheSameAlways() {
    for (int run = 0; run < 2; run++) {
      send(List.copyOf(Entries.odd().values()));
    }
    List<String> ids = new ArrayList<>();
    for (Taken request : server.taken()) {
      for (String id : new String[] {"session_id", "event_id", "parent_id"}) {
        Object value = request.json().get(id);
        if (value != null) {
          ids.add(id + value);
          assertThat(UUID.fromString((String) value).toString()).isEqualTo(value);
        }
      }
    }
    assertThat(ids.subList(0, ids.size() / 2)).isEqualTo(ids.subList(ids.size() / 2, ids.size()));
  }

  @Test
  void aForeignConversationIdIsInTheMetadata() {
    send(List.of(new Turn("q", "a").in("чат 1").build()));
    Map<String, Object> session = sent(SESSION).get(0).json();
    assertThat(session.get("session_id")).isEqualTo("e5632500-4d9c-5c67-8070-76d9f86dc9c4");
    assertThat(session.get("metadata")).isEqualTo(Map.of("conversation_id", "чат 1"));
  }

  @Test
  void aUuidIsTakenAsItIs() {
    send(List.of(new Turn("q", "a").in("A3F9C182-7D4E-4B6A-9E21-C5D8F0B4E731").build()));
    Map<String, Object> session = sent(SESSION).get(0).json();
    assertThat(session.get("session_id")).isEqualTo("a3f9c182-7d4e-4b6a-9e21-c5d8f0b4e731");
    assertThat(session).doesNotContainKey("metadata");
  }

  @Test
  void whoIsNotKnownIsEmpty() {
    send(List.of(new Turn("q", "a").build()));
    assertThat(sent(SESSION).get(0).json().get("user_data")).isEqualTo(Map.of("user_id", ""));
  }

  @Test
  void allThatIsKnownIsInStrings() {
    send(List.of(Entries.odd().get("known")));
    Map<?, ?> session = (Map<?, ?>) sent(SESSION).get(0).json().get("metadata");
    assertThat(session.toString())
        .contains("conversation_name=Orders", "environment=production", "device=desktop")
        .doesNotContain("203.0.113.7");
    Map<?, ?> event = (Map<?, ?>) events().get(0).get("metadata");
    assertThat(event.values()).allMatch(value -> value instanceof String);
    assertThat(event.toString())
        .contains(
            "text=t",
            "number=1.5",
            "yes=true",
            "list=[1,null,\"x\"]",
            "map={\"a\":{\"b\":\"c\"}}",
            "tenant=acme",
            "model=gpt-4o-2024-08-06",
            "provider=openai",
            "streaming=true",
            "finish_reason=stop",
            "prompt_tokens=80",
            "completion_tokens=25",
            "cache_read_input_tokens=40",
            "reasoning_output_tokens=5",
            "cost_usd=0.00123",
            "cost_prices=genai-prices 2026-08-21",
            "outcome=ok",
            "conversation_source=new",
            "device_id=device-1",
            "trace_id=4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(events().get(0).get("primitive_name")).isEqualTo("support-bot");
  }

  @Test
  void whatTheApplicationSaysStandsFirst() {
    send(
        List.of(
            new Turn("q", "a")
                .property("model", "mine")
                .call(Entries.chat(Entries.id(2), "gpt-4o", null))
                .build()));
    assertThat(events().get(0).get("metadata").toString()).contains("model=mine");
  }

  @Test
  void aTurnWithoutAnAssistantIsOfTheDefault() {
    send(List.of(new Turn("q", "a").build()));
    assertThat(events().get(0).get("primitive_name")).isEqualTo("default");
  }

  @Test
  void toolsAndAgentsHaveTheirParents() {
    send(List.of(Entries.odd().get("agents")));
    List<Map<String, Object>> events = events();
    assertThat(events.stream().map(event -> event.get("primitive_name")))
        .containsExactly("default", "planner", "writer", "search", "late");
    assertThat(events.stream().map(event -> String.valueOf(event.get("parent_id"))))
        .containsExactly("null", Entries.id(1), Entries.id(10), Entries.id(11), Entries.id(1));
    assertThat(events.get(2))
        .containsEntry("args", "{\"input\":\"write it\"}")
        .containsEntry("result", "{\"output\":\"\"}");
  }

  @Test
  void aTool() {
    send(List.of(Entries.odd().get("tools")));
    Map<String, Object> tool = events().get(1);
    assertThat(tool)
        .containsEntry("primitive_type", "tool")
        .containsEntry("primitive_name", "search")
        .containsEntry("args", "{\"status\":\"open\"}")
        .containsEntry("result", "[{\"id\":\"A-1\"}]")
        .containsEntry("success", true)
        .containsEntry("latency", 20)
        .containsEntry("parent_id", Entries.id(1));
    assertThat(events().get(2))
        .containsEntry("primitive_name", "tool")
        .containsEntry("args", "{}")
        .containsEntry("result", "")
        .containsEntry(
            "metadata",
            Map.of("latency_source", "inferred", "tool_call_id", "call_1", "outcome", "ok"));
    assertThat(events().get(3)).containsEntry("args", "no JSON").containsEntry("result", "text");
  }

  @Test
  void failures() {
    send(List.of(Entries.odd().get("failed half way"), Entries.odd().get("a tool that failed")));
    assertThat(events().get(0))
        .containsEntry("success", false)
        .containsEntry("result", "{\"output\":\"x.Y: reset\"}");
    assertThat(events().get(0).get("metadata").toString())
        .contains("partial_output=half", "error_type=x.Y", "error_status=200");
    assertThat(events().get(2))
        .containsEntry("success", false)
        .containsEntry("result", "timeout")
        .containsEntry("primitive_name", "charge");
  }

  @Test
  void whatWasCancelledIsNoSuccessAndKeepsItsWords() {
    send(List.of(new Turn("q", "half").ended(Outcome.CANCELLED).build()));
    assertThat(events().get(0))
        .containsEntry("success", false)
        .containsEntry("result", "{\"output\":\"half\"}");
  }

  @Test
  void traitsGoWithTheNextSessionOfTheirUser() {
    Origin ann = Entries.origin("ann", null, null);
    Interaction before = new Turn("q", "a").id(Entries.id(1)).in("c1").user("ann").build();
    Interaction same = new Turn("q", "a").id(Entries.id(2)).in("c1").user("ann").build();
    Interaction next = new Turn("q", "a").id(Entries.id(3)).in("c2").user("ann").build();
    Interaction other = new Turn("q", "a").id(Entries.id(4)).in("c3").user("bob").build();
    send(
        List.of(
            before,
            Entries.event(
                1, Event.Kind.IDENTIFY, null, ann, null, Map.of("traits", Map.of("age", 30))),
            same,
            next,
            other));
    assertThat(sent(SESSION).stream().map(request -> request.json().get("user_data").toString()))
        .containsExactly("{user_id=ann}", "{age=30, user_id=ann}", "{user_id=bob}");
  }

  @Test
  void traitsAreBounded() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      entries.add(
          Entries.event(
              i,
              Event.Kind.IDENTIFY,
              null,
              Entries.origin("u" + i, null, null),
              null,
              Map.of("traits", Map.of("n", i))));
    }
    entries.add(
        Entries.event(
            3_000,
            Event.Kind.IDENTIFY,
            null,
            Entries.origin("big", null, null),
            null,
            Map.of("traits", Map.of("text", "x".repeat(100_000)))));
    entries.add(new Turn("q", "a").in("c1").user("u0").build());
    entries.add(new Turn("q", "a").in("c2").user("u2999").build());
    entries.add(new Turn("q", "a").in("c3").user("big").build());
    send(entries);
    assertThat(sent(SESSION).stream().map(request -> request.json().get("user_data").toString()))
        .containsExactly("{user_id=u0}", "{n=2999, user_id=u2999}", "{user_id=big}");
  }

  @Test
  void ofOtherEventsOnlyWhatIsSaidAndDoneIsShown() {
    send(Entries.events());
    assertThat(events().stream().map(event -> event.get("primitive_name")))
        .containsExactly("default", "default", "name-9");
    assertThat(events().get(0)).containsEntry("args", "{\"input\":\"hello?\"}");
    assertThat(events().get(1)).containsEntry("result", "{\"output\":\"still there?\"}");
    assertThat(events().get(2))
        .containsEntry("args", "{\"db\":\"x\"}")
        .containsEntry("result", "no")
        .containsEntry("latency", 12)
        .containsEntry("success", false);
  }

  @Test
  void whatCannotBeWrittenAsUtf8IsReplaced() {
    send(List.of(Entries.odd().get("unicode")));
    assertThat(events().get(0).get("args").toString())
        .isEqualTo("{\"input\":\"Привет 👋 \\\"q\\\"\\n\\u0000\u2028\"}");
    assertThat(events().get(0).get("result").toString()).contains("\uFFFD lone \uFFFD");
  }
}
