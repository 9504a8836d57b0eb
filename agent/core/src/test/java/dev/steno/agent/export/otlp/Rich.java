package dev.steno.agent.export.otlp;

import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Turn;
import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A call of which all is known, and interactions around it. */
final class Rich {
  static final Usage USAGE =
      new Usage(1_000L, 50L, 400L, 100L, 20L, Map.of(Billed.AUDIO_INPUT_TOKENS, 30L));

  private Rich() {}

  static Call chat(long id, Outcome outcome) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("temperature", 0.2);
    request.put("top_p", 1);
    request.put("top_k", 40);
    request.put("max_completion_tokens", 128L);
    request.put("seed", 7L);
    request.put("stop", "END");
    request.put("n", 2L);
    request.put("reasoning_effort", "low");
    request.put("response_format", "json_schema");
    request.put("service_tier", "flex");
    Map<String, Object> blob = Map.of("modality", "image", "size", 12L, "sha256", "ab");
    return new Call(
        Entries.id(id),
        null,
        "chat",
        "openai",
        "gpt-4o",
        "gpt-4o-2024-08-06",
        "chatcmpl-1",
        true,
        Entries.BEGIN,
        980_100_000,
        100_000_000L,
        210_400_000L,
        2,
        outcome == Outcome.ERROR ? 429 : 200,
        "api.openai.com",
        443,
        "req_1",
        request,
        List.of(Part.text("be kind")),
        List.of(
            new Message("user", List.of(Part.text("hi"), new Part("blob", blob)), "ann", null),
            new Message(
                "assistant", List.of(Part.toolCall("c1", "search", Map.of("q", "x"))), null, null),
            new Message("tool", List.of(Part.toolCallResponse("c1", "found")), null, null)),
        List.of(new Message("assistant", List.of(Part.text("hello")), null, "stop")),
        List.of(
            Map.of(
                "type",
                "function",
                "function",
                Map.of("name", "search", "description", "finds", "parameters", Map.of("a", 1))),
            Map.of("name", "lookup", "input_schema", Map.of("b", 2)),
            Map.of("functionDeclarations", List.of(Map.of("name", "gemini"))),
            Map.of("toolSpec", Map.of("name", "nova", "inputSchema", Map.of("json", Map.of()))),
            Map.of("googleSearch", Map.of())),
        outcome == Outcome.OK ? List.of("stop") : List.of(),
        USAGE,
        new Cost(new BigDecimal("0.0125"), "genai-prices 2026-08-21"),
        Map.of(),
        null,
        outcome,
        outcome == Outcome.ERROR ? new Failure("rate_limit_exceeded", "slow down", 429) : null,
        false,
        List.of("openai-java"));
  }

  /** One call that nobody said is an agent's. */
  static Interaction bare(Outcome outcome, Origin origin) {
    Interaction turn =
        new Turn("hi", "hello").call(chat(2, outcome)).usage(USAGE).from(origin).build();
    return new Interaction(
        turn.id(),
        turn.conversationId(),
        "new",
        false,
        null,
        turn.startedAt(),
        turn.latencyNanos(),
        null,
        outcome,
        outcome == Outcome.ERROR ? new Failure("rate_limit_exceeded", "slow down", 429) : null,
        "hi",
        "hello",
        USAGE,
        null,
        turn.calls(),
        Map.of(),
        origin);
  }

  /** An agent's, with a tool, a search and an agent inside. */
  static Interaction agent(Origin origin) {
    Call search =
        Entries.call(
            Entries.id(14),
            "retrieval",
            null,
            null,
            new Detail.Retrieval("q", List.of(new Detail.Document("d1", 0.5, "text"))),
            Outcome.OK,
            1_000_000);
    return new Turn("hi", "hello")
        .id(Entries.id(10))
        .by("support-bot")
        .from(origin)
        .usage(USAGE)
        .cost(new Cost(new BigDecimal("0.0125"), "genai-prices 2026-08-21"))
        .call(chat(11, Outcome.OK))
        .call(Entries.tool(Entries.id(12), "search", Map.of("q", "x"), List.of("found")))
        .call(Entries.agent(Entries.id(13), "writer", "write", "written"))
        .call(search)
        .call(chat(15, Outcome.OK).in(Entries.id(13)))
        .call(Entries.embeddings(Entries.id(16)).in(Entries.id(14)))
        .property("tenant", "acme")
        .build();
  }
}
