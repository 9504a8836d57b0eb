package dev.steno.agent.assemble;

import static dev.steno.agent.assemble.LinkingTest.CHAT;
import static dev.steno.agent.assemble.LinkingTest.assistant;
import static dev.steno.agent.assemble.LinkingTest.chat;
import static dev.steno.agent.assemble.LinkingTest.says;
import static dev.steno.agent.assemble.LinkingTest.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Config;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Interaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which interactions are of one conversation, and which never. */
class ConversationsTest {
  private static final String QUESTION = "Where is my order number 4711?";
  private static final String ANSWER = "It left our house on Monday and comes on Friday.";

  private final Wire wire = new Wire(Wire.DEFAULTS);

  private Interaction first() {
    return wire.only(CHAT, chat(user(QUESTION)), says(ANSWER));
  }

  private Interaction next(String... messages) {
    return wire.only(CHAT, chat(messages), says("next"));
  }

  private static void assertSame(Interaction one, Interaction other) {
    assertThat(other.conversationId()).isEqualTo(one.conversationId());
    assertThat(other.conversationSource()).isEqualTo("inferred");
  }

  private static void assertOther(Interaction one, Interaction other) {
    assertThat(other.conversationId()).isNotEqualTo(one.conversationId());
    assertThat(other.conversationSource()).isEqualTo("new");
  }

  @Test
  void whatBeginsWithQuestionAndAnswerGoesOn() {
    Interaction first = first();
    assertSame(first, next(user(QUESTION), assistant(ANSWER), user("thanks")));
  }

  @Test
  void whiteSpaceAndSystemPromptsDoNotCount() {
    Interaction first = first();
    assertSame(
        first,
        next(
            "{'role':'system','content':'It is 12:01'}",
            user(" Where is\\n my order number 4711?"),
            assistant(ANSWER.replace(" ", "\\u00A0") + "\\n"),
            user("thanks")));
  }

  @Test
  void anotherAnswerIsAnotherConversation() {
    Interaction first = first();
    assertOther(first, next(user(QUESTION), assistant("No idea, sorry about that."), user("why?")));
    assertOther(first, next(user(QUESTION)));
    assertOther(first, next(user(QUESTION), user("thanks")));
    assertOther(first, next(user("What?"), assistant(ANSWER), user("thanks")));
  }

  @Test
  void shortWordsAreNobodysWhenTheBeginningIsCutOff() {
    Interaction before = wire.only(CHAT, chat(user("hi")), says("hello"));
    Interaction first =
        wire.only(
            CHAT, chat(user("hi"), assistant("hello"), user("thanks")), says("You are welcome"));
    assertSame(before, first);
    assertOther(first, next(user("thanks"), assistant("You are welcome"), user("bye")));
    assertSame(
        first, next(assistant("hello"), user("thanks"), assistant("You are welcome"), user("bye")));
  }

  @Test
  void whatTwoConversationsHaveIsNobodys() {
    Interaction ann = first();
    Interaction bob = first();
    Interaction next = next(user(QUESTION), assistant(ANSWER), user("thanks"));
    assertOther(ann, next);
    assertOther(bob, next);
    assertSame(
        next,
        next(user(QUESTION), assistant(ANSWER), user("thanks"), assistant("next"), user("bye")));
  }

  @Test
  void theSameWordsOfAnotherUserAreAnotherConversation() {
    String history = user(QUESTION) + "," + assistant(ANSWER) + "," + user("thanks") + "]}";
    String ann = "{'model':'m','user':'ann','messages':[";
    Interaction first = wire.only(CHAT, ann + user(QUESTION) + "]}", says(ANSWER));
    for (String who : List.of("'user':'bob'", "'safety_identifier':'bob'", "'seed':1")) {
      String request = "{'model':'m'," + who + ",'messages':[" + history;
      assertOther(first, wire.only(CHAT, request, says("other")));
    }
    assertSame(first, wire.only(CHAT, ann + history, says("same")));
  }

  @Test
  void whoLogsInLaterGoesOn() {
    Interaction guest = first();
    String history = user(QUESTION) + "," + assistant(ANSWER) + "," + user("thanks") + "]}";
    String ann = "{'model':'m','user':'ann','messages':[" + history;
    assertSame(guest, wire.only(CHAT, ann, says("same")));
    assertOther(guest, wire.only(CHAT, ann.replace("ann", "bob"), says("other")));
  }

  @Test
  void anAnswerThatWasEditedIsKnownByWhatIsLeftOfIt() {
    String second = "Our driver comes at ten in the morning.";
    Interaction first =
        wire.only(CHAT, chat(user(QUESTION)), says(ANSWER + " " + second + " Ring us."));
    assertSame(first, next(user(QUESTION), assistant("In short: soon. " + second), user("ok")));
  }

