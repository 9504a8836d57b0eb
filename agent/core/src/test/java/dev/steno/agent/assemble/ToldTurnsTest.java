package dev.steno.agent.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.steno.agent.config.Speakers;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Source;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.wire.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Turns that are told as a whole, and what names them later. */
class ToldTurnsTest {
  private static final Ending WHOLE =
      new Ending(Ending.How.END_OF_BODY, null, null, 9_000, null, null, 1);

  private final Assembler assembler = new Assembler("", 1 << 20, new Origins(Speakers.NONE));

  private void begin(String id, String parent) {
    assembler.began(id, parent, Kind.AGENT, "api", Instant.EPOCH, ScopeFacts.NONE);
  }

  private Interaction end(String id) {
    Interaction turn = assembler.ended(id, WHOLE, false, false).get(0);
    assembler.eventsIn(turn);
    return turn;
  }

  private static Item.Happened event(
      String parent, String interaction, ScopeFacts facts, byte[] content) {
    return new Item.Happened(
        "e",
        parent,
        interaction,
        Event.Kind.FEEDBACK,
        Instant.EPOCH,
        facts,
        null,
        Map.of(),
        content,
        0);
  }

  private static Item.Happened event(String parent, String interaction) {
    return event(parent, interaction, ScopeFacts.NONE, null);
  }

  @Test
  void aTurnsIdIsTheInteractions() {
    begin("turn", null);
    assertThat(end("turn").id()).isEqualTo("turn");
  }

  @Test
  void itsTimesAreThoseThatWereTold() {
    begin("turn", null);
    assembler.told("turn", Fact.STARTED_AT, 1_500_000L);
    assembler.told("turn", Fact.LATENCY, 77L);
    begin("inner", "turn");
    assembler.told("inner", Fact.LATENCY, 11L);
    assembler.ended("inner", WHOLE, false, false);
    Interaction turn = end("turn");
    assertThat(turn.startedAt()).isEqualTo(Instant.ofEpochMilli(1_500));
    assertThat(turn.latencyNanos()).isEqualTo(77);
    assertThat(turn.calls().get(0).latencyNanos()).isEqualTo(11);
  }

  @Test
  void whatNamesATurnThatIsOverIsInItsConversation() {
    begin("turn", null);
    begin("inner", "turn");
    assembler.ended("inner", WHOLE, false, false);
    Interaction turn = end("turn");
    for (String named : List.of("turn", "inner")) {
      Event event = assembler.happened(event(null, named)).get(0);
      assertThat(event.interactionId()).isEqualTo("turn");
      assertThat(event.conversationId()).isEqualTo(turn.conversationId());
    }
    Event unknown = assembler.happened(event("turn", "of another process")).get(0);
    assertThat(unknown.interactionId()).isEqualTo("of another process");
    assertThat(unknown.conversationId()).isNull();
  }

  @Test
  void whatNamesATurnThatIsOpenWaitsForIt() {
    begin("turn", null);
    begin("other", null);
    assertThat(assembler.happened(event("other", "turn"))).isEmpty();
    Interaction turn = assembler.ended("turn", WHOLE, false, false).get(0);
    assertThat(assembler.eventsIn(turn))
        .extracting(Event::interactionId, Event::conversationId)
        .containsExactly(tuple("turn", turn.conversationId()));
  }

  @Test
  void aConversationThatIsToldIsBelieved() {
    ScopeFacts told = ScopeFacts.NONE.with(Source.API, Scope.Fact.CONVERSATION_ID, "told");
    begin("turn", null);
    begin("inner", "turn");
    Event during = assembler.happened(event("inner", null, told, null)).get(0);
    assertThat(during.conversationId()).isEqualTo("told");
    assertThat(during.interactionId()).isEqualTo("turn");
    assembler.ended("inner", WHOLE, false, false);
    end("turn");
    Event after = assembler.happened(event(null, "turn", told, null)).get(0);
    assertThat(after.conversationId()).isEqualTo("told");
    assertThat(after.interactionId()).isEqualTo("turn");
  }

  @Test
  void ofAnAttachmentTheDigestIsRecorded() {
    Event small = assembler.happened(event(null, null, ScopeFacts.NONE, new byte[1])).get(0);
    assertThat(small.content()).hasSize(1);
    assertThat(small.fields())
        .containsEntry(
            "sha256", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    Event big =
        assembler.happened(event(null, null, ScopeFacts.NONE, new byte[(1 << 20) + 1])).get(0);
    assertThat(big.content()).isNull();
    assertThat(big.fields()).containsKey("sha256");
  }
}
