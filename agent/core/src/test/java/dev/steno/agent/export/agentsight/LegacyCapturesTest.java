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
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The older protocol sends what AgentSight's own SDKs 0.0.44 and 0.0.15 send. */
@Timeout(120)
class LegacyCapturesTest {
  private static final VendorServer SERVER = new VendorServer();
  private static final String ENDING =
      "/metadata/(model|provider|latency_ms|success|outcome|error)";
  private static final Map<String, String> DIFFERENT =
      Map.of(ENDING, "a message has no field for it: so it is in its metadata");

  private static int number;

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

  private static List<Taken> sent(String environment, Entry... entries) {
    return Sending.of(SERVER, "legacy", environment, true)
        .send(entries)
        .assertDelivered()
        .requests();
  }

  private static List<Captures.Request> captured(String name) {
    return Captures.requests("agentsight/" + name);
  }

  private static void assertAll(String capture, List<Taken> ours, Map<String, String> different) {
    List<Captures.Request> captured = captured(capture);
    assertThat(ours).hasSameSizeAs(captured);
    for (int i = 0; i < captured.size(); i++) {
      assertLike(captured.get(i), ours.get(i), different);
    }
  }

  private static Event event(
      Event.Kind kind, String conversation, String name, Map<String, Object> fields) {
    return event(kind, conversation, name, fields, Origin.UNKNOWN);
  }

  private static Event event(
      Event.Kind kind,
      String conversation,
      String name,
      Map<String, Object> fields,
      Origin origin) {
    number++;
    return Entries.event(number, kind, conversation, origin, name, new LinkedHashMap<>(fields));
  }

  private static Event human(String conversation, String text) {
    return event(Event.Kind.HUMAN_MESSAGE, conversation, "", Map.of("text", text));
  }

  private static Event agent(String conversation, String text) {
    return event(Event.Kind.AGENT_MESSAGE, conversation, "", Map.of("text", text));
  }

  private static Event file(String name, String type, String content, Map<String, Object> fields) {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put("mime_type", type);
    Event event = event(Event.Kind.ATTACHMENT, "c1", name, all);
    return new Event(
        event.id(),
        event.kind(),
        event.conversationId(),
        null,
        event.startedAt(),
        event.origin(),
        event.name(),
        event.fields(),
        content.getBytes(StandardCharsets.UTF_8));
  }

  private static final Map<String, String> DATABASE =
      Map.of(
          "/tools_used/.*",
          "a tool that the agent sees has a name and arguments",
          "/metadata/latency_source",
          "whether the time is measured");

  /** What the agent sees by itself. */
  @Test
  void fullTurnOfAnInteraction() {
    Origin origin =
        Origins.of(
            "user-456",
            "abc123",
            "Password Reset",
            new Client(null, null, "desktop", null, null, null),
            Map.of());
    Turn turn =
        new Turn("How do I reset my password?", "Click 'Forgot Password'.")
            .in("support-123")
            .from(origin)
            .property("message_id", "msg_001")
            .call(Calls.tool(id(2), "database_lookup", "PostgreSQL", "User found", null))
            .call(Calls.llm(id(3), "gpt-4", null, new Usage(100L, 25L, null, null, null)));
    Event button =
        event(
            Event.Kind.BUTTON,
            "support-123",
            "user_confirmation",
            Map.of("label", "Confirm Order", "value", "order_123"));
    Map<String, String> different = new LinkedHashMap<>(DIFFERENT);
    different.putAll(DATABASE);
    different.put("/duration_ms", "as it was measured");
    List<Taken> ours = sent("production", turn.build(), button);
    assertAll("full_turn", ours, different);
    assertThat(ours.get(2).json())
        .containsEntry("tools_used", Map.of("database_lookup", "PostgreSQL"));
    assertThat(Decoded.map(ours.get(3).json().get("metadata")))
        .containsEntry("model", "gpt-4")
        .containsEntry("success", true)
        .containsKey("latency_ms");
  }

