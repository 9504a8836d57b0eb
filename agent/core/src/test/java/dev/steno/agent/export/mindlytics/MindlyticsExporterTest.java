package dev.steno.agent.export.mindlytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Destinations;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.ExporterContract;
import dev.steno.agent.export.Turn;
import dev.steno.agent.export.TurnFacts;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.export.VirtualSender;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives at Mindlytics. */
class MindlyticsExporterTest extends ExporterContract {
  private static final String KEY = "wk_0123456789abcdef";
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Usage TOKENS = new Usage(80L, 25L, null, null, null);

  @TempDir private static Path home;

  @Override
  protected Exporter open(String endpoint, Duration timeout, Clock clock) {
    return new MindlyticsExporter(
        new Destinations.Mindlytics(KEY, "project-7", endpoint, IDLE.toSeconds()),
        home.resolve("device-id"),
        clock,
        timeout);
  }

  @Override
  protected List<String> secrets() {
    return List.of(KEY);
  }

  private VirtualSender sender() {
    return new VirtualSender(clock -> open(server.endpoint(), Duration.ofSeconds(20), clock));
  }

  private VirtualSender send(List<? extends Entry> entries) {
    VirtualSender sender = sender();
    sender.offer(entries);
    sender.sendAll();
    return sender;
  }

  private List<Map<String, Object>> sent() {
    return server.taken().stream().map(Taken::json).toList();
  }

  /** What was sent, in short: the event's name, or the type of what has none. */
  private List<String> names() {
    return sent().stream()
        .map(body -> String.valueOf(body.getOrDefault("event", body.get("type"))))
        .toList();
  }

  private Map<String, Object> properties(int request) {
    return new LinkedHashMap<>(TurnFacts.map(sent().get(request).get("properties")));
  }

  private static Entry event(
      int number,
      Event.Kind kind,
      @Nullable String user,
      @Nullable String session,
      Map<String, Object> fields) {
    return Entries.event(
        number,
        kind,
        null,
        Entries.origin(user, null, session),
        kind == Event.Kind.EVENT ? "e" + number : null,
        new LinkedHashMap<>(fields));
  }

  @Test
  void aTurnWithAllThatIsKnown() {
    send(List.of(Entries.odd().get("known")));
    assertThat(names()).containsExactly("Conversation Started", "Conversation Turn");
    assertThat(properties(0))
        .isEqualTo(
            Map.of(
                "conversation_name", "Orders",
                "environment", "production",
                "path", "/chat",
                "source", "web",
                "device", "desktop",
                "language", "en-US"));
    assertThat(sent().get(1))
        .containsEntry("user_id", "user-1")
        .containsEntry("device_id", "device-1")
        .containsEntry("session_id", "session-1");
    assertThat(properties(1).toString())
        .contains(
            "user=q, assistant=a, assistant_id=support-bot, model=gpt-4o-2024-08-06",
            "prompt_tokens=80, completion_tokens=25",
            "text=t, number=1.5, yes=true, list=[1,null,\"x\"], map={\"a\":{\"b\":\"c\"}}",
            "tenant=acme",
            "interaction_id=" + Entries.id(1),
            "success=true",
            "outcome=ok",
            "latency_ms=120",
            "provider=openai",
            "finish_reason=stop",
            "streaming=true",
            "cache_read_input_tokens=40")
        .doesNotContain("203.0.113.7");
  }

  @Test
  void whatTheApplicationSaysDoesNotStandForWhatWasSaid() {
    send(List.of(new Turn("q", "a").property("user", "x").property("outcome", "great").build()));
    assertThat(properties(0)).containsEntry("user", "q").containsEntry("outcome", "great");
  }

