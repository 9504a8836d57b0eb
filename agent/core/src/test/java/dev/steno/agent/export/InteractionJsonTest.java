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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

  @Test
  void aTimeHasSixDigitsOfASecond() {
    DateTimeFormatter formatter =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    assertThat(InteractionJson.time(Instant.parse("2026-11-20T09:08:07.000045999Z")))
        .isEqualTo("2026-11-20T09:08:07.000045Z");
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long second = random.nextInt(20) == 0 ? random.nextLong() >> 24 : random.nextLong() >> 31;
      Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
      assertThat(InteractionJson.time(instant)).isEqualTo(formatter.format(instant));
    }
  }
}
