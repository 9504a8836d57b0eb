package dev.steno.agent.pricing;

import dev.steno.agent.model.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the model, and with it the prices, of a call. */
final class PriceTable {
  /** The conventions' names of providers that the table calls otherwise. */
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("aws.bedrock", "aws"),
          Map.entry("azure.ai.inference", "azure"),
          Map.entry("azure.ai.openai", "azure"),
          Map.entry("gcp.gemini", "google"),
          Map.entry("gcp.gen_ai", "google"),
          Map.entry("gcp.vertex_ai", "google"),
          Map.entry("mistral_ai", "mistral"),
          Map.entry("moonshot_ai", "moonshotai"),
          Map.entry("voyage_ai", "voyageai"),
          Map.entry("x_ai", "x-ai"),
          Map.entry("z_ai", "zai"));

  /** Clouds, which sell what others made for about the makers' prices. */
  private static final Set<String> CLOUDS = Set.of("aws", "azure", "google");

  /** Makers whose models nobody can run but they and the clouds: a gateway leads to them. */
  private static final Set<String> CLOSED =
      Set.of("anthropic", "google", "openai", "voyageai", "x-ai");

  /** Who runs models at no price a token. */
  private static final Set<String> FREE = Set.of("ollama");

  private static final String FREE_MODEL = ":free";
  private static final String HUGGING_FACE = "huggingface";

  private final List<Provider> providers;
  private final Map<String, Provider> byId = new HashMap<>();

  PriceTable(List<Provider> providers) {
    this.providers = providers;
    for (Provider provider : providers) {
      byId.put(provider.id(), provider);
    }
  }

  List<Provider> providers() {
    return providers;
  }

  /** This table's providers and models, and all of the other's that it has not. */
  PriceTable over(PriceTable other) {
    List<Provider> all = new ArrayList<>(providers);
    all.removeIf(provider -> other.byId.containsKey(provider.id()));
    for (Provider provider : other.providers) {
      Provider own = byId.get(provider.id());
      all.add(own == null ? provider : own.over(provider));
    }
    return new PriceTable(all);
  }

  /** The table's name of a provider. */
  static String id(String provider) {
    String name = provider.trim().toLowerCase(Locale.ROOT);
    return OTHER_NAMES.getOrDefault(name, name);
  }

  /** The model of a call, or null when the table does not know it. */
  @Nullable Model model(Call call) {
    String name = id(call.provider() == null ? "" : call.provider());
    Provider seller = seller(call.serverAddress(), name);
    Set<String> models = models(call, seller);
    Model model = seller == null ? routed(name, models) : sold(seller, models);
    return model != null || (seller == null && FREE.contains(name)) ? model : made(seller, models);
  }

  /** Who sells at that host, or is called so. */
  private @Nullable Provider seller(@Nullable String host, String name) {
    if (host != null) {
      String lower = host.toLowerCase(Locale.ROOT);
      Provider there = byId.get(lower);
      for (int i = 0; there == null && i < providers.size(); i++) {
        there = providers.get(i).isAt(lower) ? providers.get(i) : null;
      }
      if (there != null) {
        return there;
      }
    }
    Provider called = byId.get(name);
    for (int i = 0; called == null && i < providers.size(); i++) {
      called = providers.get(i).isCalled(name) ? providers.get(i) : null;
    }
    return called;
  }

  /**
   * What the models of a call may be called in the table, the best first. The one that answered
   * says more than the one that was asked for, but at Bedrock, where only the latter has the
   * region, on which prices depend.
   */
  private static Set<String> models(Call call, @Nullable Provider seller) {
    boolean askedFirst = seller != null && seller.id().equals("aws");
    Set<String> names = new LinkedHashSet<>();
    add(askedFirst ? call.requestModel() : call.responseModel(), names);
    add(askedFirst ? call.responseModel() : call.requestModel(), names);
    return names;
  }

  private static void add(@Nullable String model, Set<String> names) {
    if (model == null) {
      return;
    }
    String name = model.toLowerCase(Locale.ROOT);
    names.add(name);
    String last = name.substring(name.lastIndexOf('/') + 1);
    names.add(last);
    names.add(withoutMaker(last));
  }

  /** {@code claude-v2:1}, of {@code us.anthropic.claude-v2:1}; no version has its digits cut. */
  private static String withoutMaker(String name) {
    int begin = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        begin = i + 1;
      } else if (c != '-' && !(c >= 'a' && c <= 'z')) {
        break;
      }
    }
    return name.substring(begin);
  }

  private @Nullable Model sold(Provider seller, Set<String> names) {
    Model model = first(seller, names);
    for (int i = 0; model == null && i < seller.fallbacks().size(); i++) {
      Provider other = byId.get(seller.fallbacks().get(i));
      model = other == null ? null : first(other, names);
    }
    return model;
  }

  private static @Nullable Model first(Provider provider, Set<String> names) {
    for (String name : names) {
      Model model = provider.model(name);
      if (model != null) {
        return model;
      }
    }
    return null;
  }

  /** Hugging Face's router is asked for {@code model:provider}. */
  private @Nullable Model routed(String name, Set<String> names) {
    for (String model : names) {
      int colon = model.lastIndexOf(':');
      if (name.equals(HUGGING_FACE) && colon > 0) {
        Provider to = byId.get(HUGGING_FACE + '_' + model.substring(colon + 1));
        return to == null ? null : to.model(model.substring(0, colon));
      }
    }
    return null;
  }

  /** The model at its maker's price. */
  private @Nullable Model made(@Nullable Provider seller, Set<String> names) {
    boolean cloud = seller != null && CLOUDS.contains(seller.id());
    for (String name : names) {
      for (Provider maker : providers) {
        boolean allowed = (cloud || CLOSED.contains(maker.id())) && !name.endsWith(FREE_MODEL);
        Model model = allowed && maker.makes(name) ? maker.model(name) : null;
        if (model != null) {
          return model;
        }
      }
    }
    return null;
  }
}
