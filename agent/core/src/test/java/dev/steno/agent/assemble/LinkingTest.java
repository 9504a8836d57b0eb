package dev.steno.agent.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which calls are one interaction, and which are not. */
class LinkingTest {
  static final String CHAT = "/v1/chat/completions";

  private final Wire wire = new Wire(Wire.DEFAULTS);

  static String user(String text) {
    return "{'role':'user','content':'" + text + "'}";
  }

  static String assistant(String text) {
    return "{'role':'assistant','content':'" + text + "'}";
  }

  static String chat(String... messages) {
    return "{'model':'m','messages':[" + String.join(",", messages) + "]}";
  }

  static String says(String text) {
    return "{'id':'chatcmpl-1','choices':[{'index':0,'finish_reason':'stop','message':"
        + assistant(text)
        + "}],'usage':{'prompt_tokens':10,'completion_tokens':5}}";
  }

  static String toolCall(String id, String name, String arguments) {
    return "{'id':'"
        + id
        + "','type':'function','function':{'name':'"
        + name
        + "','arguments':'"
        + arguments.replace("'", "\\\"")
        + "'}}";
  }

  static String asking(String... toolCalls) {
    return "{'role':'assistant','content':null,'tool_calls':[" + String.join(",", toolCalls) + "]}";
  }

  static String asks(String... toolCalls) {
    return "{'id':'chatcmpl-1','choices':[{'index':0,'finish_reason':'tool_calls','message':"
        + asking(toolCalls)
        + "}],'usage':{'prompt_tokens':10,'completion_tokens':5}}";
  }

  static String result(String id, String text) {
    return "{'role':'tool','tool_call_id':'" + id + "','content':'" + text + "'}";
  }

  static List<Detail.Tool> tools(Interaction interaction) {
    return interaction.calls().stream()
        .filter(call -> call.detail() != null)
        .map(call -> (Detail.Tool) call.detail())
        .toList();
  }