  @Test
  void eachModelIsPaidForOnce() {
    send(
        List.of(
            new Turn("q", "a")
                .usage(new Usage(320L, 100L, null, null, null))
                .call(Entries.chat(Entries.id(2), "gpt-4o", TOKENS))
                .call(Entries.chat(Entries.id(3), "gpt-4o-mini", TOKENS))
                .call(Entries.embeddings(Entries.id(4)))
                .call(Entries.chat(Entries.id(5), "gpt-4o-mini", TOKENS))
                .call(
                    Entries.chat(Entries.id(6), "gpt-4o", TOKENS)
                        .priced(new Cost(new BigDecimal("0.5"), "p")))
                .build()));
    assertThat(names())
        .containsExactly("Conversation Turn", "Conversation Usage", "Conversation Usage");
    assertThat(properties(0).toString())
        .contains("model=gpt-4o-2024-08-06, prompt_tokens=160, completion_tokens=50, cost=0.5");
    assertThat(properties(1).toString())
        .contains("model=gpt-4o-mini-2024-08-06, prompt_tokens=160, completion_tokens=50");
    assertThat(properties(2).toString())
        .contains("model=text-embedding-3-small-2024-08-06, prompt_tokens=12, completion_tokens=0");
  }

  @Test
  void tokensThatAFrameworkToldAreTheTurns() {
    send(List.of(new Turn("q", "a").usage(TOKENS).build()));
    assertThat(properties(0).toString()).contains("prompt_tokens=80, completion_tokens=25");
  }

  @Test
  void vectorsAreAUsageAndNoTurn() {
    send(List.of(Entries.odd().get("vectors")));
    assertThat(names()).containsExactly("Conversation Usage");
  }

  @Test
  void vectorsThatFailedAreAnEvent() {
    send(
        List.of(
            new Turn(null, null)
                .call(
                    Entries.call(
                        Entries.id(2), "embeddings", "m", null, null, Outcome.ERROR, 1_000_000))
                .failed("timeout", null, null)
                .build()));
    assertThat(names()).containsExactly("LLM Error");
    assertThat(properties(0)).containsEntry("error", "timeout").containsEntry("provider", "openai");
  }

  @Test
  void aFailedTurn() {
    send(List.of(Entries.odd().get("failed"), Entries.odd().get("failed half way")));
    assertThat(names()).containsExactly("Conversation Turn", "Conversation Turn");
    assertThat(properties(0))
        .containsEntry("assistant", "")
        .containsEntry("success", false)
        .containsEntry("error", "rate_limit: slow down");
    assertThat(properties(1)).containsEntry("assistant", "half").containsEntry("outcome", "error");
  }

  @Test
  void functions() {
    send(List.of(Entries.odd().get("tools")));
    assertThat(names())
        .containsExactly(
            "Conversation Turn",
            "Conversation Function",
            "Conversation Function",
            "Conversation Function");
    assertThat(properties(1))
        .containsEntry("name", "search")
        .containsEntry("args", "{\"status\":\"open\"}")
        .containsEntry("result", "[{\"id\":\"A-1\"}]")
        .containsEntry("runtime", 20)
        .containsEntry("success", true);
    assertThat(properties(2))
        .containsEntry("name", "tool")
        .containsEntry("latency_source", "inferred")
        .doesNotContainKeys("args", "result");
  }

  @Test
  void whoIsNotKnownIsADevice() {
    send(List.of(new Turn("q", "a").in("c1").build(), new Turn("q", "a").in("c2").build()));
    Set<Object> devices = new HashSet<>();
    for (Map<String, Object> body : sent()) {
      assertThat(body).doesNotContainKey("user_id");
      devices.add(body.get("device_id"));
    }
    assertThat(devices).hasSize(1);
    assertThat(home.resolve("device-id"))
        .content()
        .contains(String.valueOf(devices.iterator().next()));
  }

  @Test
  void whoWasKnownStaysSoInASession() {
    send(
        List.of(
            event(1, Event.Kind.EVENT, null, "s", Map.of()),
            event(2, Event.Kind.IDENTIFY, "ann", "s", Map.of("traits", Map.of("a", List.of(1)))),
            event(3, Event.Kind.EVENT, null, "s", Map.of()),
            event(4, Event.Kind.EVENT, null, "other", Map.of())));
    assertThat(sent().stream().map(body -> String.valueOf(body.get("user_id"))))
        .containsExactly("null", "null", "ann", "null");
    assertThat(sent().get(1))
        .containsEntry("id", "ann")
        .containsEntry("traits", Map.of("a", "[1]"));
  }

