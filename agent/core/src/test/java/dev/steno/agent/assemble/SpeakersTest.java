package dev.steno.agent.assemble;

import static dev.steno.agent.assemble.LinkingTest.CHAT;
import static dev.steno.agent.assemble.LinkingTest.asking;
import static dev.steno.agent.assemble.LinkingTest.asks;
import static dev.steno.agent.assemble.LinkingTest.assistant;
import static dev.steno.agent.assemble.LinkingTest.chat;
import static dev.steno.agent.assemble.LinkingTest.result;
import static dev.steno.agent.assemble.LinkingTest.says;
import static dev.steno.agent.assemble.LinkingTest.toolCall;
import static dev.steno.agent.assemble.LinkingTest.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That users and sessions keep apart what sounds the same, and hold together what is one. */
class SpeakersTest {
  private static final String QUESTION = "Where is my order number 4711?";
  private static final String ANSWER = "It left our house on Monday and comes on Friday.";
  private static final String TOOL = toolCall("call_1", "orders", "{}");

  private final Wire wire = new Wire(Wire.DEFAULTS);

  private Interaction first(String who, String session) {
    return wire.by(who, session).only(CHAT, chat(user(QUESTION)), says(ANSWER));
  }

  private Interaction next(String who, String session) {
    return wire.by(who, session).only(CHAT, history(), says("You are welcome."));
  }

  private static String history() {
    return chat(user(QUESTION), assistant(ANSWER), user("thanks"));
  }

  private static void assertSame(Interaction one, Interaction other) {
    assertThat(other.conversationId()).isEqualTo(one.conversationId());
    assertThat(other.conversationSource()).isEqualTo("inferred");
  }

  private static void assertOther(Interaction one, Interaction other) {
    assertThat(other.conversationId()).isNotEqualTo(one.conversationId());
    assertThat(other.conversationSource()).isEqualTo("new");
  }

  @ParameterizedTest
  @EnumSource(names = "INBOUND", mode = EnumSource.Mode.EXCLUDE)
  void theSameWordsOfAnotherUserAreAnotherConversation(Source source) {
    ScopeFacts ann = ScopeFacts.NONE.with(source, Fact.USER_ID, "ann");
    wire.facts = ann;
    Interaction first = wire.only(CHAT, chat(user(QUESTION)), says(ANSWER));
    wire.facts = ScopeFacts.NONE.with(source, Fact.USER_ID, "bob");
    assertOther(first, wire.only(CHAT, history(), says("other")));
    wire.facts = ann;
    assertSame(first, wire.only(CHAT, history(), says("same")));
  }

  @Test
  void theSameWordsInAnotherSessionAreAnotherConversation() {
    Interaction first = first(null, "s-1");
    assertOther(first, next(null, "s-2"));
    assertSame(first, next(null, "s-1"));
  }

  @Test
  void theSameWordsInTwoSessionsAtOnceAreTwoConversations() {
    for (String who : new String[] {null, "ann"}) {
      Interaction one = first(who, who + "-1");
      Interaction other = first(who, who + "-2");
      assertOther(one, other);
      assertSame(other, next(who, who + "-2"));
      assertSame(one, next(who, who + "-1"));
    }
  }

  @Test
  void whoLogsInAnewGoesOn() {
    Interaction first = first("ann", "s-1");
    assertOther(first, next("bob", "s-2"));
    assertSame(first, next("ann", "s-3"));
  }

  @Test
  void aGuestWhoLogsInGoesOnInTheSameOrANewSession() {
    Interaction guest = first(null, "s-1");
    assertSame(guest, next("ann", "s-1"));
    assertOther(guest, next("bob", "s-1"));
    Wire fresh = new Wire(Wire.DEFAULTS);
    guest = fresh.by(null, "s-1").only(CHAT, chat(user(QUESTION)), says(ANSWER));
    assertSame(guest, fresh.by("ann", "s-2").only(CHAT, history(), says("same")));
    assertOther(guest, fresh.by("bob", "s-3").only(CHAT, history(), says("other")));
  }

  @Test
  void aUserWhoWasThereBeforeIsNoGuestOfAnotherSession() {
    Interaction guest = first(null, "s-1");
    wire.by("ann", "s-2").only(CHAT, chat(user("Something else?")), says("No."));
    assertOther(guest, next("ann", "s-2"));
  }

