package dev.steno.agent.export.agentsight;

import static dev.steno.agent.export.Entries.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Turn;
import dev.steno.agent.export.VendorServer;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.model.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch of which something is refused: all else arrives, once and in order. */
@Timeout(120)
class IngestRefusedTest {
  private static final VendorServer SERVER = new VendorServer();

  @BeforeEach
  void forget() {
    SERVER.reset();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  /** So many turns, in conversations c0, c1, … in turn; they say q0, q1, … */
  private static List<Entry> turns(int count, int conversations) {
    List<Entry> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Turn turn = new Turn("q" + i, null).id(id(i)).in("c" + i % conversations);
      turns.add(turn.call(Calls.embeddings(id(1_000 + i), 1)).build());
    }
    return turns;
  }

  private static List<String> conversations(Taken request) {
    return Decoded.blocks(request).stream()
        .map(block -> String.valueOf(block.get("conversation_id")))
        .toList();
  }

  private static List<String> said(List<Taken> requests) {
    List<String> said = new ArrayList<>();
    for (Map<String, @Nullable Object> span : Decoded.spans(requests)) {
      if (!"turn".equals(span.get("kind"))) {
        continue;
      }
      Object attributes = Decoded.maps(span.get("events")).get(0).get("attributes");
      said.add(String.valueOf(Decoded.map(attributes).get("agentsight.message.content")));
    }
    return said;
  }

  /** Refuses batches as AgentSight does, and names at most so many conversations at once. */
  private static @Nullable Reply refusing(Taken request, Set<String> bad, int most) {
    if (!request.path().equals("/api/ingest/")) {
      return null;
    }
    List<String> sent = conversations(request);
    StringBuilder named = new StringBuilder();
    int count = 0;
    for (int i = 0; i < sent.size(); i++) {
      if (bad.contains(sent.get(i)) && count++ < most) {
        named
            .append(named.length() == 0 ? "" : ",")
            .append("{\"index\":" + i + ",\"conversation_id\":\"" + sent.get(i) + "\",")
            .append("\"errors\":{\"environment\":[\"Unknown environment: 'staging'.\"]}}");
      }
    }
    return count == 0
        ? null
        : Reply.of(
            400,
            "{\"detail\":\"failed validation. Nothing was written\",\"conversations\":["
                + named
                + "]"
                + (count > most ? ",\"truncated\":true}" : "}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void theNamedConversationsAreSetAside(int mostNamed) {
    SERVER.plan(request -> refusing(request, Set.of("c1", "c3", "c4"), mostNamed));
    Sending sending = Sending.of(SERVER, "ingest").send(turns(60, 6));
    assertThat(sending.sender().counted())
        .isEqualTo("captured=60 delivered.vendor=30 dropped.refused.vendor=30 linked=0");
    List<Taken> taken =
        SERVER.taken().stream().filter(one -> one.path().equals("/api/ingest/")).toList();
    assertThat(taken).hasSize(1);
    assertThat(conversations(taken.get(0))).containsExactly("c0", "c2", "c5");
    assertThat(said(taken)).hasSize(30).doesNotHaveDuplicates();
    assertThat(sending.sender().lines().get(0))
        .contains("/api/ingest/ answered 400")
        .doesNotContain("staging");
    assertThat(sending.sender().health().errors().last().get(0))
        .contains("Unknown environment: 'staging'.");
    assertThat(sending.requests()).hasSize(mostNamed == 1 ? 4 : mostNamed == 2 ? 3 : 2);
  }

  @Test
  void aNumberThatIsAnotherConversationIsNotBelieved() {
    boolean[] isSaid = new boolean[1];
    SERVER.plan(
        request -> {
          boolean first = request.path().equals("/api/ingest/") && !isSaid[0];
          isSaid[0] |= first;
          return first
              ? Reply.of(400, "{\"conversations\":[{\"index\":0,\"conversation_id\":\"c2\"}]}")
              : null;
        });
    Sending.of(SERVER, "ingest").send(turns(3, 3));
    assertThat(said(SERVER.taken())).containsExactly("q0", "q1");
  }

  @Test
  void whatIsKnownToBeRefusedIsNotSentAgainAfterAPause() {
    int[] batches = new int[1];
    SERVER.plan(
        request ->
            request.path().equals("/api/ingest/") && ++batches[0] == 2
                ? Reply.of(503, "later")
                : refusing(request, Set.of("c1"), 9));
    Sending sending = Sending.of(SERVER, "ingest").send(turns(4, 2));
    List<Taken> requests = sending.requests();
    assertThat(requests).hasSize(3);
    assertThat(conversations(requests.get(1))).containsExactly("c0");
    assertThat(requests.get(2).text()).isEqualTo(requests.get(1).text());
    assertThat(sending.sender().waits()).hasSize(1);
    assertThat(said(SERVER.taken())).containsExactly("q0", "q2");
  }

  /** Nothing is named: so it is looked for. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 57, 99})
  void onePoisonedRecordIsLostAlone(int poisoned) {
    SERVER.plan(
        request ->
            request.text().contains("\"q" + poisoned + "\"")
                ? Reply.of(400, "{\"detail\":\"no\"}")
                : null);
    Sending sending = Sending.of(SERVER, "ingest").send(turns(100, 3));
    assertThat(said(SERVER.taken())).hasSize(99).doesNotHaveDuplicates();
    assertThat(sending.sender().lines()).hasSize(1);
    assertThat(sending.requests()).hasSizeLessThan(25);
  }

  @Test
  void whatIsTooLargeIsSplit() {
    SERVER.plan(request -> request.body().length > 60_000 ? Reply.of(413, "") : null);
    Sending sending = Sending.of(SERVER, "ingest").send(Entries.turns(400, 10));
    sending.assertDelivered();
    assertThat(Decoded.spans(SERVER.taken())).hasSize(400 + 400 + 134);
    assertThat(sending.requests().stream().filter(one -> !one.taken())).hasSizeLessThan(6);
  }

  /** One that has too many calls goes in parts; one with too large a call is lost. */
  @Test
  void anInteractionIsSplitToo() {
    Turn large = new Turn("q", "a").in("c");
    for (int i = 1; i <= 1_300; i++) {
      large.call(Calls.llm(id(i), "gpt-4o", null, null));
    }
    Entry after = new Turn("later", null).id(id(5_000)).in("c").build();
    Sending sending =
        Sending.of(SERVER, "ingest").send(large.id(id(4_000)).build(), after).assertDelivered();
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (Taken request : sending.requests()) {
      List<Map<String, @Nullable Object>> spans = Decoded.spans(List.of(request));
      assertThat(spans).hasSizeLessThanOrEqualTo(512);
      spans.forEach(span -> ids.merge(String.valueOf(span.get("span_id")), 1, Integer::sum));
    }
    assertThat(ids).hasSize(1_302).containsValue(1).doesNotContainValue(2);
  }

  @Test
  void partsOfAnInteractionAreNotSentAgain() {
    Turn large = new Turn("q", "a").in("c").id(id(4_000));
    for (int i = 1; i <= 1_300; i++) {
      large.call(Calls.llm(id(i), "gpt-4o", null, null));
    }
    int[] batches = new int[1];
    SERVER.plan(
        request ->
            request.path().equals("/api/ingest/") && ++batches[0] == 2
                ? Reply.of(503, "later")
                : null);
    Sending.of(SERVER, "ingest").send(large.build());
    assertThat(Decoded.spans(SERVER.taken()))
        .hasSize(1_301)
        .extracting(span -> span.get("span_id"))
        .doesNotHaveDuplicates();
  }
}
