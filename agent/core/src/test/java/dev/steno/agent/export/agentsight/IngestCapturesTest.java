package dev.steno.agent.export.agentsight;

import static dev.steno.agent.export.Entries.id;
import static dev.steno.agent.export.agentsight.Likeness.assertLike;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.Captures;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Turn;
import dev.steno.agent.export.VendorServer;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The newer protocol sends what AgentSight's own SDK 0.1 sends. */
@Timeout(120)
class IngestCapturesTest {
  private static final VendorServer SERVER = new VendorServer();

  private static final Map<String, String> DIFFERENT =
      Map.of(
          "/sdk/(name|version)|.*/otel/resource/.*|.*/otel/scope/version",
          "another SDK",
          "/conversations/\\d+/environment|.*/attributes/agentsight.conversation.environment",
          "the SDK leaves it out when it is production; here it is always sent",
          ".*/exception.stacktrace",
          "no stack trace is ever recorded");

  private static Map<String, String> and(String path, String why) {
    Map<String, String> different = new LinkedHashMap<>(DIFFERENT);
    different.put(path, why);
    return different;
  }

  @BeforeEach
  void forget() {
    SERVER.reset();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static List<Taken> sent(Entry... entries) {
    return Sending.of(SERVER, "ingest").send(entries).assertDelivered().requests();
  }

  private static void assertAll(String capture, List<Taken> ours, Map<String, String> different) {
    List<Captures.Request> captured = Captures.requests("agentsight/" + capture);
    assertThat(ours).hasSameSizeAs(captured);
    for (int i = 0; i < captured.size(); i++) {
      assertLike(captured.get(i), ours.get(i), different);
    }
  }

  private static Event event(
      Event.Kind kind, String name, Map<String, Object> fields, Origin origin) {
    return Entries.event(1, kind, "wa-3859", origin, name, new LinkedHashMap<>(fields));
  }

  private static Event withContent(Event event, String content) {
    return new Event(
        event.id(),
        event.kind(),
        event.conversationId(),
        event.interactionId(),
        event.startedAt(),
        event.origin(),
        event.name(),
        event.fields(),
        content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void preflight() {
    sent(new Turn("q", "a").build());
    assertLike(
        Captures.requests("agentsight/v01_preflight_me").get(0),
        SERVER.requests().get(0),
        Map.of());
  }

  @Test
  void turnMessages() {
    Client client = new Client("203.0.113.7", null, "mobile", "en", "web", null);
    Origin origin =
        Origins.of("user-456", null, "Order questions", client, Map.of("topic", "delivery"));
    Turn turn =
        new Turn("Where is my order?", "Order A-1 ships tomorrow.")
            .in("wa-3859")
            .from(origin)
            .property("channel", "whatsapp");
    assertAll("v01_turn_messages", sent(turn.build()), DIFFERENT);
  }

  @Test
  void turnWithToolAndModel() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("customer_id", "user-456");
    arguments.put("status", "open");
    Turn turn =
        new Turn("Where is my order?", "Order A-1 ships tomorrow.")
            .in("wa-3859")
            .by("ask")
            .user("user-456")
            .call(Calls.tool(id(2), "search_orders", arguments, List.of(Map.of("id", "A-1")), null))
            .call(
                Calls.llm(
                    id(3),
                    "gpt-4o-mini",
                    "gpt-4o-mini-2024-07-18",
                    new Usage(120L, 45L, 40L, null, 12L)));
    assertAll(
        "v01_turn_tool_llm",
        sent(turn.build()),
        and(".*/agentsight.tool.response(/.*)?", "what Python prints of it; here it is JSON"));
  }

  @Test
  void turnThatFailed() {
    Turn turn =
        new Turn("pay", null)
            .in("wa-3859")
            .by("ask")
            .call(
                Calls.tool(
                    id(2),
                    "charge_card",
                    Map.of("amount", 5),
                    null,
                    new Failure("RuntimeError", "card declined", null)))
            .call(Calls.failed(id(3), "gpt-4o", new Failure("ValueError", "429 rate limit", 429)))
            .failed("TimeoutError", "the model timed out", null);
    assertAll("v01_turn_error", sent(turn.build()), DIFFERENT);
  }

  @Test
  void button() {
    Map<String, Object> fields =
        Map.of(
            "label", "Was this helpful?", "value", "yes", "properties", Map.of("source", "widget"));
    List<Taken> ours = sent(event(Event.Kind.BUTTON, "feedback", fields, Origin.UNKNOWN));
    assertAll("v01_button", ours, DIFFERENT);
  }

  @Test
  void describedAttachment() {
    Map<String, Object> fields = Map.of("mime_type", "application/pdf", "size", 20481);
    List<Taken> ours = sent(event(Event.Kind.ATTACHMENT, "receipt.pdf", fields, Origin.UNKNOWN));
    assertAll("v01_record_attachments", ours, DIFFERENT);
  }

  @Test
  void uploadedAttachment() {
    Map<String, Object> fields = Map.of("mime_type", "application/pdf");
    Event file = event(Event.Kind.ATTACHMENT, "receipt.pdf", fields, Origin.UNKNOWN);
    assertAll("v01_upload_attachments", sent(withContent(file, "%PDF")), DIFFERENT);
  }

  @Test
  void visit() {
    Client client = new Client(null, null, "mobile", null, "web", null);
    Origin origin = Origins.of(null, null, null, client, Map.of());
    List<Taken> ours = sent(event(Event.Kind.VISIT, "", Map.of(), origin));
    assertAll("v01_open_conversation", ours, DIFFERENT);
  }

  @Test
  void metadata() {
    Map<String, Object> traits =
        Map.of("order_id", "A-1", "topic", "delivery", "self_served", false);
    List<Taken> ours =
        sent(event(Event.Kind.IDENTIFY, "", Map.of("traits", traits), Origin.UNKNOWN));
    assertAll("v01_update_metadata", ours, DIFFERENT);
  }

  @Test
  void twoConversations() {
    List<Taken> ours =
        sent(
            new Turn("hi from user-1", "hello").in("user-1").build(),
            new Turn("hi from user-2", "hello").id(id(2)).in("user-2").build());
    assertAll("v01_batch_two_conversations", ours, DIFFERENT);
  }

  @Test
  void compressed() {
    Captures.Request captured = Captures.requests("agentsight/v01_gzip_batch").get(0);
    List<?> spans =
        (List<?>) Decoded.maps(captured.json().get("conversations")).get(0).get("spans");
    List<Entry> turns = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      turns.add(new Turn("q" + i, "a" + i).id(id(i)).in("wa-3859").build());
    }
    assertAll("v01_gzip_batch", sent(turns.toArray(new Entry[0])), DIFFERENT);
  }

  @Test
  void messageOfItsOwn() {
    Map<String, Object> fields = Map.of("text", "Your order shipped this morning.");
    List<Taken> ours = sent(event(Event.Kind.AGENT_MESSAGE, "", fields, Origin.UNKNOWN));
    assertAll("v01_proactive_message", ours, DIFFERENT);
  }

  @Test
  void feedback() {
    Map<String, Object> fields = Map.of("sentiment", "positive", "comment", "Fast and clear.");
    List<Taken> ours = sent(event(Event.Kind.FEEDBACK, "", fields, Origin.UNKNOWN));
    assertAll("v01_feedback", ours, DIFFERENT);
  }

  /** What is sent is what the SDK sends; what follows is better, and in the table of answers. */
  @ParameterizedTest
  @CsvSource({
    "v01_response_400,400",
    "v01_response_403,403",
    "v01_response_429,429",
    "v01_response_503,503"
  })
  void answered(String capture, int status) {
    int[] asked = new int[1];
    SERVER.plan(
        request ->
            request.path().equals("/api/ingest/") && asked[0]++ == 0
                ? Reply.of(status, "{\"conversations\":[{\"index\":1,\"conversation_id\":\"x\"}]}")
                : null);
    Sending sending = Sending.of(SERVER, "ingest");
    List<Taken> ours = sending.send(new Turn("q", null).in("wa-1").build()).requests();
    assertThat(ours).hasSize(status == 400 ? 1 : 2);
    for (Taken one : ours) {
      assertLike(Captures.requests("agentsight/" + capture).get(0), one, DIFFERENT);
      assertThat(one.text()).isEqualTo(ours.get(0).text());
    }
  }
}
