package dev.steno.smoke.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All that was measured: the median and the quartiles of each row, for each agent. */
final class Tables {
  private static final double MEDIAN = 0.5;
  private static final double FIRST = 0.25;
  private static final double THIRD = 0.75;

  /** Values by table, row and agent, in the order in which they came. */
  private final Map<String, Map<String, Map<String, List<Double>>>> tables = new LinkedHashMap<>();

  /** One more measurement; the row says what it is, and its unit. */
  void add(String table, String row, String agent, double value) {
    tables
        .computeIfAbsent(table, added -> new LinkedHashMap<>())
        .computeIfAbsent(row, added -> new LinkedHashMap<>())
        .computeIfAbsent(agent, added -> new ArrayList<>())
        .add(value);
  }

  /** The middle one, which one that was disturbed does not move; not a number if there is none. */
  double median(String table, String row, String agent) {
    return quantile(
        tables.getOrDefault(table, Map.of()).getOrDefault(row, Map.of()).get(agent), MEDIAN);
  }

  private static double quantile(List<Double> values, double share) {
    if (values == null || values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Writes {@code figures.md} and {@code figures.json}. */
  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("figures.json"), json());
    Files.writeString(folder.resolve("figures.md"), toString());
  }

  /** In Markdown. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "JDK %s, %d processors. Medians with quartiles; in brackets the difference to the first"
                + " column, and the ratio.%n",
            Runtime.version(),
            Runtime.getRuntime().availableProcessors()));
    tables.forEach((name, rows) -> append(text, name, rows));
    return text.toString();
  }

  private static void append(
      StringBuilder text, String name, Map<String, Map<String, List<Double>>> rows) {
    Set<String> agents = new LinkedHashSet<>();
    rows.values().forEach(row -> agents.addAll(row.keySet()));
    text.append("\n## ").append(name).append("\n\n| | ").append(String.join(" | ", agents));
    text.append(" |\n|---|").append("---|".repeat(agents.size())).append('\n');
    String first = agents.iterator().next();
    rows.forEach(
        (row, values) ->
            text.append("| ")
                .append(row)
                .append(" | ")
                .append(
                    agents.stream()
                        .map(agent -> cell(values, first, agent))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
  }

  private static String cell(Map<String, List<Double>> row, String first, String agent) {
    List<Double> values = row.get(agent);
    if (values == null) {
      return "";
    }
    double median = quantile(values, MEDIAN);
    String cell = format(median);
    if (values.size() > 1) {
      cell += " [" + format(quantile(values, FIRST)) + "–" + format(quantile(values, THIRD)) + "]";
    }
    double base = quantile(row.get(first), MEDIAN);
    if (!agent.equals(first) && !Double.isNaN(base)) {
      double more = median - base;
      cell += " (" + (more < 0 ? "−" : "+") + format(Math.abs(more));
      cell += base > 0 ? String.format(Locale.ROOT, ", ×%.2f)", median / base) : ")";
    }
    return cell;
  }

  private static String format(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }

  private String json() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode all = mapper.createObjectNode();
    all.put("jdk", Runtime.version().toString());
    all.put("processors", Runtime.getRuntime().availableProcessors());
    ArrayNode measured = all.putArray("measured");
    tables.forEach(
        (table, rows) ->
            rows.forEach(
                (row, agents) ->
                    agents.forEach(
                        (agent, values) -> {
                          ObjectNode one = measured.addObject();
                          one.put("table", table).put("row", row).put("agent", agent);
                          one.put("count", values.size());
                          one.put("min", quantile(values, 0)).put("first", quantile(values, FIRST));
                          one.put("median", quantile(values, MEDIAN));
                          one.put("third", quantile(values, THIRD)).put("max", quantile(values, 1));
                        })));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }
}