  /** What the application tells. */
  @Test
  void fullTurnOfEvents() {
    Origin origin =
        Origins.of(
            "user-456",
            "abc123",
            "Password Reset",
            new Client(null, null, "desktop", null, null, null),
            Map.of());
    Map<String, Object> action =
        Map.of(
            "duration_ms",
            150,
            "tools",
            Map.of("database", "PostgreSQL"),
            "response",
            "User found");
    List<Taken> ours =
        sent(
            "production",
            event(
                Event.Kind.HUMAN_MESSAGE,
                "support-123",
                "",
                Map.of(
                    "text",
                    "How do I reset my password?",
                    "properties",
                    Map.of("message_id", "msg_001")),
                origin),
            event(Event.Kind.ACTION, "support-123", "database_lookup", action, origin),
            event(
                Event.Kind.AGENT_MESSAGE,
                "support-123",
                "",
                Map.of("text", "Click 'Forgot Password'.", "properties", Map.of("model", "gpt-4")),
                origin),
            event(
                Event.Kind.TOKEN_USAGE,
                "support-123",
                "",
                Map.of("input_tokens", 100L, "output_tokens", 25L),
                origin),
            event(
                Event.Kind.BUTTON,
                "support-123",
                "user_confirmation",
                Map.of("label", "Confirm Order", "value", "order_123"),
                origin));
    assertAll("full_turn", ours, Map.of());
  }

  @Test
  void fullTurnOfTheOldest() {
    Origin origin = Origins.of("u1", null, null, Client.UNKNOWN, Map.of("plan", "pro"));
    List<Captures.Request> captured = captured("v0_0_15_full_turn");
    List<Taken> ours =
        sent(
            "production",
            event(
                Event.Kind.HUMAN_MESSAGE,
                "user_123",
                "",
                Map.of(
                    "text",
                    "What is machine learning?",
                    "properties",
                    Map.of("user_type", "premium")),
                origin),
            event(
                Event.Kind.ACTION,
                "user_123",
                "research",
                Map.of("tools", Map.of("search", "enabled")),
                origin),
            event(
                Event.Kind.AGENT_MESSAGE,
                "user_123",
                "",
                Map.of("text", "Machine learning is a subset of AI..."),
                origin));
    for (int i = 0; i < ours.size(); i++) {
      assertLike(captured.get(i), ours.get(i), Map.of("/name", "0.0.15 has none"));
    }
    assertThat(captured.subList(4, 6).stream().map(Captures.Request::path))
        .containsExactly("/api/action_logs/", "/api/buttons/"); // as in full_turn
  }

  @Test
  void actionThatFailed() {
    Map<String, Object> fields =
        Map.of("duration_ms", 12, "error", "card declined", "properties", Map.of("k", 1));
    List<Taken> ours = sent("development", event(Event.Kind.ACTION, "c1", "charge_card", fields));
    assertAll(
        "action_error", ours, and("/(started_at|ended_at)", "known when the duration is known"));
  }

  @Test
  void attachment() {
    Map<String, Object> fields = Map.of("properties", Map.of("source", "upload"));
    List<Taken> ours =
        sent("development", file("report.pdf", "application/pdf", "%PDF-1.4 tiny", fields));
    assertAll("attachments_base64", ours, Map.of());
  }

  @Test
  void largeAttachmentIsAForm() {
    String large = "hello bytes".repeat(7_000);
    Map<String, Object> fields = Map.of("properties", Map.of("source", "upload"));
    List<Taken> ours = sent("development", file("note.txt", "text/plain", large, fields));
    List<Captures.Request> captured = captured("attachments_form_data");
    assertLike(captured.get(0), ours.get(0), Map.of());
    assertThat(ours).hasSameSizeAs(captured);
    assertThat(ours.get(1).path()).isEqualTo(captured.get(1).path());
    assertThat(ours.get(1).headers().get("authorization"))
        .isEqualTo(captured.get(1).headers().get("authorization"));
    String theirs = stable(String.valueOf(captured.get(1).body()), captured.get(1).headers());
    String our = stable(ours.get(1).text(), ours.get(1).headers());
    assertThat(our.replace(large, "hello bytes")).isEqualTo(theirs);
  }