  @Test
  void aConversationHasASessionOfItsOwnWhereNoneIsKnown() {
    send(Entries.turns(12, 3));
    Map<Object, Set<Object>> sessions = new LinkedHashMap<>();
    for (Map<String, Object> body : sent()) {
      sessions
          .computeIfAbsent(body.get("conversation_id"), added -> new HashSet<>())
          .add(body.get("session_id"));
    }
    assertThat(sessions).hasSize(3);
    assertThat(sessions.values()).allMatch(one -> one.size() == 1);
  }

  @Test
  void whoIsSilentIsEnded() {
    VirtualSender sender = send(List.of(new Turn("q", "a").user("ann").build()));
    sender.rest(IDLE.minusMinutes(1));
    assertThat(names()).containsExactly("Conversation Turn");
    sender.rest(Duration.ofMinutes(2));
    assertThat(names()).containsExactly("Conversation Turn", "end_session");
    assertThat(sent().get(1))
        .containsEntry("user_id", "ann")
        .containsEntry("session_id", sent().get(0).get("session_id"));
    sender.offer(List.of(new Turn("q", "a").user("ann").id(Entries.id(2)).build()));
    sender.sendAll();
    assertThat(sent().get(2).get("session_id")).isNotEqualTo(sent().get(0).get("session_id"));
  }

  @Test
  void aSilentConversationOfALivelySessionIsEndedAlone() {
    VirtualSender sender = sender();
    for (int i = 0; i < 4; i++) {
      sender.offer(
          List.of(
              new Turn("q", "a")
                  .id(Entries.id(i))
                  .in(i == 0 ? "c-silent" : "c-lively")
                  .from(Entries.origin("ann", null, "s"))
                  .build()));
      sender.rest(Duration.ofMinutes(12));
    }
    assertThat(names())
        .containsExactly(
            "Conversation Turn",
            "Conversation Turn",
            "Conversation Turn",
            "Conversation Ended",
            "Conversation Turn");
    assertThat(sent().get(3)).containsEntry("conversation_id", "c-silent");
  }

  @Test
  void whoSpeaksWithoutPauseKeepsNobodyOpen() {
    VirtualSender sender = send(List.of(new Turn("q", "a").in("silent").build()));
    for (int i = 0; i < 40; i++) {
      sender.pass(Duration.ofMinutes(1));
      sender.offer(List.of(new Turn("q", "a").id(Entries.id(i)).in("lively").build()));
      sender.sendAll();
    }
    assertThat(names()).containsOnlyOnce("end_session");
  }

  @Test
  void anOutageIsNoSilence() {
    VirtualSender sender = send(List.of(new Turn("q", "a").id(Entries.id(2)).build()));
    server.plan(request -> Reply.of(503, "down"));
    sender.offer(List.of(new Turn("q", "a").id(Entries.id(3)).build()));
    sender.rest(Duration.ofHours(3));
    server.plan(request -> null);
    sender.sendAll();
    assertThat(names()).containsExactly("Conversation Turn", "Conversation Turn");
    sender.rest(IDLE.plusMinutes(1));
    assertThat(names()).endsWith("end_session");
  }

  @Test
  void allThatIsOpenIsEndedAtTheEnd() {
    VirtualSender sender = send(Entries.turns(4, 2));
    sender.finish();
    assertThat(names()).endsWith("end_session", "end_session");
  }

