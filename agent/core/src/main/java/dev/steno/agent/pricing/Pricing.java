package dev.steno.agent.pricing;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what interactions cost; loads the table with the first call that told its usage. For one
 * thread.
 */
public final class Pricing {
  private static final int MOST_FOUND = 256;

  private final String file;
  private final Log log;

  /** What was looked up before, since to find a model takes many patterns. */
  private final Map<Named, @Nullable Model> found = new HashMap<>();

  private @Nullable PriceTable table;
  private boolean broken;

  /** Prices of the table, and of that file; empty for none. */
  public Pricing(String file, Log log) {
    this.file = file;
    this.log = log;
  }

  /** The interaction with all costs that are known. Whatever fails, it is as it was. */
  public Interaction priced(Interaction interaction) {
    if (broken) {
      return interaction;
    }
    try {
      return price(interaction);
    } catch (Throwable failure) {
      broken = table == null;
      log.warn("records have no cost: " + Failures.describe(failure));
      return interaction;
    }
  }

  private Interaction price(Interaction interaction) {
    List<Call> calls = new ArrayList<>(interaction.calls().size());
    Cost sum = null;
    for (Call call : interaction.calls()) {
      Cost cost = cost(call);
      calls.add(cost == null ? call : call.priced(cost));
      if (cost != null) {
        sum = sum == null ? cost : sum.plus(cost);
      }
    }
    return sum == null ? interaction : interaction.priced(calls, sum);
  }

  private @Nullable Cost cost(Call call) {
    Usage usage = call.usage();
    if (usage == null) {
      return null;
    }
    Model model = model(call);
    if (model == null) {
      return null;
    }
    BigDecimal usd = Bill.of(usage, model.prices(call.startedAt()));
    return usd == null ? null : new Cost(usd, model.source());
  }

  private @Nullable Model model(Call call) {
    Named named =
        new Named(call.provider(), call.serverAddress(), call.requestModel(), call.responseModel());
    Model model = found.get(named);
    if (model == null && !found.containsKey(named)) {
      model = table().model(call);
      if (found.size() == MOST_FOUND) {
        found.clear();
      }
      found.put(named, model);
    }
    return model;
  }

  private PriceTable table() {
    PriceTable loaded = table;
    if (loaded == null) {
      loaded = PriceFiles.load(file, log);
      table = loaded;
    }
    return loaded;
  }

  /** Whether the table was needed yet. */
  boolean loaded() {
    return table != null;
  }

  /**
   * All of a call that its model is found by. What a record has of itself starts method handles.
   */
  private record Named(
      @Nullable String provider,
      @Nullable String host,
      @Nullable String requestModel,
      @Nullable String responseModel) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Named named
          && Objects.equals(provider, named.provider)
          && Objects.equals(host, named.host)
          && Objects.equals(requestModel, named.requestModel)
          && Objects.equals(responseModel, named.responseModel);
    }

    @Override
    public int hashCode() {
      return 31 * Objects.hashCode(requestModel) + Objects.hashCode(host);
    }
  }
}
