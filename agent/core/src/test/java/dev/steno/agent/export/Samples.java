package dev.steno.agent.export;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Interactions for tests of exporters. */
public final class Samples {
  private static final Instant BEGIN = Instant.parse("2026-11-20T21:16:49.382645Z");

  private Samples() {}

  /** One with that input and a short answer. */
  public static Interaction interaction(String input) {
    return interaction(input, List.of());
  }

  static Interaction interaction(String input, List<Object> tools) {
    Usage usage = new Usage(80L, 25L, 40L, null, 5L);
    Call call =
        new Call(
            "0199-call",
            null,
            "chat",
            "openai",
            "gpt-4o",
            "gpt-4o-2024-08-06",
            "chatcmpl-1",
            true,
            BEGIN,
            980_100_000,
            null,
            210_400_000L,
            1,
            200,
            "api.openai.com",
            443,
            null,
            Map.of("temperature", 0.2),
            List.of(),
            List.of(new Message("user", List.of(Part.text(input)), null, null)),
            List.of(new Message("assistant", List.of(Part.text("an answer")), null, "stop")),
            tools,
            List.of("stop"),
            usage,
            null,
            Map.of(),
            null,
            Outcome.OK,
            null,
            false,
            List.of("openai-java"));
    return new Interaction(
        "0199-interaction",
        "0199-conversation",
        "new",
        false,
        null,
        BEGIN,
        1_234_567_000,
        210_400_000L,
        Outcome.OK,
        null,
        input,
        "an answer",
        usage,
        null,
        List.of(call),
        Map.of(),
        dev.steno.agent.model.Origin.UNKNOWN);
  }

  static Interaction failed(String type) {
    Interaction one = interaction("question");
    return new Interaction(
        one.id(),
        one.conversationId(),
        one.conversationSource(),
        one.turn(),
        one.agentName(),
        one.startedAt(),
        one.latencyNanos(),
        null,
        Outcome.ERROR,
        new Failure(type, "slow down", 429),
        one.input(),
        null,
        null,
        null,
        one.calls(),
        one.properties(),
        one.origin());
  }
}
