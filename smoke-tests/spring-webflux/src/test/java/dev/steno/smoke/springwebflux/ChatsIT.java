package dev.steno.smoke.springwebflux;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many users say the same words at the same time, and no conversation is taken for another's. */
class ChatsIT {
  private static final List<String> WAYS = List.of("blocking", "stream", "loop");

  @ParameterizedTest
  @MethodSource("dev.steno.smoke.springwebflux.Runs#versions")
  void keepsUsersApart(String version) {
    boolean whole = Runs.NIGHTLY || version.equals("7.0");
    int users = whole ? 50 : 8;
    int turns = whole ? 10 : 4;
    Result result = Runs.chats(version, users, turns);
    for (int i = 0; i < users; i++) {
      assertThat(result.stdout()).contains("user-" + i + " " + 3 * turns + "\n");
    }
    Map<String, List<JsonNode>> chats = new TreeMap<>();
    for (JsonNode line : result.interactions()) {
      // The number is in what is sent to the model, and no reader of it is told who it is.
      int number = line.path("calls").findPath("max_tokens").asInt() - 1000;
      assertThat(line.path("user_id").asText()).as("%s", line).isEqualTo("user-" + number);
      assertThat(line.path("client").path("user_agent").asText())
          .isEqualTo("browser-of-user-" + number);
      String way = line.path("input").asText().split(" ", 2)[0];
      assertThat(line.path("client").path("path").asText()).isEqualTo("/chat/" + way);
      assertThat(line.path("output").asText()).isEqualTo("re: " + line.path("input").asText());
      chats.computeIfAbsent(number + " " + way, added -> new ArrayList<>()).add(line);
    }
    assertThat(chats).hasSize(users * WAYS.size());
    Set<String> conversations = new HashSet<>();
    Map<String, String> sessions = new TreeMap<>();
    chats.forEach((chat, lines) -> check(chat, lines, turns, conversations, sessions));
    assertThat(conversations).hasSize(users * WAYS.size());
    assertThat(new HashSet<>(sessions.values())).hasSize(users);
  }

  private static void check(
      String chat,
      List<JsonNode> lines,
      int turns,
      Set<String> conversations,
      Map<String, String> sessions) {
    String way = chat.substring(chat.indexOf(' ') + 1);
    List<String> words = new ArrayList<>();
    for (int turn = 0; turn < turns; turn++) {
      words.add(way + " " + (turn % 3 == 0 ? "order" : "turn") + " " + turn);
    }
    assertThat(lines.stream().map(line -> line.path("input").asText()))
        .as(chat)
        .containsExactlyElementsOf(words);
    Set<String> ids = new HashSet<>();
    for (JsonNode line : lines) {
      ids.add(line.path("conversation_id").asText());
      String number = chat.substring(0, chat.indexOf(' '));
      String before = sessions.put(number, line.path("session_id").asText("?"));
      assertThat(before == null ? line.path("session_id").asText("?") : before)
          .as("%s", line)
          .isNotEqualTo("?")
          .isEqualTo(line.path("session_id").asText());
    }
    assertThat(ids).as(chat).hasSize(1);
    conversations.addAll(ids);
  }
}
