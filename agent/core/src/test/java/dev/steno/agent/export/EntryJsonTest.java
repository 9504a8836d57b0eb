package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Client;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who an entry comes from, as its line says it. */
class EntryJsonTest {
  private static final Instant AT = Instant.parse("2026-11-20T21:16:49.382645123Z");
  private static final Origin KNOWN =
      new Origin(
          "ann",
          "d-1",
          "8ec2ba71a9cf0e2f802779698e4a2dea",
          "An order",
          "production",
          new Client("203.0.113.7", "Mozilla/5.0", "desktop", "en-US", "web", "/chat"),
          "0af7651916cd43dd8448eb211c80319c",
          "b7ad6b7169203331",
          "019aa-visit",
          properties("tenant", "acme", "seats", 3));

  private static Map<String, Object> properties(Object... pairs) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.put((String) pairs[i], pairs[i + 1]);
    }
    return properties;
  }

  private static String json(Entry entry) {
    return new String(Json.bytes(EntryJson.tree(entry)), StandardCharsets.UTF_8);
  }

  private static Event event(Event.Kind kind, Origin origin, Map<String, Object> fields) {
    return new Event("019aa-event", kind, null, null, AT, origin, null, fields, null);
  }

  @Test
  void anInteractionSaysWhoItComesFrom() {
    Interaction one = Samples.interaction("question").in("c-1", "inbound").from(KNOWN);
    assertThat(json(one))
        .startsWith(
            "{\"schema\":\"steno/1\",\"id\":\"0199-interaction\",\"conversation_id\":\"c-1\","
                + "\"conversation_source\":\"inbound\",\"conversation_name\":\"An order\","
                + "\"session_id\":\"8ec2ba71a9cf0e2f802779698e4a2dea\",\"user_id\":\"ann\","
                + "\"device_id\":\"d-1\",\"environment\":\"production\","
                + "\"started_at\":\"2026-11-20T21:16:49.382645Z\",\"latency_ms\":1234.567,")
        .endsWith(
            "\"properties\":{\"tenant\":\"acme\",\"seats\":3},"
                + "\"client\":{\"ip\":\"203.0.113.7\",\"user_agent\":\"Mozilla/5.0\","
                + "\"device\":\"desktop\",\"language\":\"en-US\",\"source\":\"web\","
                + "\"path\":\"/chat\"},\"visit_id\":\"019aa-visit\","
                + "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\","
                + "\"span_id\":\"b7ad6b7169203331\"}");
  }

  /** The design's example has these; those that are not known are left out, and never null. */
  @Test
  void whatIsNotKnownIsLeftOut() {
    assertThat(EntryJson.tree(Samples.interaction("question")).keySet())
        .containsExactly(
            "schema",
            "id",
            "conversation_id",
            "conversation_source",
            "started_at",
            "latency_ms",
            "time_to_first_chunk_ms",
            "outcome",
            "success",
            "input",
            "output",
            "usage",
            "calls");
    assertThat(json(Samples.interaction("question"))).doesNotContain("null", "\"client\"");
    Client only = new Client(null, null, null, null, null, "/chat");
    Origin path = new Origin(null, null, null, null, null, only, null, null, null, Map.of());
    assertThat(json(Samples.interaction("question").from(path)))
        .endsWith(",\"client\":{\"path\":\"/chat\"}}");
  }

  @Test
  void aVisitSaysWhereAndByWhom() {
    assertThat(json(event(Event.Kind.VISIT, KNOWN.after(null), Map.of())))
        .isEqualTo(
            "{\"schema\":\"steno/1\",\"event\":\"visit\",\"id\":\"019aa-event\","
                + "\"conversation_name\":\"An order\","
                + "\"session_id\":\"8ec2ba71a9cf0e2f802779698e4a2dea\",\"user_id\":\"ann\","
                + "\"device_id\":\"d-1\",\"environment\":\"production\","
                + "\"started_at\":\"2026-11-20T21:16:49.382645Z\","
                + "\"properties\":{\"tenant\":\"acme\",\"seats\":3},"
                + "\"client\":{\"ip\":\"203.0.113.7\",\"user_agent\":\"Mozilla/5.0\","
                + "\"device\":\"desktop\",\"language\":\"en-US\",\"source\":\"web\","
                + "\"path\":\"/chat\"},"
                + "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\","
                + "\"span_id\":\"b7ad6b7169203331\"}");
  }

  @ParameterizedTest
  @EnumSource
  void anEventIsOfItsConversation(Event.Kind kind) {
    Map<String, Object> fields = Map.of("tools", List.of("search"));
    Event one = event(kind, Origin.UNKNOWN, fields);
    assertThat(json(one))
        .isEqualTo(
            "{\"schema\":\"steno/1\",\"event\":\""
                + kind.name().toLowerCase(java.util.Locale.ROOT)
                + "\",\"id\":\"019aa-event\",\"started_at\":\"2026-11-20T21:16:49.382645Z\","
                + "\"tools\":[\"search\"]}");
    assertThat(json(one.in("c-1", "i-1")))
        .contains("\"conversation_id\":\"c-1\",\"interaction_id\":\"i-1\"");
    assertThat(json(one.in("c-1", null))).doesNotContain("interaction_id");
  }
}
