package dev.steno.agent.export.agentsight;

import static dev.steno.agent.export.Entries.BEGIN;
import static dev.steno.agent.export.Entries.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.Turn;
import dev.steno.agent.export.VendorServer;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A visit opens a conversation, and the first new one in its session uses it. */
@Timeout(120)
class VisitsTest {
  private static final VendorServer SERVER = new VendorServer();
  private static final String VISIT = Keys.visit("s-1");

  @BeforeEach
  void forget() {
    SERVER.reset();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static Entry visit(int second, @Nullable String session, @Nullable String conversation) {
    Origin origin = session == null ? Origin.UNKNOWN : Origins.in(session);
    return new Event(
        id(100 + second),
        Event.Kind.VISIT,
        conversation,
        null,
        BEGIN.plusSeconds(second),
        origin,
        null,
        Map.of(),
        null);
  }

  private static Entry turn(int second, String session, String conversation, String source) {
    return new Turn("q", "a")
        .id(id(second))
        .at(BEGIN.plusSeconds(second))
        .in(conversation)
        .source(source)
        .from(Origins.in(session))
        .build();
  }

  private static List<String> ingested(Entry... entries) {
    Sending sending = Sending.of(SERVER, "ingest").send(entries).assertDelivered();
    List<String> spans = new ArrayList<>();
    for (Map<String, @Nullable Object> span : Decoded.spans(sending.requests())) {
      Map<String, @Nullable Object> attributes = Decoded.map(span.get("attributes"));
      spans.add(span.get("kind") + " " + attributes.get("agentsight.conversation.id"));
    }
    SERVER.reset();
    return spans;
  }

  private static List<String> opened(Entry... entries) {
    List<String> opened = new ArrayList<>();
    for (Taken request : Sending.of(SERVER, "legacy").send(entries).assertDelivered().requests()) {
      if (request.path().equals("/api/conversations/")) {
        opened.add(request.json().get("conversation_id") + " " + request.json().get("is_used"));
      }
    }
    SERVER.reset();
    return opened;
  }

  @Test
  void theFirstInteractionUsesIt() {
    Entry[] entries = {
      visit(1, "s-1", null),
      turn(2, "s-1", "new-1", "new"),
      turn(3, "s-1", "new-1", "inferred"),
      visit(4, "s-1", null),
      turn(5, "s-1", "new-2", "new")
    };
    assertThat(opened(entries)).containsExactly(VISIT + " false", VISIT + " true", "new-2 true");
    assertThat(ingested(entries))
        .containsExactly("conversation " + VISIT, "turn " + VISIT, "turn " + VISIT, "turn new-2");
  }

  @Test
  void aConversationThatIsNamedKeepsItsName() {
    Entry[] entries = {visit(1, "s-1", null), turn(2, "s-1", "support-1", "framework")};
    assertThat(opened(entries)).containsExactly(VISIT + " false", "support-1 true");
    assertThat(ingested(entries)).containsExactly("conversation " + VISIT, "turn support-1");
  }

  @Test
  void aVisitThatIsToldTheNameIsPartOfIt() {
    Entry[] entries = {visit(1, "s-1", "support-1"), turn(2, "s-1", "support-1", "api")};
    assertThat(opened(entries)).containsExactly("support-1 false", "support-1 true");
    assertThat(ingested(entries)).containsExactly("conversation support-1", "turn support-1");
  }

  @Test
  void otherSessionsAreOthers() {
    Entry[] entries = {visit(1, "s-1", null), turn(2, "s-2", "new-1", "new"), visit(3, null, null)};
    assertThat(opened(entries)).containsExactly(VISIT + " false", "new-1 true", id(103) + " false");
    assertThat(ingested(entries))
        .containsExactly("conversation " + VISIT, "turn new-1", "conversation " + id(103));
  }

  @Test
  void whatComesAgainIsPlacedAgainInTheSameWay() {
    Places places = new Places();
    List<Entry> entries =
        List.of(
            visit(1, "s-1", null),
            turn(2, "s-1", "new-1", "new"),
            visit(3, "s-1", null),
            turn(4, "s-1", "new-2", "new"));
    List<@Nullable String> once = new ArrayList<>();
    entries.forEach(entry -> once.add(places.of(entry)));
    assertThat(once).containsExactly(VISIT, VISIT, null, "new-2");
    List<@Nullable String> again = new ArrayList<>();
    entries.forEach(entry -> again.add(places.of(entry)));
    assertThat(again).isEqualTo(once);
  }

  @Test
  void vectorsDoNotUseIt() {
    Entry vectors =
        Unspoken.of(
            new Turn(null, null)
                .id(id(2))
                .in("new-1")
                .from(Origins.in("s-1"))
                .call(Calls.embeddings(id(3), 4))
                .build());
    assertThat(opened(visit(1, "s-1", null), vectors, turn(5, "s-1", "new-2", "new")))
        .containsExactly(VISIT + " false", "new-1 false", VISIT + " true");
  }
}
