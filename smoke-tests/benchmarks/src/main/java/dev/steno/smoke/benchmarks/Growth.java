package dev.steno.smoke.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures what a call costs when there is more of something: lines are to be straight. */
final class Growth {
  private static final int KILO = 1 << 10;

  private static final int FEWEST_CONVERSATIONS = 100;
  private static final int MOST_CONVERSATIONS = 100_000;

  private static final List<String> EXPORTERS = List.of("file", "otlp", "agnost", "mindlytics");

  private Growth() {}

  static void measure(Suite suite) throws IOException {
    List<Integer> conversations = new ArrayList<>();
    for (int many = FEWEST_CONVERSATIONS; many <= suite.scaled(MOST_CONVERSATIONS); many *= 10) {
      conversations.add(many);
    }
    for (int round = 0; round < suite.rounds(); round++) {
      measure(suite, "conversations", conversations, 1);
      measure(suite, "prompt", List.of(KILO, 10 * KILO, 100 * KILO, 1_000 * KILO), KILO);
      measure(suite, "history", List.of(1, 10, 100, 1_000), 1);
      exporters(suite);
    }
    addMore(suite.tables(), "prompt", "KB", KILO, 10 * KILO, 100 * KILO, 1_000 * KILO);
    addMore(suite.tables(), "history", "message", 1, 1, 10, 100, 1_000);
  }

  private static void measure(Suite suite, String what, List<Integer> values, int unit)
      throws IOException {
    for (String agent : Agents.wanted(Agents.NONE, Agents.STENO)) {
      List<Object> arguments = new ArrayList<>(List.of(what, Math.min(1, suite.scale())));
      arguments.addAll(values);
      Fork.Ran ran = suite.fork().run(agent, suite.collector(), Growing.class, arguments.toArray());
      for (Map<String, String> line : ran.results()) {
        add(suite.tables(), what, Integer.parseInt(line.get("value")) / unit, agent, line);
      }
    }
  }

  private static void exporters(Suite suite) throws IOException {
    for (int many = 1; many <= EXPORTERS.size(); many++) {
      Fork.Ran ran =
          suite
              .fork()
              .run(
                  "steno.all",
                  suite.collector(),
                  List.of("-Dsteno.exporters=" + String.join(",", EXPORTERS.subList(0, many))),
                  System.getProperty("java.class.path"),
                  Growing.class,
                  "prompt",
                  Math.min(1, suite.scale()),
                  KILO);
      for (Map<String, String> line : ran.results()) {
        add(suite.tables(), "exporters", many, Agents.STENO, line);
      }
    }
  }

  private static void add(
      Tables tables, String what, int value, String agent, Map<String, String> line) {
    String row = row(value);
    String table = table(what);
    tables.add(table, row + "CPU of the process, µs", agent, Double.parseDouble(line.get("cpu")));
    tables.add(
        table, row + "allocated by the process, B", agent, Double.parseDouble(line.get("bytes")));
  }

  private static String table(String what) {
    return "Growth: a call, by "
        + switch (what) {
          case "prompt" -> "the prompt's KB";
          case "history" -> "messages of the history";
          default -> "number of " + what;
        };
  }

  private static String row(int value) {
    return String.format(Locale.ROOT, "%,d: ", value);
  }

  /** What one more costs, between each value and the one before it: the same, if it is a line. */
  private static void addMore(Tables tables, String what, String one, int unit, int... values) {
    for (int i = 1; i < values.length; i++) {
      for (String agent : Agents.wanted(Agents.NONE, Agents.STENO)) {
        String to = row(values[i] / unit) + "CPU of the process, µs";
        String from = row(values[i - 1] / unit) + "CPU of the process, µs";
        double more =
            tables.median(table(what), to, agent) - tables.median(table(what), from, agent);
        tables.add(
            table(what),
            String.format(
                Locale.ROOT,
                "CPU of a %s more, from %,d to %,d, ns",
                one,
                values[i - 1] / unit,
                values[i] / unit),
            agent,
            more * 1_000 * unit / (values[i] - values[i - 1]));
      }
    }
  }
}