  @Test
  void whatTheApplicationEndsIsNotEndedAgain() {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Turn("q", "a").in("c").from(Entries.origin("ann", null, "s")).build());
    entries.add(
        Entries.event(
            1, Event.Kind.CONVERSATION_END, "c", Entries.origin("ann", null, "s"), null, Map.of()));
    entries.add(event(2, Event.Kind.SESSION_END, "ann", "s", Map.of()));
    VirtualSender sender = send(entries);
    sender.rest(IDLE.multipliedBy(2));
    sender.finish();
    assertThat(names()).containsExactly("Conversation Turn", "Conversation Ended", "end_session");
  }

  @Test
  void anEndThatIsRefusedLosesNoRecord() {
    VirtualSender sender = send(List.of(new Turn("q", "a").in("c1").build()));
    server.plan(request -> request.text().contains("end_session") ? Reply.of(400, "no") : null);
    sender.rest(IDLE.plusMinutes(1));
    assertThat(sender.lines()).hasSize(1);
    sender.offer(List.of(new Turn("q", "a").id(Entries.id(5)).in("c2").build()));
    sender.rest(Duration.ofSeconds(5));
    sender.finish();
    assertThat(sender.counted()).contains("dropped=0");
    assertThat(names()).containsExactly("Conversation Turn", "Conversation Turn");
  }

  @Test
  void whatIsForgottenIsEndedFirst() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 10_010; i++) {
      entries.add(new Turn("q", "a").id(Entries.id(i)).in("c" + i).user("u" + i).build());
    }
    send(entries).rest(Duration.ofSeconds(2));
    assertThat(names().stream().filter("end_session"::equals)).hasSize(10);
    assertThat(sent().stream().filter(body -> "end_session".equals(body.get("type"))))
        .extracting(body -> body.get("user_id"))
        .containsExactly("u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9");
  }

  @Test
  void theLongIsShortAndNothingIsNone() {
    List<Entry> entries = new ArrayList<>(Entries.odd().values());
    entries.addAll(Entries.events());
    entries.addAll(Entries.bareEvents());
    entries.add(
        Entries.event(
            900,
            Event.Kind.EVENT,
            null,
            Entries.origin("👋".repeat(90), "d".repeat(300), "s".repeat(101)),
            "👋".repeat(200),
            Map.of()));
    VirtualSender sender = send(entries);
    sender.finish();
    for (Map<String, Object> body : sent()) {
      for (String id :
          new String[] {"user_id", "device_id", "session_id", "conversation_id", "id"}) {
        if (body.containsKey(id)) {
          assertThat(String.valueOf(body.get(id))).hasSizeBetween(1, 100).isNotEqualTo("None");
        }
      }
      assertThat(body).doesNotContainValue(null);
      String name = String.valueOf(body.getOrDefault("event", "x"));
      assertThat(name.codePointCount(0, name.length())).isBetween(1, 100);
      TurnFacts.map(body.get("properties"))
          .forEach(
              (key, value) ->
                  assertThat(value)
                      .as(key)
                      .isInstanceOfAny(String.class, Number.class, Boolean.class));
    }
    assertThat(names()).contains("👋".repeat(100));
  }

  @Test
  void otherEventsHaveTheirNames() {
    send(Entries.events());
    assertThat(names())
        .containsExactly(
            "Visit",
            "identify",
            "alias",
            "start_session",
            "end_session",
            "Conversation Ended",
            "Conversation Turn",
            "Conversation Turn",
            "Conversation Function",
            "Button Clicked",
            "Feedback",
            "Attachment",
            "Token Usage",
            "name-14");
  }

  @Test
  void outsideOfSessionsUsersAreToldOfDirectly() {
    send(
        List.of(
            event(1, Event.Kind.IDENTIFY, "ann", null, Map.of("traits", Map.of("a", 1))),
            event(2, Event.Kind.ALIAS, "ann", null, Map.of("previous_id", "bob"))));
    assertThat(server.taken().stream().map(Taken::toString))
        .containsExactly(
            "POST /bc/v1/user/identify {\"id\":\"ann\",\"traits\":{\"a\":1}}",
            "POST /bc/v1/user/alias {\"id\":\"ann\",\"previous_id\":\"bob\"}");
  }
}
