package dev.steno.agent.pricing;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who sells models, by the table.
 *
 * @param id its name in the table
 * @param url what the URL of its API begins with, or null
 * @param names what else it is called, or null
 * @param makes the names of models that are its own, or null
 * @param fallbacks whose prices count for models that it has no price for
 * @param models what it sells
 */
record Provider(
    String id,
    @Nullable Pattern url,
    @Nullable Clause names,
    @Nullable Clause makes,
    List<String> fallbacks,
    Models models) {

  @Nullable Model model(String name) {
    for (Model model : models.all()) {
      if (model.match().matches(name)) {
        return model;
      }
    }
    return null;
  }

  boolean isAt(String host) {
    return url != null && Clause.search(url, "https://" + host + "/", true);
  }

  boolean isCalled(String name) {
    return names != null && names.matches(name);
  }

  boolean makes(String name) {
    return makes != null && makes.matches(name);
  }

  /** This one, with all that the other has and this one has not. */
  Provider over(Provider other) {
    return new Provider(
        id,
        url != null ? url : other.url,
        names != null ? names : other.names,
        makes != null ? makes : other.makes,
        fallbacks.isEmpty() ? other.fallbacks : fallbacks,
        models.over(other.models));
  }
}
