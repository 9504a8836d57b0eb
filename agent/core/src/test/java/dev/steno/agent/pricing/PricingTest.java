package dev.steno.agent.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Log;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Interaction;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** When prices are loaded, and what of an interaction they change. */
class PricingTest {
  private final Pricing pricing = new Pricing("", new Log(System.err, false));

  @Test
  void nothingIsLoadedBeforeTheFirstUsage() {
    Interaction silent =
        Calls.interaction(Calls.call("openai", "api.openai.com", "gpt-4o", null, null));
    assertThat(pricing.priced(silent)).isSameAs(silent);
    assertThat(pricing.loaded()).isFalse();

    pricing.priced(
        Calls.interaction(
            Calls.call("openai", "api.openai.com", "gpt-4o", null, Calls.usage(1, 1))));
    assertThat(pricing.loaded()).isTrue();
  }

  @Test
  void anInteractionCostsWhatItsCallsCostOfWhichThatIsKnown() {
    Call embedding =
        Calls.call("openai", null, "text-embedding-3-small", null, Calls.usage(1_000_000, 0));
    Call chat = Calls.call("openai", null, "gpt-4o", null, Calls.usage(1_000_000, 100_000));
    Call unknown = Calls.call("openai", null, "gpt-99", null, Calls.usage(1, 1));
    Interaction priced = pricing.priced(Calls.interaction(embedding, chat, unknown));

    assertThat(priced.calls().get(0).cost().usd()).isEqualTo(new BigDecimal("0.02"));
    assertThat(priced.calls().get(1).cost().usd()).isEqualTo(new BigDecimal("3.5"));
    assertThat(priced.calls().get(2)).isSameAs(unknown);
    assertThat(priced.cost().usd()).isEqualTo(new BigDecimal("3.52"));
    assertThat(priced.input()).isEqualTo("question");
    assertThat(priced.calls().get(1).usage()).isEqualTo(chat.usage());
  }

  @Test
  void anUnknownModelHasNoCost() {
    Interaction unknown =
        Calls.interaction(Calls.call("openai", null, "gpt-99", null, Calls.usage(1, 1)));
    assertThat(pricing.priced(unknown)).isSameAs(unknown);
  }

  @Test
  void whatWasFoundForOneCallIsNotTakenForAnother() {
    for (int i = 0; i < 300; i++) {
      assertThat(priceOf("openai", "api.openai.com", "gpt-4o", null)).isEqualTo("2.5");
      assertThat(priceOf("openai", "api.openai.com", "gpt-4o", "gpt-4o-mini")).isEqualTo("0.15");
      assertThat(priceOf("openai", "api.openai.com", "gpt-4o-mini", null)).isEqualTo("0.15");
      assertThat(priceOf("openai", null, "gpt-none-" + i, null)).isNull();
      assertThat(priceOf("ollama", "localhost", "gpt-4o", null)).isNull();
    }
  }

  private String priceOf(String provider, String host, String asked, String answered) {
    Call call = Calls.call(provider, host, asked, answered, Calls.usage(1_000_000, 0));
    Cost cost = pricing.priced(Calls.interaction(call)).cost();
    return cost == null ? null : cost.usd().toPlainString();
  }
}
