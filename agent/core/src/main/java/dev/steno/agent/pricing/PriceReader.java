package dev.steno.agent.pricing;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads a table in the format of genai-prices, and says what is wrong with it. */
final class PriceReader {
  private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000);
  private static final int MOST_DIGITS = 18;
  private static final String A_PRICE =
      ": write US dollars, as 0.15, or {\"base\": 0.15, \"tiers\": [{\"start\": 200000, \"price\":"
          + " 0.3}]}";

  private final String source;

  private PriceReader(String source) {
    this.source = source;
  }

  /** The table; {@code source} is what records say where its prices come from. */
  static PriceTable read(InputStream in, String source) throws IOException, BadPrices {
    return new PriceReader(source).table(PriceJson.read(in));
  }

  /** A provider as {@link PriceTableWriter} writes it. */
  static Provider provider(String line, String source) throws IOException, BadPrices {
    int tab = line.indexOf('\t');
    Object tree = PriceJson.read(line.substring(0, tab));
    return new PriceReader(source)
        .provider(map(tree, "the table"), "", Models.in(line.substring(tab + 1), source));
  }

  /** The models of a provider, as they are written there. */
  static List<Model> models(String json, String source) throws IOException, BadPrices {
    return new PriceReader(source).models(PriceJson.read(json), "the table");
  }

  private PriceTable table(@Nullable Object tree) throws BadPrices {
    List<Provider> providers = new ArrayList<>();
    for (Map<String, @Nullable Object> provider : maps(tree, "the file", "providers")) {
      String number = "provider number " + (providers.size() + 1);
      String where = "provider " + PriceTable.id(id(provider, number));
      Models models = Models.of(models(provider.get("models"), where));
      providers.add(provider(provider, number, models));
    }
    return new PriceTable(List.copyOf(providers));
  }

  private List<Model> models(@Nullable Object tree, String where) throws BadPrices {
    List<Model> models = new ArrayList<>();
    for (Map<String, @Nullable Object> model : maps(tree, where, "models")) {
      models.add(model(model, where, models.size() + 1));
    }
    return models;
  }

  private Provider provider(Map<String, @Nullable Object> tree, String number, Models models)
      throws BadPrices {
    String id = PriceTable.id(id(tree, number));
    String where = "provider " + id;
    List<String> fallbacks = new ArrayList<>();
    if (tree.get("fallback_model_providers") instanceof List<?> ids) {
      for (Object other : ids) {
        fallbacks.add(PriceTable.id(String.valueOf(other)));
      }
    }
    return new Provider(
        id,
        tree.get("api_pattern") instanceof String url ? pattern(url, where) : null,
        clause(tree.get("provider_match"), where),
        clause(tree.get("model_match"), where),
        List.copyOf(fallbacks),
        models);
  }

  private Model model(Map<String, @Nullable Object> tree, String provider, int number)
      throws BadPrices {
    String id = id(tree, provider + ", model number " + number);
    String where = provider + ", model " + id;
    Clause match = clause(tree.get("match"), where);
    return new Model(
        id,
        match != null ? match : new Clause.Same(id.toLowerCase(Locale.ROOT)),
        rates(tree.get("prices"), where),
        source);
  }

  private static List<Rates> rates(@Nullable Object tree, String where) throws BadPrices {
    if (tree instanceof Map<?, ?>) {
      return List.of(new Rates(null, null, null, prices(tree, where)));
    }
    List<Rates> rates = new ArrayList<>();
    for (Map<String, @Nullable Object> one : maps(tree, where, "prices")) {
      Map<?, ?> when = one.get("constraint") instanceof Map<?, ?> map ? map : Map.of();
      LocalTime from = time(when.get("start_time"), where);
      LocalTime until = time(when.get("end_time"), where);
      if ((from == null) != (until == null)) {
        throw new BadPrices(where, "start_time and end_time go together: write both");
      }
      rates.add(
          new Rates(
              date(when.get("start_date"), where), from, until, prices(one.get("prices"), where)));
    }
    if (rates.isEmpty()) {
      throw new BadPrices(where, "prices is empty: write {\"input_mtok\": 0.15}");
    }
    return List.copyOf(rates);
  }

  private static Map<String, Price> prices(@Nullable Object tree, String where) throws BadPrices {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new BadPrices(where, "it has no prices: write \"prices\": {\"input_mtok\": 0.15}");
    }
    Map<String, Price> prices = new HashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = String.valueOf(entry.getKey());
      if (entry.getValue() != null) {
        prices.put(name, price(entry.getValue(), where, name));
      }
    }
    return Map.copyOf(prices);
  }

  private static Price price(@Nullable Object tree, String where, String name) throws BadPrices {
    if (!(tree instanceof Map<?, ?> map)) {
      return new Price(amount(tree, where, name), List.of());
    }
    List<Price.Tier> tiers = new ArrayList<>();
    long last = -1;
    for (Map<String, @Nullable Object> tier : maps(map.get("tiers"), where, name + ".tiers")) {
      long start = start(tier.get("start"), where, name);
      if (start <= last) {
        throw new BadPrices(where, name + " has tiers out of order: the lowest start comes first");
      }
      tiers.add(new Price.Tier(start, amount(tier.get("price"), where, name)));
      last = start;
    }
    return new Price(amount(map.get("base"), where, name), List.copyOf(tiers));
  }

  private static BigDecimal amount(@Nullable Object tree, String where, String name)
      throws BadPrices {
    if (tree instanceof BigDecimal number) {
      boolean digits = number.precision() <= 2 * MOST_DIGITS && number.scale() <= MOST_DIGITS;
      if (digits && number.signum() >= 0 && number.compareTo(DEAREST) <= 0) {
        return number;
      }
    }
    throw new BadPrices(where, name + " is " + shown(tree) + ", which is no price" + A_PRICE);
  }

  private static long start(@Nullable Object tree, String where, String name) throws BadPrices {
    try {
      if (tree instanceof BigDecimal number && number.signum() >= 0) {
        return number.longValueExact();
      }
    } catch (ArithmeticException none) {
      // Said below.
    }
    String what = name + " has a tier that starts at " + shown(tree);
    throw new BadPrices(where, what + ", which is no number of tokens: write one, as 200000");
  }

  private static @Nullable LocalDate date(@Nullable Object tree, String where) throws BadPrices {
    try {
      return tree == null ? null : LocalDate.parse(String.valueOf(tree));
    } catch (DateTimeException none) {
      throw new BadPrices(where, "start_date is " + shown(tree) + ": write it as 2026-08-21");
    }
  }

  private static @Nullable LocalTime time(@Nullable Object tree, String where) throws BadPrices {
    try {
      return tree == null
          ? null
          : OffsetTime.parse(String.valueOf(tree))
              .withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalTime();
    } catch (DateTimeException none) {
      throw new BadPrices(where, "a time of day is " + shown(tree) + ": write it as 16:30:00Z");
    }
  }

  private static @Nullable Clause clause(@Nullable Object tree, String where) throws BadPrices {
    if (tree == null) {
      return null;
    }
    if (!(tree instanceof Map<?, ?> map) || map.size() != 1) {
      throw noClause(tree, where);
    }
    Map.Entry<?, ?> only = map.entrySet().iterator().next();
    String kind = String.valueOf(only.getKey());
    if (only.getValue() instanceof List<?> list) {
      List<Clause> clauses = new ArrayList<>();
      for (Object each : list) {
        Clause clause = clause(each, where);
        if (clause == null) {
          throw noClause(tree, where);
        }
        clauses.add(clause);
      }
      return switch (kind) {
        case "or" -> new Clause.Or(List.copyOf(clauses));
        case "and" -> new Clause.And(List.copyOf(clauses));
        default -> throw noClause(tree, where);
      };
    }
    if (!(only.getValue() instanceof String text)) {
      throw noClause(tree, where);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (kind) {
      case "equals" -> new Clause.Same(lower);
      case "starts_with" -> new Clause.Starts(lower);
      case "ends_with" -> new Clause.Ends(lower);
      case "contains" -> new Clause.Has(lower);
      case "regex" -> new Clause.Finds(pattern(text, where));
      default -> throw noClause(tree, where);
    };
  }

  private static BadPrices noClause(Object tree, String where) {
    return new BadPrices(
        where,
        shown(tree)
            + " is no condition: write {\"equals\": \"a-name\"}, or starts_with, ends_with,"
            + " contains, regex, or {\"or\": [a condition, …]}, or and");
  }

  private static Pattern pattern(String regex, String where) throws BadPrices {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException | StackOverflowError none) {
      throw new BadPrices(where, shown(regex) + " is no regular expression that Java knows");
    }
  }

  private static String id(Map<String, @Nullable Object> tree, String where) throws BadPrices {
    if (tree.get("id") instanceof String id && !id.isBlank()) {
      return id;
    }
    throw new BadPrices(where, "it has no id: write \"id\": \"its name\"");
  }

  // All maps are made by PriceJson, with String keys.
  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> map(@Nullable Object tree, String where)
      throws BadPrices {
    if (tree instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new BadPrices(where, shown(tree) + " is no object");
  }

  static List<Map<String, @Nullable Object>> maps(@Nullable Object tree, String where, String what)
      throws BadPrices {
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    if (tree instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?>) {
          maps.add(map(each, where));
        }
      }
      if (maps.size() == list.size()) {
        return maps;
      }
    }
    throw new BadPrices(where, what + " is no list of objects: write [{\"id\": …}, …]");
  }

  private static String shown(@Nullable Object tree) {
    String text = String.valueOf(tree);
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