  @Test
  void whatIsNotKnownElsewhereGoesOnWithAGuest() {
    Interaction guest = first(null, "s-1");
    assertSame(guest, next(null, null));
    assertSame(guest, next(null, "s-1"));
  }

  @Test
  void aLoopIsOfItsFirstCallCompletedByTheOthers() {
    wire.by("ann", null);
    wire.facts = wire.facts.with(Source.HEADER, Fact.CONVERSATION_ID, "c-1");
    wire.call(CHAT, chat(user("go")), asks(TOOL));
    wire.by(null, "s-1");
    wire.facts = wire.facts.with(Source.BAGGAGE, Fact.TRACE_ID, "0af7");
    Interaction one =
        wire.only(CHAT, chat(user("go"), asking(TOOL), result("call_1", "A")), says("done"));
    assertThat(one.calls()).hasSize(3);
    assertThat(one.origin().userId()).isEqualTo("ann");
    assertThat(one.origin().sessionId()).isEqualTo(Given.hashed("s-1"));
    assertThat(one.origin().traceId()).isEqualTo("0af7");
    assertThat(one.conversationId()).isEqualTo("c-1");
    assertThat(one.conversationSource()).isEqualTo("inbound");
  }

  @Test
  void theStrongestWordOfALoopsConversationCounts() {
    wire.facts = ScopeFacts.NONE.with(Source.MDC, Fact.CONVERSATION_ID, "c-1");
    wire.call(CHAT, chat(user("go")), asks(TOOL));
    wire.facts = ScopeFacts.NONE.with(Source.API, Fact.CONVERSATION_ID, "c-2");
    Interaction one =
        wire.only(CHAT, chat(user("go"), asking(TOOL), result("call_1", "A")), says("done"));
    assertThat(one.conversationId()).isEqualTo("c-2");
    assertThat(one.conversationSource()).isEqualTo("api");
  }

  @Test
  void loopsThatSoundTheSameGoOnWithTheirOwn() {
    List<String[]> speakers =
        List.of(
            new String[] {"ann", "s-1"},
            new String[] {"ann", "s-2"},
            new String[] {"bob", "s-3"},
            new String[] {null, "s-4"},
            new String[] {null, "s-5"},
            new String[] {"cid", null});
    for (String[] who : speakers) {
      assertThat(wire.by(who[0], who[1]).call(CHAT, chat(user("go")), asks(TOOL))).isEmpty();
    }
    String results = chat(user("go"), asking(TOOL), result("call_1", "A"));
    for (int i : new int[] {4, 1, 5, 0, 3, 2}) {
      String[] who = speakers.get(i);
      Interaction one = wire.by(who[0], who[1]).only(CHAT, results, says("done"));
      assertThat(one.calls()).hasSize(3);
      assertThat(one.calls().get(0).id()).isEqualTo("call-" + i);
      assertThat(one.origin().userId()).isEqualTo(who[0]);
    }
    assertThat(wire.linking.isWaiting()).isFalse();
  }

  @Test
  void whoIsSomebodyElseGoesOnWithNoLoop() {
    String results = chat(user("go"), asking(TOOL), result("call_1", "A"));
    wire.by("ann", "s-1").call(CHAT, chat(user("go")), asks(TOOL));
    assertThat(wire.by("bob", "s-1").only(CHAT, results, says("other")).calls()).hasSize(1);
    assertThat(wire.by(null, "s-2").only(CHAT, results, says("other")).calls()).hasSize(1);
    List<Interaction> late = wire.linking.expired(wire.nanos + Duration.ofMinutes(6).toNanos());
    assertThat(late).singleElement().extracting(Interaction::outcome).isEqualTo(Outcome.ABANDONED);
    assertThat(late.get(0).origin().userId()).isEqualTo("ann");
  }

  @Test
  void whoIsNotKnownGoesOnWithTheOnlyLoopThatFits() {
    String results = chat(user("go"), asking(TOOL), result("call_1", "A"));
    wire.by("ann", "s-1").call(CHAT, chat(user("go")), asks(TOOL));
    assertThat(wire.by(null, null).only(CHAT, results, says("done")).calls()).hasSize(3);
    wire.by("ann", "s-1").call(CHAT, chat(user("go")), asks(TOOL));
    wire.by("bob", "s-2").call(CHAT, chat(user("go")), asks(TOOL));
    assertThat(wire.by(null, null).only(CHAT, results, says("whose?")).calls()).hasSize(1);
  }
}
