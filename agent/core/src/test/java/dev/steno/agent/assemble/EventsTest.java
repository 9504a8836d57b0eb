package dev.steno.agent.assemble;

import static dev.steno.agent.assemble.LinkingTest.CHAT;
import static dev.steno.agent.assemble.LinkingTest.asking;
import static dev.steno.agent.assemble.LinkingTest.asks;
import static dev.steno.agent.assemble.LinkingTest.chat;
import static dev.steno.agent.assemble.LinkingTest.result;
import static dev.steno.agent.assemble.LinkingTest.says;
import static dev.steno.agent.assemble.LinkingTest.toolCall;
import static dev.steno.agent.assemble.LinkingTest.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Event.Kind;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.queue.Item;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of which conversation is what happened around interactions, and which visits were used. */
class EventsTest {
  private static final String TOOL = toolCall("call_1", "orders", "{}");

  private final Wire wire = new Wire(Wire.DEFAULTS);
  private int number;

  private List<Event> happened(Kind kind, String parentId) {
    return happened(kind, parentId, null);
  }

  private List<Event> happened(Kind kind, String parentId, byte[] content) {
    String id = "event-" + number++;
    List<Event> placed = new ArrayList<>();
    wire.assembler
        .happened(
            new Item.Happened(
                id, parentId, null, kind, Wire.BEGIN, wire.facts, null, Map.of(), content, 0))
        .forEach(event -> placed.add(wire.linking.placed(event)));
    return placed;
  }

  private Interaction spoken() {
    return wire.only(CHAT, chat(user("go")), says("done"));
  }

  private Call began(String request, String answer) {
    Call call = wire.read(CHAT, request, answer);
    wire.assembler.began(call.id(), null, wire.facts);
    return call;
  }

  private List<Interaction> ended(Call call) {
    return wire.take(wire.assembler.ended(call));
  }

  @Test
  void whatHappensInACallIsOfItsConversation() {
    Call call = began(chat(user("go")), says("done"));
    assertThat(happened(Kind.FEEDBACK, call.id())).isEmpty();
    assertThat(happened(Kind.IDENTIFY, call.id())).hasSize(1);
    Interaction one = ended(call).get(0);
    assertThat(wire.assembler.eventsIn(one))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.id()).isEqualTo("event-0");
              assertThat(event.conversationId()).isEqualTo(one.conversationId());
              assertThat(event.interactionId()).isEqualTo(one.id());
            });
    assertThat(wire.assembler.eventsIn(one)).isEmpty();
  }

  @Test
  void whatHappensInALoopWaitsForItsEnd() {
    Call first = began(chat(user("go")), asks(TOOL));
    assertThat(happened(Kind.BUTTON, first.id())).isEmpty();
    assertThat(ended(first)).isEmpty();
    Interaction whole =
        wire.only(CHAT, chat(user("go"), asking(TOOL), result("call_1", "A")), says("done"));
    assertThat(wire.assembler.eventsIn(whole))
        .singleElement()
        .extracting(Event::interactionId)
        .isEqualTo(whole.id());
  }

  @Test
  void whatHappensInNoInteractionIsNotLost() {
    Call call = began(chat(user("go")), says("done"));
    assertThat(happened(Kind.EVENT, call.id())).isEmpty();
    assertThat(wire.assembler.dropped(call.id())).isEmpty();
    assertThat(wire.assembler.eventsOutside()).singleElement();
    assertThat(wire.assembler.eventsOutside()).isEmpty();
  }

  @Test
  void whatIsToldIsBelieved() {
    Call call = began(chat(user("go")), says("done"));
    wire.facts = wire.facts.with(Source.API, Fact.CONVERSATION_ID, "c-1");
    assertThat(happened(Kind.FEEDBACK, call.id()))
        .singleElement()
        .extracting(Event::conversationId)
        .isEqualTo("c-1");
  }

  @Test
  void elseItIsTheLastConversationOfItsSession() {
    wire.by("ann", "s-1");
    Interaction last = spoken();
    assertThat(happened(Kind.FEEDBACK, null).get(0).conversationId())
        .isEqualTo(last.conversationId());
    assertThat(happened(Kind.VISIT, null).get(0).conversationId()).isNull();
    wire.by("ann", "s-2");
    assertThat(happened(Kind.FEEDBACK, null).get(0).conversationId()).isNull();
    wire.by(null, null);
    assertThat(happened(Kind.FEEDBACK, null).get(0).conversationId()).isNull();
  }

  @Test
  void tooManyThatWaitAreToldAtOnce() {
    Call call = began(chat(user("go")), says("done"));
    int told = 0;
    for (int i = 0; i < 1_100; i++) {
      told += happened(Kind.EVENT, call.id()).size();
    }
    assertThat(told).isEqualTo(100);
    assertThat(wire.assembler.eventsIn(ended(call).get(0))).hasSize(1_000);
    call = began(chat(user("go")), says("done"));
    assertThat(happened(Kind.EVENT, call.id())).isEmpty();
  }

  @Test
  void soIsWhatIsTooBigToWait() {
    Call call = began(chat(user("go")), says("done"));
    int told = 0;
    for (int i = 0; i < 30; i++) {
      told += happened(Kind.ATTACHMENT, call.id(), new byte[1 << 20]).size();
    }
    assertThat(told).isEqualTo(14);
    assertThat(wire.assembler.eventsIn(ended(call).get(0))).hasSize(16);
    call = began(chat(user("go")), says("done"));
    assertThat(happened(Kind.ATTACHMENT, call.id(), new byte[1 << 20])).isEmpty();
  }

  @Test
  void theFirstInteractionAfterAVisitSaysSo() {
    wire.by(null, "s-1");
    Event visit = happened(Kind.VISIT, null).get(0);
    happened(Kind.VISIT, null);
    assertThat(visit.origin().sessionId()).isEqualTo(Given.hashed("s-1"));
    wire.by(null, "s-2");
    assertThat(spoken().origin().visitId()).isNull();
    wire.by("ann", "s-1");
    assertThat(spoken().origin().visitId()).isEqualTo(visit.id());
    happened(Kind.VISIT, null);
    assertThat(spoken().origin().visitId()).isNull();
  }
}
