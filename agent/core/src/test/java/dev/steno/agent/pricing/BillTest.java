package dev.steno.agent.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Usage;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How a usage and prices become an amount. */
class BillTest {
  private static final PriceTable TABLE = PriceFiles.embedded();

  private static Map<String, Price> prices(String provider, String model) {
    return TABLE.model(Calls.call(provider, null, model, null, null)).prices(Calls.NOW);
  }

  private static Map<String, Price> prices(double... inputThenOutput) {
    Map<String, Price> prices = new HashMap<>();
    String[] names = {"input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok"};
    for (int i = 0; i < inputThenOutput.length; i++) {
      prices.put(names[i], new Price(BigDecimal.valueOf(inputThenOutput[i]), List.of()));
    }
    return prices;
  }

  /** In millionths of a dollar. */
  private static double bill(Usage usage, Map<String, Price> prices) {
    return Bill.of(usage, prices).movePointRight(6).doubleValue();
  }

  private static Usage usage(long input, long output, long read, Map<Billed, Long> billed) {
    return new Usage(input, output, read, null, null, billed);
  }

  @Test
  void audioHasItsOwnPrice() {
    Usage heard = usage(100, 20, 0, Map.of(Billed.AUDIO_INPUT_TOKENS, 90L));
    assertThat(bill(heard, prices("openai", "gpt-4o-transcribe")))
        .isEqualTo(10 * 2.5 + 90 * 6 + 20 * 10);
    Usage spoken = usage(10, 100, 0, Map.of(Billed.AUDIO_OUTPUT_TOKENS, 80L));
    assertThat(bill(spoken, prices("openai", "gpt-audio"))).isEqualTo(10 * 2.5 + 20 * 10 + 80 * 64);
  }

  @Test
  void audioInTheCacheIsCountedOnce() {
    Usage usage =
        usage(
            1000,
            10,
            600,
            Map.of(Billed.AUDIO_INPUT_TOKENS, 700L, Billed.CACHE_READ_AUDIO_INPUT_TOKENS, 500L));
    // Of 700 of audio 500 are cached; so are 100 of text; 200 of each are not.
    assertThat(bill(usage, prices("gcp.gemini", "gemini-3-flash-preview")))
        .isEqualTo(500 * 0.1 + 100 * 0.05 + 200 * 1 + 200 * 0.5 + 10 * 3);
  }

  @Test
  void imagesHaveTheirOwnPrice() {
    Usage usage =
        usage(
            60, 1300, 0, Map.of(Billed.IMAGE_INPUT_TOKENS, 50L, Billed.IMAGE_OUTPUT_TOKENS, 1290L));
    assertThat(bill(usage, prices("gcp.gemini", "gemini-2.5-flash-image")))
        .isEqualTo(60 * 0.3 + 10 * 2.5 + 1290 * 30);
    assertThat(bill(usage, prices("openai", "gpt-image-1")))
        .isEqualTo(10 * 5 + 50 * 10 + 1300 * 40);
  }

  @Test
  void whatIsCachedForAnHourCostsMore() {
    Usage usage =
        new Usage(1000L, 10L, 100L, 800L, null, Map.of(Billed.CACHE_WRITE_1H_INPUT_TOKENS, 300L));
    assertThat(bill(usage, prices("anthropic", "claude-haiku-4-5")))
        .isEqualTo(100 * 1 + 100 * 0.1 + 300 * 2 + 500 * 1.25 + 10 * 5);
  }

  @Test
  void searchesAndCitationsCostWhereTheyHaveAPrice() {
    Usage usage = usage(100, 10, 0, Map.of(Billed.WEB_SEARCHES, 3L, Billed.CITATION_TOKENS, 1000L));
    assertThat(bill(usage, prices("anthropic", "claude-haiku-4-5")))
        .isEqualTo(100 * 1 + 10 * 5 + 3 * 10_000);
    assertThat(bill(usage, prices("perplexity", "sonar-deep-research")))
        .isEqualTo(100 * 2 + 10 * 8 + 1000 * 2 + 3 * 5_000);
    assertThat(bill(usage, prices("openai", "gpt-4o"))).isEqualTo(100 * 2.5 + 10 * 10);
  }

