package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Usage;
import dev.steno.agent.wire.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a record says. */
class InteractionJsonTest {
  private static String json(Interaction interaction) {
    return new String(Json.bytes(InteractionJson.tree(interaction)), StandardCharsets.UTF_8);
  }

  @Test
  void theCostIsTold() {
    Interaction plain = Samples.interaction("question");
    Cost cost = new Cost(new BigDecimal("0.001230"), "genai-prices 2026-08-21");
    Call call = plain.calls().get(0).priced(cost);

    assertThat(json(plain)).doesNotContain("cost");
    assertThat(json(plain.priced(List.of(call), cost.plus(cost))))
        .containsOnlyOnce("\"cost\":{\"usd\":0.00123,\"prices\":\"genai-prices 2026-08-21\"}")
        .containsOnlyOnce("\"cost\":{\"usd\":0.00246,\"prices\":\"genai-prices 2026-08-21\"}");
  }

  @Test
  void whatIsCountedApartIsInTheUsage() {
    Interaction plain = Samples.interaction("question");
    Usage usage =
        new Usage(
            9L,
            null,
            null,
            null,
            null,
            Map.of(Billed.WEB_SEARCHES, 2L, Billed.CACHE_WRITE_1H_INPUT_TOKENS, 5L));
    Interaction heard =
        new Interaction(
            plain.id(),
            plain.conversationId(),
            plain.conversationSource(),
            false,
            null,
            plain.startedAt(),
            1,
            null,
            plain.outcome(),
            null,
            null,
            null,
            usage,
            null,
            List.of(),
            Map.of(),
            dev.steno.agent.model.Origin.UNKNOWN);
    assertThat(json(heard))
        .contains(
            "\"usage\":{\"input_tokens\":9,\"cache_write_1h_input_tokens\":5,\"web_searches\":2}");
  }
}