  @Test
  void examplesInEveryRequestAreNoHistory() {
    String[] examples = {user(QUESTION), assistant(ANSWER)};
    Interaction one = next(examples[0], examples[1], user("Is this a question of ours?"));
    assertOther(one, next(examples[0], examples[1], user("Is this a question of theirs?")));
    assertOther(
        one,
        next(
            examples[0],
            examples[1],
            user("Is this a question of ours?"),
            assistant("No, and it never was one at all."),
            user("sure?")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'conversation':'c-1'",
        "'conversation':{'id':'c-1'}",
        "'metadata':{'conversation_id':'c-1'}",
        "'chat':{'room':'c-1','secret':'s'}"
      })
  void theRequestNamesItFirst(String field) {
    first();
    String request =
        "{'model':'m',"
            + field
            + ",'messages':["
            + user(QUESTION)
            + ","
            + assistant(ANSWER)
            + ","
            + user("thanks")
            + "]}";
    Interaction named = wire.only(CHAT, request, says("You are very welcome, as ever."));
    assertThat(named.conversationId()).isEqualTo("c-1");
    assertThat(named.conversationSource()).isEqualTo("request");
    assertThat(named.calls().get(0).request().toString()).doesNotContain("secret");
    Interaction next =
        next(user("thanks"), assistant("You are very welcome, as ever."), user("bye"));
    assertSame(named, next);
  }

  @Test
  void whatAFrameworkToldIsKnownHistory() {
    Call call = wire.read(CHAT, chat(user(QUESTION)), says(ANSWER));
    Interaction turn =
        new Interaction(
            "turn",
            "memory-1",
            "framework",
            true,
            "Support",
            Instant.EPOCH,
            1,
            null,
            call.outcome(),
            null,
            QUESTION,
            ANSWER,
            null,
            null,
            List.of(call),
            Map.of(),
            dev.steno.agent.model.Origin.UNKNOWN);
    assertThat(wire.take(List.of(turn))).containsExactly(turn);
    assertSame(turn, next(user(QUESTION), assistant(ANSWER), user("thanks")));
  }

  @Test
  void nothingIsInferredWhenItIsSwitchedOff() {
    Wire off = new Wire(new Config.Linking(300, false, List.of("conversation")));
    Interaction first = off.only(CHAT, chat(user(QUESTION)), says(ANSWER));
    assertOther(
        first,
        off.only(CHAT, chat(user(QUESTION), assistant(ANSWER), user("thanks")), says("next")));
  }

  @Test
  void sameWordedConversationsNeverMerge() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      Wire fresh = new Wire(Wire.DEFAULTS);
      List<List<String>> said = new ArrayList<>();
      Map<String, Set<Integer>> speakers = new HashMap<>();
      for (int who = 0; who < 3; who++) {
        said.add(new ArrayList<>());
      }
      for (int turn = 0; turn < 15; turn++) {
        int who = random.nextInt(3);
        List<String> mine = said.get(who);
        int number = mine.size() / 2;
        mine.add(user(QUESTION + number));
        Interaction one =
            fresh.only(CHAT, chat(mine.toArray(String[]::new)), says(ANSWER + number));
        mine.add(assistant(ANSWER + number));
        speakers.computeIfAbsent(one.conversationId(), added -> new HashSet<>()).add(who);
      }
      assertThat(speakers.values()).allSatisfy(one -> assertThat(one).hasSize(1));
    }
  }

  @Test
  void whatIsRememberedIsBounded() {
    KnownConversations known = new KnownConversations(10);
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      Conversation one = known.of("c-" + random.nextInt(30));
      // Few keys, so that many are shared.
      known.add(1 + random.nextInt(200), one, random.nextBoolean(), random.nextInt(2));
      known.add(1_000L + i, one, true, 0);
    }
    assertThat(known.size()).isEqualTo(10);
    assertThat(known.keys()).isLessThanOrEqualTo(10 * 88);
    for (int i = 0; i < 10; i++) {
      known.of("other-" + i);
    }
    assertThat(known.keys()).isZero();
  }

  @Test
  void theTableKnowsWhatAMapKnows() {
    KeyTable table = new KeyTable();
    Map<Long, Conversation> map = new HashMap<>();
    Random random = new Random(11);
    for (int i = 0; i < 100_000; i++) {
      // Many in a row: what is removed leaves holes in between.
      long key = 1 + random.nextInt(300) + (random.nextInt(3) << 20);
      if (random.nextInt(3) == 0) {
        table.remove(key);
        map.remove(key);
      } else {
        Conversation value = new Conversation("c" + i);
        table.put(key, value);
        map.put(key, value);
      }
      long asked = 1 + random.nextInt(300);
      assertThat(table.get(asked)).isSameAs(map.get(asked));
    }
    assertThat(table.size()).isEqualTo(map.size());
    map.forEach((key, value) -> assertThat(table.get(key)).isSameAs(value));
  }
}
