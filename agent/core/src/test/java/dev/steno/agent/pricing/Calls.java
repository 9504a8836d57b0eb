package dev.steno.agent.pricing;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Calls and interactions for tests of prices. */
final class Calls {
  static final Instant NOW = Instant.parse("2026-11-20T21:16:49.382645Z");

  private Calls() {}

  static Call call(String provider, String host, String asked, String answered, Usage usage) {
    return call(provider, host, asked, answered, NOW, usage);
  }

  static Call call(
      String provider, String host, String asked, String answered, Instant when, Usage usage) {
    return new Call(
        "0199-call",
        null,
        "chat",
        provider,
        asked,
        answered,
        null,
        false,
        when,
        1_000_000,
        null,
        null,
        1,
        200,
        host,
        443,
        null,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        usage,
        null,
        Map.of(),
        null,
        Outcome.OK,
        null,
        false,
        List.of("test"));
  }

  static Interaction interaction(Call... calls) {
    return new Interaction(
        "0199-interaction",
        "0199-conversation",
        "new",
        false,
        null,
        NOW,
        1_000_000,
        null,
        Outcome.OK,
        null,
        "question",
        "answer",
        null,
        null,
        List.of(calls),
        Map.of(),
        dev.steno.agent.model.Origin.UNKNOWN);
  }

  static Usage usage(long input, long output) {
    return new Usage(input, output, null, null, null);
  }
}