  @Test
  void aPartThatIsBiggerThanItsWholeWasCountedBeside() {
    Usage read = new Usage(10L, 5L, 1000L, null, null);
    assertThat(bill(read, prices(2, 10, 0.5))).isEqualTo(10 * 2 + 1000 * 0.5 + 5 * 10);
    Usage written = new Usage(10L, 5L, 8L, 9L, null);
    assertThat(bill(written, prices(2, 10, 0.5, 3))).isEqualTo(10 * 2 + 8 * 0.5 + 9 * 3 + 5 * 10);
    Usage reasoned = new Usage(10L, 5L, null, null, 6L);
    assertThat(bill(reasoned, prices(2, 10))).isEqualTo(10 * 2 + (5 + 6) * 10);
    Usage spoken = usage(10, 5, 0, Map.of(Billed.AUDIO_OUTPUT_TOKENS, 50L));
    assertThat(bill(spoken, prices("openai", "gpt-audio"))).isEqualTo(10 * 2.5 + 5 * 64);
  }

  @Test
  void whatHasNoPriceHasNoCost() {
    assertThat(Bill.of(new Usage(10L, 5L, null, null, null), prices(2))).isNull();
    assertThat(Bill.of(new Usage(10L, 0L, null, null, null), prices(2))).isNotNull();
    assertThat(Bill.of(new Usage(10L, 5L, null, null, null), Map.of())).isNull();
    assertThat(Bill.of(new Usage(0L, 0L, null, null, null), Map.of())).isNull();
  }

  @Test
  void whatIsNoCountIsNotTold() {
    assertThat(Bill.of(new Usage(null, null, 5L, null, null), prices(2, 10))).isNull();
    assertThat(Bill.of(new Usage(-1L, Long.MAX_VALUE, null, null, null), prices(2, 10))).isNull();
    assertThat(bill(new Usage(-5L, 10L, Long.MIN_VALUE, -1L, -1L), prices(2, 10)))
        .isEqualTo(10 * 10);
  }

  @Test
  void onlyWhatWasToldIsPriced() {
    assertThat(bill(new Usage(10L, null, null, null, null), prices(2, 10))).isEqualTo(10 * 2);
    assertThat(bill(new Usage(0L, 0L, null, null, null), prices(2, 10))).isZero();
  }

  @Test
  void noUsageOfAnyModelCostsLessThanNothing() {
    Random random = new Random(1);
    for (Provider provider : TABLE.providers()) {
      for (Model model : provider.models().all()) {
        for (Rates rates : model.rates()) {
          for (int i = 0; i < 20; i++) {
            Usage usage = anyUsage(random);
            BigDecimal cost = Bill.of(usage, rates.prices());
            if (cost != null) {
              assertThat(cost.signum()).as("%s of %s", usage, model.id()).isNotNegative();
              assertThat(cost.doubleValue()).isFinite();
            }
          }
        }
      }
    }
  }

  private static Usage anyUsage(Random random) {
    Map<Billed, Long> billed = new EnumMap<>(Billed.class);
    for (Billed what : Billed.values()) {
      if (random.nextInt(3) == 0) {
        billed.put(what, anyCount(random));
      }
    }
    return new Usage(
        anyCount(random),
        anyCount(random),
        anyCount(random),
        anyCount(random),
        anyCount(random),
        billed);
  }

  private static Long anyCount(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> Long.MIN_VALUE;
      case 2 -> -random.nextLong(1000);
      case 3 -> 0L;
      case 4 -> 1_000_000_000_000L;
      default -> random.nextLong(400_000);
    };
  }
}
