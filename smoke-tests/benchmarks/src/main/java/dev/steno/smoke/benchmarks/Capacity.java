package dev.steno.smoke.benchmarks;

import java.io.IOException;
import java.util.List;

/** Measures how many interactions a second Steno takes to each destination. */
final class Capacity {
  private static final String TABLE = "Capacity: as much as it takes, and nothing dropped";
  private static final List<String> DESTINATIONS =
      List.of("file", "otlp", "agnost", "agentsight", "mindlytics");
  private static final int CALLS = 20_000;
  private static final int WARM_UP = 15_000;
  private static final int TRACKED = 100_000;
  private static final int TRACKED_WARM_UP = 60_000;

  private Capacity() {}

  static void measure(Suite suite) throws IOException {
    add(suite, Agents.NONE, "none", "openai-java", CALLS, WARM_UP);
    add(suite, "steno.file", "file", "track", TRACKED, TRACKED_WARM_UP);
    for (String destination : DESTINATIONS) {
      add(suite, "steno." + destination, destination, "openai-java", CALLS, WARM_UP);
    }
  }

  private static void add(
      Suite suite, String agent, String exporter, String kind, int many, int warmUp)
      throws IOException {
    Fork.Ran ran =
        suite
            .fork()
            .run(
                agent,
                suite.collector(),
                Busy.class,
                kind,
                exporter,
                suite.scaled(many),
                suite.scaled(warmUp));
    String of = kind.equals("track") ? "steno-api's track" : "openai-java, model in memory";
    String column = agent.equals(Agents.NONE) ? "none" : exporter;
    suite.tables().add(TABLE, of + ": interactions a second", column, ran.number("rate"));
    suite.tables().add(TABLE, of + ": CPU of the process, µs", column, ran.number("cpu"));
    if (!agent.equals(Agents.NONE)) {
      suite.tables().add(TABLE, of + ": dropped", column, (double) ran.dropped());
    }
  }
}
