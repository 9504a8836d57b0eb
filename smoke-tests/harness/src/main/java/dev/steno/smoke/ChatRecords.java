package dev.steno.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What is recorded of {@link ChatUsers}.
 *
 * @param entries all that was recorded, in the order of the lines
 */
public record ChatRecords(List<JsonNode> entries) {
  /**
   * Asserts that at that path everybody has one conversation, which nobody shares, and all of it.
   *
   * @param calls how many model calls each turn takes
   */
  public ChatRecords assertConversations(String path, int calls) {
    Map<String, List<JsonNode>> byUser = byUser(path);
    assertThat(byUser).as("users at %s", path).hasSize(ChatUsers.USERS);
    List<String> words =
        IntStream.range(0, ChatUsers.TURNS).mapToObj(turn -> ChatUsers.words(path, turn)).toList();
    Set<String> conversations = new HashSet<>();
    Set<String> sessions = new HashSet<>();
    for (int user = 0; user < ChatUsers.USERS; user++) {
      String name = ChatUsers.name(user);
      List<JsonNode> turns = byUser.get(name);
      assertThat(turns).as("turns of %s at %s", name, path).isNotNull();
      assertThat(turns.stream().map(turn -> turn.path("input").asText()).toList())
          .as("what %s said at %s", name, path)
          .isEqualTo(words);
      assertThat(turns)
          .as("model calls of %s at %s", name, path)
          .allMatch(turn -> llmCalls(turn) == calls);
      conversations.add(one(turns, "conversation_id"));
      sessions.add(one(turns, "session_id"));
      for (JsonNode turn : turns) {
        assertClient(user, turn.path("client"));
      }
    }
    assertThat(conversations).as("conversations at %s", path).hasSize(ChatUsers.USERS);
    assertThat(sessions).as("sessions at %s", path).hasSize(ChatUsers.USERS);
    return this;
  }

  /** Asserts that each user has one session, in which the page was visited. */
  public ChatRecords assertVisits() {
    Set<String> sessions = new HashSet<>();
    for (int user = 0; user < ChatUsers.USERS; user++) {
      String name = ChatUsers.name(user);
      List<JsonNode> all = entries.stream().filter(entry -> isOf(name, entry)).toList();
      assertThat(all.stream().filter(entry -> entry.path("event").asText().equals("visit")))
          .as("visits of %s", name)
          .hasSize(1);
      sessions.add(one(all, "session_id"));
    }
    assertThat(sessions).as("sessions").hasSize(ChatUsers.USERS);
    return this;
  }

  private Map<String, List<JsonNode>> byUser(String path) {
    Map<String, List<JsonNode>> byUser = new TreeMap<>();
    for (JsonNode entry : entries) {
      if (!entry.has("event") && entry.path("client").path("path").asText().equals(path)) {
        byUser
            .computeIfAbsent(entry.path("user_id").asText(), added -> new ArrayList<>())
            .add(entry);
      }
    }
    Comparator<JsonNode> inTime =
        Comparator.comparing(entry -> Instant.parse(entry.path("started_at").asText()));
    byUser.values().forEach(turns -> turns.sort(inTime));
    return byUser;
  }

  private static boolean isOf(String user, JsonNode entry) {
    return entry.path("user_id").asText().equals(user);
  }

  private static long llmCalls(JsonNode turn) {
    long calls = 0;
    for (JsonNode call : turn.path("calls")) {
      calls += call.path("operation").asText().equals("chat") ? 1 : 0;
    }
    return calls;
  }

  private static String one(List<JsonNode> entries, String field) {
    Set<String> values = new HashSet<>();
    entries.forEach(entry -> values.add(entry.path(field).asText(null)));
    assertThat(values).as("%s of %s", field, entries).hasSize(1).doesNotContainNull();
    return values.iterator().next();
  }

  private static void assertClient(int user, JsonNode client) {
    assertThat(client.path("ip").asText()).isEqualTo(ChatUsers.ip(user));
    assertThat(client.path("device").asText())
        .isEqualTo(ChatUsers.isMobile(user) ? "mobile" : "desktop");
    assertThat(client.path("language").asText()).isEqualTo("fr-CH");
    assertThat(client.path("source").asText()).isEqualTo("web");
  }
}