  @Test
  void theCallWithTheResultsGoesOnWithTheInteraction() {
    String paris = toolCall("call_1", "weather", "{'city':'Paris'}");
    String rome = toolCall("call_2", "weather", "{'city':'Rome'}");
    assertThat(wire.call(CHAT, chat(user("Paris or Rome?")), asks(paris, rome))).isEmpty();
    assertThat(wire.linking.isWaiting()).isTrue();
    Interaction one =
        wire.only(
            CHAT,
            chat(
                user("Paris or Rome?"),
                asking(paris, rome),
                result("call_2", "hot"),
                result("call_1", "wet")),
            says("Rome."));
    assertThat(wire.linking.isWaiting()).isFalse();
    assertThat(wire.linking.inferred()).isEqualTo(2);
    assertThat(one.input()).isEqualTo("Paris or Rome?");
    assertThat(one.output()).isEqualTo("Rome.");
    assertThat(one.outcome()).isEqualTo(Outcome.OK);
    assertThat(one.usage().inputTokens()).isEqualTo(20);
    assertThat(one.latencyNanos()).isEqualTo(1_500_000_000L);
    assertThat(one.calls())
        .extracting(Call::operation)
        .containsExactly("chat", "execute_tool", "execute_tool", "chat");
    assertThat(tools(one))
        .containsExactly(
            new Detail.Tool("weather", null, "call_1", Map.of("city", "Paris"), "wet", "inferred"),
            new Detail.Tool("weather", null, "call_2", Map.of("city", "Rome"), "hot", "inferred"));
    Call tool = one.calls().get(1);
    assertThat(tool.parentId()).isNull();
    assertThat(tool.startedAt()).isEqualTo(one.calls().get(0).endedAt());
    assertThat(tool.endedAt()).isEqualTo(one.calls().get(3).startedAt());
    assertThat(tool.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void aLoopOfSeveralRoundsIsOneInteraction() {
    String first = toolCall("call_1", "find", "{'q':'a'}");
    String second = toolCall("call_1", "find", "{'q':'b'}");
    assertThat(wire.call(CHAT, chat(user("go")), asks(first))).isEmpty();
    assertThat(
            wire.call(CHAT, chat(user("go"), asking(first), result("call_1", "A")), asks(second)))
        .isEmpty();
    Interaction one =
        wire.only(
            CHAT,
            chat(
                user("go"),
                asking(first),
                result("call_1", "A"),
                asking(second),
                result("call_1", "B")),
            says("done"));
    assertThat(tools(one)).extracting(Detail.Tool::result).containsExactly("A", "B");
    assertThat(one.calls()).hasSize(5);
  }

  @Test
  void conversationsWithTheSameIdsAreToldApartByWhatWasSaid() {
    String call = toolCall("call_1", "orders", "{}");
    for (String who : List.of("Ann", "Bob", "Cid")) {
      assertThat(wire.call(CHAT, chat(user("I am " + who)), asks(call))).isEmpty();
    }
    for (String who : List.of("Cid", "Ann", "Bob")) {
      Interaction one =
          wire.only(
              CHAT,
              chat(user("I am " + who), asking(call), result("call_1", who + "'s")),
              says("Hello " + who));
      assertThat(one.input()).isEqualTo("I am " + who);
      assertThat(one.output()).isEqualTo("Hello " + who);
      assertThat(one.calls()).hasSize(3);
    }
  }

  @Test
  void theSameWordsOfAnotherUserAreAnotherInteraction() {
    String call = toolCall("call_1", "orders", "{}");
    String ann = "{'model':'m','user':'ann','messages':[";
    String bob = "{'model':'m','user':'bob','messages':[";
    assertThat(wire.call(CHAT, ann + user("hi") + "]}", asks(call))).isEmpty();
    String goesOn = user("hi") + "," + asking(call) + "," + result("call_1", "none") + "]}";
    assertThat(wire.only(CHAT, bob + goesOn, says("Bob")).calls()).hasSize(1);
    assertThat(wire.only(CHAT, ann + goesOn, says("Ann")).calls()).hasSize(3);
  }

  @Test
  void resultsOfAnotherQuestionGoOnWithNothing() {
    String call = toolCall("call_1", "orders", "{}");
    assertThat(wire.call(CHAT, chat(user("one")), asks(call))).isEmpty();
    Interaction other =
        wire.only(CHAT, chat(user("two"), asking(call), result("call_1", "none")), says("nothing"));
    assertThat(other.calls()).hasSize(1);
    assertThat(wire.linking.isWaiting()).isTrue();
  }

  @Test
  void anIdThatNobodyElseHasIsEnough() {
    String call = toolCall("call_8RcP2mQx7LkT", "orders", "{}");
    assertThat(wire.call(CHAT, chat(user("With context: … one")), asks(call))).isEmpty();
    Interaction one =
        wire.only(
            CHAT,
            chat(user("one"), asking(call), result("call_8RcP2mQx7LkT", "none")),
            says("nothing"));
    assertThat(one.calls()).hasSize(3);
  }

  @Test
  void aHistoryThatWasAnsweredIsNoLoop() {
    String call = toolCall("call_1", "orders", "{}");
    assertThat(wire.call(CHAT, chat(user("one")), asks(call))).isEmpty();
    String over =
        chat(user("one"), asking(call), result("call_1", "none"), assistant("ok"), user("one"));
    assertThat(wire.only(CHAT, over, says("again")).calls()).hasSize(1);
    assertThat(wire.linking.isWaiting()).isTrue();
  }

  @Test
  void whatComesAfterwardsIsAnInteractionOfItsOwnAndOfTheSameConversation() {
    String call = toolCall("call_1", "orders", "{}");
    wire.call(CHAT, chat(user("Where is my order?")), asks(call));
    Interaction first =
        wire.only(
            CHAT,
            chat(user("Where is my order?"), asking(call), result("call_1", "on its way")),
            says("It is on its way."));
    Interaction second =
        wire.only(
            CHAT,
            chat(
                user("Where is my order?"),
                asking(call),
                result("call_1", "on its way"),
                assistant("It is on its way."),
                user("When does it come?")),
            says("Tomorrow."));
    assertThat(second.calls()).hasSize(1);
    assertThat(second.conversationId()).isEqualTo(first.conversationId());
    assertThat(second.conversationSource()).isEqualTo("inferred");
    Interaction third =
        wire.only(
            CHAT,
            chat(
                user("Where is my order?"),
                assistant("It is on its way."),
                user("When does it come?"),
                assistant("Tomorrow."),
                user("Thanks")),
            says("Welcome"));
    assertThat(third.conversationId()).isEqualTo(first.conversationId());
  }

  @Test
  void whatNobodyGoesOnWithIsAbandoned() {
    String call = toolCall("call_1", "orders", "{}");
    wire.call(CHAT, chat(user("one")), asks(call));
    wire.nanos += Duration.ofMinutes(4).toNanos();
    wire.call(CHAT, chat(user("two")), asks(call));
    assertThat(wire.linking.expired(Duration.ofSeconds(299).toNanos())).isEmpty();
    List<Interaction> late = wire.linking.expired(Duration.ofMinutes(5).toNanos());
    assertThat(late).extracting(Interaction::input).containsExactly("one");
    assertThat(late.get(0).outcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(late.get(0).calls()).hasSize(1);
    assertThat(wire.linking.finish())
        .extracting(Interaction::outcome)
        .containsExactly(Outcome.ABANDONED);
    assertThat(wire.linking.isWaiting()).isFalse();
  }

  @Test
  void whatWaitsIsBoundedAndTheOldestGoesFirst() {
    Wire small = new Wire(Wire.DEFAULTS, 20_000);
    String call = toolCall("call_1", "orders", "{}");
    int out = 0;
    for (int i = 0; i < 100; i++) {
      for (Interaction one : small.call(CHAT, chat(user("question " + i)), asks(call))) {
        assertThat(one.input()).isEqualTo("question " + out++);
        assertThat(one.outcome()).isEqualTo(Outcome.ABANDONED);
      }
    }
    assertThat(out).isBetween(50, 98);
    assertThat(small.linking.finish()).hasSize(100 - out);
  }

  @Test
  void anErrorEndsTheLoop() {
    String call = toolCall("call_8RcP2mQx7LkT", "orders", "{}");
    wire.call(CHAT, chat(user("one")), asks(call));
    String goesOn = chat(user("one"), asking(call), result("call_8RcP2mQx7LkT", "none"));
    Call failed =
        Wire.read(
            "failed",
            Wire.BEGIN.plusSeconds(9),
            CHAT,
            goesOn,
            500,
            "{'error':{'type':'server_error','message':'overloaded'}}");
    Interaction one = wire.take(failed).get(0);
    assertThat(one.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(one.failure().message()).isEqualTo("overloaded");
    assertThat(one.calls()).hasSize(3);
    Interaction again = wire.only(CHAT, goesOn, says("none"));
    assertThat(again.conversationId()).isEqualTo(one.conversationId());
  }

  private static Call measured(String id, int second, String callId) {
    Call call = Wire.read("x", Wire.BEGIN, CHAT, chat(), says(""));
    return new Call(
        id,
        null,
        "execute_tool",
        null,
        null,
        null,
        null,
        false,
        Wire.BEGIN.plusSeconds(second),
        1_000,
        null,
        null,
        1,
        null,
        null,
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        Map.of(),
        new Detail.Tool("orders", null, callId, Map.of(), "seen", "measured"),
        call.outcome(),
        null,
        false,
        List.of("test"));
  }

  @Test
  void aToolThatWasSeenRunningIsNotInferred() {
    String call = toolCall("call_1", "orders", "{}");
    String other = toolCall("call_2", "orders", "{}");
    assertThat(wire.take(measured("before", 0, "call_1")).get(0).calls()).hasSize(1);
    wire.call(CHAT, chat(user("one")), asks(call, other));
    assertThat(wire.take(measured("seen", 0, "call_1"))).isEmpty();
    assertThat(wire.take(measured("elsewhere", 0, "call_3"))).hasSize(1);
    Interaction one =
        wire.only(
            CHAT,
            chat(user("one"), asking(call, other), result("call_1", "a"), result("call_2", "b")),
            says("done"));
    assertThat(tools(one)).extracting(Detail.Tool::result).containsExactlyInAnyOrder("seen", "b");
    assertThat(one.output()).isEqualTo("done");
  }

  @Test
  void ofAnAbandonedLoopWhatCameIsKept() {
    String call = toolCall("call_1", "orders", "{}");
    String answer = asks(call).replace("'content':null", "'content':'Let me see.'");
    wire.call(CHAT, chat(user("one")), answer);
    wire.take(measured("seen", 3, "call_1"));
    Interaction one = wire.linking.finish().get(0);
    assertThat(one.output()).isEqualTo("Let me see.");
    assertThat(one.calls()).hasSize(2);
  }

  @Test
  void aFormThatTheModelHadToFillInIsComplete() {
    String choice = "'tool_choice':{'type':'function','function':{'name':'orders'}},";
    String request = chat(user("one")).replace("'messages'", choice + "'messages'");
    wire.call(CHAT, request, asks(toolCall("call_1", "orders", "{}")));
    assertThat(wire.linking.finish().get(0).outcome()).isEqualTo(Outcome.OK);
  }
}