  /** Without the boundary, the time, the conversation's number, and blanks in JSON. */
  private static String stable(String form, Map<String, String> headers) {
    String type = String.valueOf(headers.get("content-type"));
    assertThat(type).startsWith("multipart/form-data; boundary=");
    return form.replace(type.substring(type.indexOf('=') + 1), "boundary")
        .replaceAll("\r\n\r\n[0-9T:.+-]{20,}\r\n", "\r\n\r\n<time>\r\n")
        .replaceAll("\r\n\r\n[0-9]+\r\n", "\r\n\r\n<number>\r\n")
        .replace("\": \"", "\":\"");
  }

  @Test
  void messagesWithAttachments() {
    List<Taken> ours =
        sent(
            "development",
            human("c1", "see file"),
            file("a.pdf", "application/pdf", "%PDF-1.4 tiny", Map.of()),
            agent("c1", "my file"),
            file("b.pdf", "application/pdf", "%PDF-1.4 tiny", Map.of("sender", "agent")),
            human("c1", "raw"));
    List<Captures.Request> captured = captured("message_attachments");
    Map<String, String> different =
        Map.of(
            "/message",
            "no event says which message a file is of",
            "/mode",
            "the SDK leaves it out on messages alone",
            "/conversation",
            "the SDK sends the number as text on messages alone",
            "/conversation_id",
            "the SDK sends the text None with the file of an answer");
    for (int i = 0; i < ours.size(); i++) {
      assertLike(captured.get(i), ours.get(i), different);
    }
    assertThat(ours).hasSize(captured.size() - 1);
    assertThat(ours.subList(2, 6))
        .allSatisfy(one -> assertThat(one.json()).containsEntry("conversation", 700));
    assertThat(ours.get(4).json()).containsEntry("conversation_id", "c1");
  }

  @Test
  void button() {
    Map<String, Object> fields =
        Map.of("label", "Create ticket", "value", "create-ticket", "properties", Map.of("a", 1));
    List<Taken> ours =
        sent("development", event(Event.Kind.BUTTON, "c1", "contact_human_agent", fields));
    assertAll("button", ours, Map.of());
  }

  @Test
  void visit() {
    Client client = new Client("203.0.113.42", null, "desktop", "en-US", "web", null);
    Map<String, Object> page = Map.of("page_url", "https://x/y", "widget_loaded", true);
    Origin origin = Origins.of("user-456", null, "Password Reset", client, page);
    Event visit = event(Event.Kind.VISIT, "support-123", "", Map.of(), origin);
    assertAll("conversation_init_full", sent("production", visit), Map.of());
    SERVER.reset();
    Event bare = event(Event.Kind.VISIT, "support-123", "", Map.of());
    assertAll("conversation_init_minimal", sent("development", bare), Map.of());
  }

  @Test
  void environment() {
    Taken first = sent("staging", human("c1", "q")).get(0);
    assertLike(captured("environment_env_var").get(0), first, Map.of());
  }

  @Test
  void feedback() {
    Map<String, Object> fields =
        Map.of(
            "sentiment", "positive", "comment", "Very helpful!", "properties", Map.of("rating", 5));
    List<Taken> ours = sent("production", event(Event.Kind.FEEDBACK, "conv-123", "", fields));
    assertThat(ours).hasSize(1);
    assertLike(captured("feedback").get(0), ours.get(0), Map.of());
  }

