package dev.steno.smoke.benchmarks;

import dev.steno.smoke.benchmarks.Calls.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Measures what a call costs, in all shapes. */
final class PerCall {
  private static final Map<String, String> COSTS =
      Map.of(
          "cpu", "CPU of the calling thread, µs",
          "bytes", "allocated by the calling thread, B",
          "process.cpu", "CPU of the process, µs",
          "process.bytes", "allocated by the process, B",
          "p50", "wall p50, µs",
          "p99", "wall p99, µs");
  private static final List<String> ORDER =
      List.of("cpu", "bytes", "process.cpu", "process.bytes", "p50", "p99");

  private PerCall() {}

  static void measure(Suite suite) throws IOException {
    for (int round = 0; round < suite.rounds(); round++) {
      for (String library : Client.LIBRARIES) {
        for (String agent : Agents.compared()) {
          Fork.Ran ran =
              suite
                  .fork()
                  .run(
                      agent, suite.collector(), Calls.class, library, suite.model(), suite.scale());
          add(suite.tables(), library, agent, ran.results());
        }
      }
    }
    for (String library : Client.LIBRARIES) {
      addChunk(suite.tables(), library);
    }
  }

  private static void add(
      Tables tables, String library, String agent, List<Map<String, String>> results) {
    // In the order of the costs, whatever comes first: the rows of a shape stay together.
    for (Shape shape : Shape.ALL) {
      for (int threads : List.of(1, Prompts.MOST_THREADS)) {
        for (String cost : ORDER) {
          for (Map<String, String> line : results) {
            if (line.get("chunks").equals(String.valueOf(shape.chunks()))
                && line.get("threads").equals(String.valueOf(threads))
                && line.containsKey(cost)) {
              tables.add(
                  "Per call: " + library,
                  row(shape, threads, cost),
                  agent,
                  Double.parseDouble(line.get(cost)));
            }
          }
        }
      }
    }
  }

  private static String row(Shape shape, int threads, String cost) {
    return shape + ", " + threads + (threads == 1 ? " thread: " : " threads: ") + COSTS.get(cost);
  }

  /** What a chunk more costs, told by the two longest streams. */
  private static void addChunk(Tables tables, String library) {
    Shape shorter = Shape.ALL.get(Shape.ALL.size() - 2);
    Shape longer = Shape.ALL.get(Shape.ALL.size() - 1);
    int more = longer.chunks() - shorter.chunks();
    for (String cost : List.of("cpu", "bytes", "process.cpu")) {
      for (String agent : Agents.compared()) {
        double difference =
            tables.median("Per call: " + library, row(longer, 1, cost), agent)
                - tables.median("Per call: " + library, row(shorter, 1, cost), agent);
        tables.add(
            "A chunk more (from 200 to 2,000)",
            library + ": " + COSTS.get(cost).replace("µs", "ns"),
            agent,
            difference / more * (cost.endsWith("cpu") ? 1_000 : 1));
      }
    }
  }
}
