package dev.steno.agent.export;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What exporters are given in tests. */
public final class Entries {
  /** When the first of them begins. */
  public static final Instant BEGIN = Instant.parse("2026-11-20T21:16:49.382645Z");

  private static final Usage TOKENS = new Usage(80L, 25L, 40L, null, 5L);

  private Entries() {}

  /** A UUID of version 7 with that number in it. */
  public static String id(long number) {
    return new UUID(0x0199_c0de_5678_7000L, 0x8000_0000_0000_0000L | number).toString();
  }

  /**
   * Turns in turn of so many conversations, each with a call to a model, and every third with a
   * tool; what is said in each is {@code m-<number>.}, and answered {@code a-<number>.}
   */
  public static List<Entry> turns(int count, int conversations) {
    List<Entry> turns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Turn turn =
          new Turn("m-" + i + ".", "a-" + i + ".")
              .id(id(1_000L * i))
              .in(id(1_000_000_000L + i % conversations))
              .at(BEGIN.plusMillis(i))
              .user("user-" + i % conversations)
              .usage(TOKENS)
              .call(chat(id(1_000L * i + 1), "gpt-4o", TOKENS));
      if (i % 3 == 0) {
        turn.call(tool(id(1_000L * i + 2), "search", Map.of("q", "t-" + i + "."), "found"));
      }
      turns.add(turn.build());
    }
    return turns;
  }

  /** A call to a model that writes. */
  public static Call chat(String id, @Nullable String model, @Nullable Usage usage) {
    return call(id, "chat", model, usage, null, Outcome.OK, 980_100_000);
  }

  /** A call for vectors. */
  public static Call embeddings(String id) {
    return call(
        id,
        "embeddings",
        "text-embedding-3-small",
        new Usage(12L, null, null, null, null),
        null,
        Outcome.OK,
        50_000_000);
  }

  /** A tool that was run, in 20 ms. */
  public static Call tool(
      String id, @Nullable String name, @Nullable Object arguments, @Nullable Object result) {
    return tool(id, name, arguments, result, 20, "measured");
  }

  /** A tool that was run. */
  public static Call tool(
      String id,
      @Nullable String name,
      @Nullable Object arguments,
      @Nullable Object result,
      long millis,
      String latencySource) {
    Detail tool = new Detail.Tool(name, null, "call_1", arguments, result, latencySource);
    return call(id, "execute_tool", null, null, tool, Outcome.OK, millis * 1_000_000);
  }

  /** An agent that was called. */
  public static Call agent(
      String id, @Nullable String name, @Nullable String input, @Nullable String output) {
    Detail agent = new Detail.Agent(name, input, output, Map.of());
    return call(id, "invoke_agent", null, null, agent, Outcome.OK, 700_000_000);
  }

  /** Any call. */
  public static Call call(
      String id,
      String operation,
      @Nullable String model,
      @Nullable Usage usage,
      @Nullable Detail detail,
      Outcome outcome,
      long latencyNanos) {
    boolean chats = operation.equals("chat");
    return new Call(
        id,
        null,
        operation,
        detail == null ? "openai" : null,
        model,
        model == null ? null : model + "-2024-08-06",
        null,
        chats,
        BEGIN,
        latencyNanos,
        null,
        null,
        1,
        detail == null ? 200 : null,
        detail == null ? "api.openai.com" : null,
        detail == null ? 443 : null,
        null,
        chats ? Map.of("temperature", 0.2) : Map.of(),
        List.of(),
        chats ? List.of(message("user", "a question")) : List.of(),
        chats ? List.of(message("assistant", "an answer")) : List.of(),
        List.of(),
        chats ? List.of("stop") : List.of(),
        usage,
        null,
        Map.of(),
        detail,
        outcome,
        outcome == Outcome.ERROR ? new Failure("timeout", null, null) : null,
        false,
        List.of("openai-java"));
  }

  private static Message message(String role, String text) {
    return new Message(role, List.of(Part.text(text)), null, null);
  }

  /** Something else that happened, of which all is said. */
  public static Event event(
      int number,
      Event.Kind kind,
      @Nullable String conversation,
      Origin origin,
      @Nullable String name,
      Map<String, @Nullable Object> fields) {
    return new Event(
        id(500_000_000L + number),
        kind,
        conversation,
        null,
        BEGIN.plusSeconds(1).plusMillis(number),
        origin,
        name,
        fields,
        null);
  }

  /** Of whom only the user, the device and the session are known; each may be null. */
  public static Origin origin(
      @Nullable String user, @Nullable String device, @Nullable String session) {
    return new Origin(user, device, session, null, null, Client.UNKNOWN, null, null, Map.of());
  }

  /** Of whom everything is known. */
  public static Origin known() {
    Client client =
        new Client("203.0.113.7", "Mozilla/5.0 (X11)", "desktop", "en-US", "web", "/chat");
    return new Origin(
        "user-1",
        "device-1",
        "session-1",
        "Orders",
        "production",
        client,
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "00f067aa0ba902b7",
        Map.of("tenant", "acme"));
  }

  /** One event of each kind, with every field that it may have, of someone wholly known. */
  public static List<Entry> events() {
    List<Entry> events = new ArrayList<>();
    Map<Event.Kind, Map<String, @Nullable Object>> fields = new LinkedHashMap<>();
    fields.put(
        Event.Kind.IDENTIFY, Map.of("traits", Map.of("name", "Ann", "age", 30, "vip", true)));
    fields.put(Event.Kind.ALIAS, Map.of("previous_id", "ann@example.org"));
    fields.put(Event.Kind.SESSION_START, Map.of("attributes", Map.of("origin", "cart")));
    fields.put(Event.Kind.HUMAN_MESSAGE, Map.of("text", "hello?"));
    fields.put(Event.Kind.AGENT_MESSAGE, Map.of("text", "still there?"));
    fields.put(
        Event.Kind.ACTION,
        Map.of("duration_ms", 12, "tools", Map.of("db", "x"), "response", "ok", "error", "no"));
    fields.put(Event.Kind.BUTTON, Map.of("label", "Buy", "value", "1"));
    fields.put(Event.Kind.FEEDBACK, Map.of("sentiment", "positive", "comment", "nice"));
    fields.put(
        Event.Kind.ATTACHMENT, Map.of("mime_type", "text/plain", "size", 4, "sha256", "ab12"));
    fields.put(Event.Kind.TOKEN_USAGE, Map.of("input_tokens", 12L, "output_tokens", 3L));
    fields.put(Event.Kind.EVENT, Map.of("properties", Map.of("n", 1, "nested", Map.of("a", 1))));
    fields.put(Event.Kind.SESSION_END, Map.of("attributes", Map.of("custom", "attribute")));
    int number = 0;
    for (Event.Kind kind : Event.Kind.values()) {
      Map<String, @Nullable Object> known = fields.get(kind);
      events.add(
          event(
              number++, kind, id(77), known(), "name-" + number, known == null ? Map.of() : known));
    }
    return events;
  }

  /** The same with nothing but what they must have. */
  public static List<Entry> bareEvents() {
    List<Entry> events = new ArrayList<>();
    for (Event.Kind kind : Event.Kind.values()) {
      events.add(event(100 + kind.ordinal(), kind, null, Origin.UNKNOWN, null, Map.of()));
    }
    return events;
  }

  /** Interactions of every odd shape, by what is odd. */
  public static Map<String, Interaction> odd() {
    Map<String, Interaction> odd = new LinkedHashMap<>();
    odd.put("nothing said", new Turn(null, null).build());
    odd.put("no calls", new Turn("q", "a").build());
    odd.put("empty", new Turn("", "").call(chat(id(2), "gpt-4o", null)).build());
    odd.put("no output", new Turn("q", null).ended(Outcome.CANCELLED).build());
    odd.put("abandoned", new Turn("q", "half an").ended(Outcome.ABANDONED).build());
    odd.put("failed", new Turn("q", null).failed("rate_limit", "slow down", 429).build());
    odd.put("failed without words", new Turn("q", null).failed("x.Y", null, null).build());
    odd.put("failed half way", new Turn("q", "half").failed("x.Y", "reset", 200).build());
    odd.put("vectors", new Turn(null, null).call(embeddings(id(3))).build());
    odd.put("strange ids", new Turn("q", "a").id("0199-x").in("чат 1/2?\n").build());
    odd.put("long ids", new Turn("q", "a").in("c".repeat(5_000)).user("u".repeat(5_000)).build());
    odd.put("unicode", new Turn("Привет 👋 \"q\"\n\u0000\u2028", "\ud83d lone \udc4b").build());
    odd.put("huge", new Turn("é👋x".repeat(100_000), "z".repeat(700_000)).build());
    odd.put(
        "known",
        new Turn("q", "a")
            .by("support-bot")
            .from(known())
            .usage(TOKENS)
            .cost(new Cost(new BigDecimal("0.00123"), "genai-prices 2026-08-21"))
            .property("text", "t")
            .property("number", 1.5)
            .property("yes", true)
            .property("list", Arrays.asList(1, null, "x"))
            .property("map", Map.of("a", Map.of("b", "c")))
            .call(chat(id(4), "gpt-4o", TOKENS))
            .build());
    odd.put(
        "tools",
        new Turn("q", "a")
            .call(chat(id(5), "gpt-4o", TOKENS))
            .call(tool(id(6), "search", Map.of("status", "open"), List.of(Map.of("id", "A-1"))))
            .call(tool(id(7), null, null, null, 7, "inferred"))
            .call(tool(id(8), "text", "no JSON", "text"))
            .call(chat(id(9), "gpt-4o", TOKENS))
            .build());
    odd.put(
        "agents",
        new Turn("q", "a")
            .call(agent(id(10), "planner", "plan it", "planned"))
            .call(agent(id(11), "writer", "write it", null).in(id(10)))
            .call(tool(id(12), "search", Map.of("q", 1), "found").in(id(11)))
            .call(chat(id(13), "gpt-4o", TOKENS).in(id(11)))
            .call(tool(id(14), "late", null, null).in(id(999)))
            .build());
    odd.put(
        "a tool that failed",
        new Turn("q", null)
            .call(
                call(
                    id(15),
                    "execute_tool",
                    null,
                    null,
                    new Detail.Tool("charge", null, null, Map.of(), null, "measured"),
                    Outcome.ERROR,
                    1_000))
            .failed("x.Y", "boom", null)
            .build());
    odd.put(
        "retrieval",
        new Turn("q", "a")
            .call(
                call(
                    id(16),
                    "retrieval",
                    null,
                    null,
                    new Detail.Retrieval("q", List.of(new Detail.Document(null, 0.5, "text"))),
                    Outcome.OK,
                    1_000))
            .call(
                call(
                    id(17),
                    "guardrail",
                    null,
                    null,
                    new Detail.Guardrail("polite", Map.of("ok", true)),
                    Outcome.OK,
                    0))
            .build());
    return odd;
  }
}
