package dev.steno.agent.pricing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The models of a provider. Those in the jar are read when one is asked for: an application talks
 * to one provider or two, and the JVM that reads them may just be about to end.
 */
final class Models {
  private final String source;
  private @Nullable String unread;
  private List<Model> models;

  private Models(String source, @Nullable String unread, List<Model> models) {
    this.source = source;
    this.unread = unread;
    this.models = models;
  }

  /** These. */
  static Models of(List<Model> models) {
    return new Models("", null, List.copyOf(models));
  }

  /** Those that a JSON list will have, of the table of that name. */
  static Models in(String json, String source) {
    return new Models(source, json, List.of());
  }

  /** All of them; the first that matches counts. */
  List<Model> all() {
    String json = unread;
    if (json != null) {
      try {
        models = PriceReader.models(json, source);
      } catch (IOException | BadPrices damaged) {
        throw new IllegalStateException("the table of prices in the jar is damaged", damaged);
      }
      unread = null;
    }
    return models;
  }

  /** These, and after them the other ones that have another id. */
  Models over(Models other) {
    Set<String> own = new HashSet<>();
    for (Model model : all()) {
      own.add(model.id().toLowerCase(Locale.ROOT));
    }
    List<Model> both = new ArrayList<>(all());
    for (Model model : other.all()) {
      if (!own.contains(model.id().toLowerCase(Locale.ROOT))) {
        both.add(model);
      }
    }
    return of(both);
  }
}