  /** Numbers that count from the beginning are sent as what was added since. */
  @Test
  void tokensOfTwoTurns() {
    Turn one =
        new Turn("q1", "a1")
            .in("c1")
            .call(Calls.llm(id(2), null, null, new Usage(50L, 20L, null, null, null)));
    Turn other =
        new Turn("q2", "a2")
            .id(id(3))
            .in("c1")
            .call(Calls.embeddings(id(4), 7))
            .call(Calls.llm(id(5), null, null, new Usage(30L, 15L, null, null, null)));
    List<Taken> ours = sent("development", one.build(), other.build());
    List<Captures.Request> captured = captured("token_usage_two_sends");
    Map<String, String> different =
        and(
            "/metadata/(prompt_tokens|completion_tokens|total_tokens)",
            "the SDK counts from the beginning and never goes back to 0");
    int[] inTheirOrder = {0, 1, 3, 2, 5, 7, 6};
    assertThat(ours).hasSameSizeAs(inTheirOrder); // the conversation is opened once
    for (int i = 0; i < inTheirOrder.length; i++) {
      assertLike(captured.get(inTheirOrder[i]), ours.get(i), i == 6 ? different : DIFFERENT);
    }
    assertThat(ours.get(6).json())
        .containsEntry(
            "metadata",
            Map.of(
                "prompt_tokens",
                30,
                "completion_tokens",
                15,
                "total_tokens",
                45,
                "embedding_tokens",
                7));
  }

  @Test
  void questionAndAnswerOnly() {
    Turn turn =
        new Turn("and now?", "done")
            .in("support-123")
            .call(Calls.llm(id(2), null, null, new Usage(100L, 25L, null, null, null)));
    List<Taken> ours = sent("development", turn.build());
    List<Captures.Request> captured = captured("question_answer_only");
    Map<String, String> different =
        and("/conversation", "the SDK forgets its number from one send to the next");
    assertLike(captured.get(0), ours.get(1), different);
    assertLike(captured.get(2), ours.get(2), different);
    assertLike(captured.get(1), ours.get(3), different); // the SDK says it before the answer
  }

  @Test
  void severalConversations() {
    List<Taken> ours = sent("development", human("user-2", "yo"), human("user-1", "hi"));
    Map<String, String> different =
        Map.of("/conversation", "the SDK was not told to open the conversation");
    assertLike(captured("multi_conversation").get(0), ours.get(1), different);
    assertLike(captured("multi_conversation").get(1), ours.get(3), different);
  }

  @Test
  void conversationWithoutNumber() {
    SERVER.plan(
        request ->
            request.path().equals("/api/conversations/")
                ? Reply.of(200, "{\"status\":\"ok\"}")
                : null);
    List<Taken> ours = sent("development", human("c1", "q"), agent("c1", "a"));
    assertAll("conversation_response_without_id", ours, Map.of());
  }

  @ParameterizedTest
  @CsvSource({"response_400,400", "response_404,404"})
  void refused(String capture, int status) {
    SERVER.plan(
        request ->
            request.path().equals("/api/track/")
                ? Reply.of(status, "{\"content\":[\"This field may not be blank.\"]}")
                : null);
    Turn turn = new Turn("q", "a").in("c1");
    Sending sending = Sending.of(SERVER, "legacy", "development", true).send(turn.build());
    assertAll(capture, sending.requests(), DIFFERENT);
    assertThat(sending.sender().counted()).contains("dropped.refused");
  }

  /** Any 2xx is success, whatever is in it: the SDK sends it again. */
  @ParameterizedTest
  @CsvSource({"response_202,202,{\"id\":9}", "response_200_non_json,200,<html>ok</html>"})
  void taken(String capture, int status, String body) {
    SERVER.plan(request -> request.path().equals("/api/track/") ? Reply.of(status, body) : null);
    List<Taken> ours = sent("development", new Turn("q", "a").in("c1").build());
    assertThat(ours).hasSize(3);
    List<Captures.Request> captured = captured(capture);
    assertLike(captured.get(0), ours.get(0), Map.of());
    assertLike(captured.get(1), ours.get(1), Map.of());
  }
}
