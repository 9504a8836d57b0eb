package dev.steno.smoke.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Measures an application that asks all the time: what it costs, what is lost, what it holds. */
final class UnderLoad {
  private static final String PACED = "1,000 calls a second, openai-java, exported";
  private static final String FLAT_OUT = "16 threads flat out, openai-java, exported";
  private static final String MEMORY = "Memory, openai-java";
  private static final String OTLP = "steno.otlp";

  private static final int PACE = 1_000;
  private static final int PACED_THREADS = 4;
  private static final int PACED_CALLS = 8_000;
  private static final int PACED_WARM_UP = 12_000;
  private static final int FLAT_OUT_CALLS = 30_000;
  private static final int FLAT_OUT_WARM_UP = 10_000;
  private static final double BYTES_IN_A_MEGABYTE = 1 << 20;
  private static final double PERCENT = 100;

  /** What counts the calls that an agent exported, in what the collector took. */
  private static final Map<String, String> COUNTED =
      Map.of("opentelemetry", "openai", "datadog", "datadog");

  private final Suite suite;

  UnderLoad(Suite suite) {
    this.suite = suite;
  }

  void calls() throws IOException {
    for (int round = 0; round < suite.rounds(); round++) {
      for (String agent : Agents.wanted(Agents.NONE, OTLP, "opentelemetry", "datadog")) {
        addPaced(agent, load(agent, PACED_THREADS, PACED_CALLS, PACED_WARM_UP, PACE));
      }
      for (String agent : Agents.wanted(Agents.NONE, OTLP, "opentelemetry", "datadog")) {
        addFlatOut(agent, load(agent, Prompts.MOST_THREADS, FLAT_OUT_CALLS, FLAT_OUT_WARM_UP, 0));
      }
    }
  }

  private Fork.Ran load(String agent, int threads, int calls, int warmUp, int pace)
      throws IOException {
    suite.spans().take();
    return suite
        .fork()
        .run(
            agent,
            suite.collector(),
            Load.class,
            suite.model(),
            threads,
            suite.scaled(calls),
            suite.scaled(warmUp),
            pace);
  }

  private void addPaced(String agent, Fork.Ran ran) {
    addAll(PACED, "CPU of the process, µs a call", agent, ran, "cpu");
    addAll(PACED, "CPU of the calling threads, µs a call", agent, ran, "calling.cpu");
    addAll(PACED, "allocated by the process, B a call", agent, ran, "bytes");
    addLost(PACED, agent, ran);
  }

  private void addFlatOut(String agent, Fork.Ran ran) {
    addAll(FLAT_OUT, "calls a second", agent, ran, "rate");
    addAll(FLAT_OUT, "CPU of the process, µs a call", agent, ran, "cpu");
    addAll(FLAT_OUT, "CPU of the calling threads, µs a call", agent, ran, "calling.cpu");
    addAll(FLAT_OUT, "allocated by the process, B a call", agent, ran, "bytes");
    addLost(FLAT_OUT, agent, ran);
    addMemory(FLAT_OUT, "after it", agent, ran, "load");
    addMemory(MEMORY, "after 100 calls", agent, ran, "rest");
  }

  private void addAll(String table, String row, String agent, Fork.Ran ran, String name) {
    for (Map<String, String> line : ran.results()) {
      if (line.containsKey(name)) {
        suite.tables().add(table, row, agent, Double.parseDouble(line.get(name)));
      }
    }
  }

  /** Of all calls, the first ones too: what is not exported when the JVM has ended. */
  private void addLost(String table, String agent, Fork.Ran ran) {
    if (agent.equals(Agents.NONE)) {
      return;
    }
    double made = ran.number("made");
    double lost;
    if (agent.equals(OTLP)) {
      lost = made - ran.summary().getOrDefault("delivered.otlp", 0L);
      ran.summary()
          .forEach(
              (counter, calls) -> {
                if (counter.startsWith("dropped.") || counter.startsWith("spooled.")) {
                  suite
                      .tables()
                      .add(
                          table,
                          counter + ", counted, % of the calls",
                          agent,
                          calls / made * PERCENT);
                }
              });
    } else {
      Map<String, Long> spans = suite.spans().take();
      lost =
          made
              - spans.entrySet().stream()
                  .filter(scope -> scope.getKey().contains(COUNTED.get(agent)))
                  .mapToLong(Map.Entry::getValue)
                  .sum();
    }
    suite
        .tables()
        .add(table, "not exported at its end, % of the calls", agent, lost / made * PERCENT);
  }

  private void addMemory(String table, String when, String agent, Fork.Ran ran, String name) {
    Tables tables = suite.tables();
    tables.add(
        table,
        "heap after GC, MB, " + when,
        agent,
        ran.number(name + ".heap") / BYTES_IN_A_MEGABYTE);
    tables.add(
        table,
        "metaspace, MB, " + when,
        agent,
        ran.number(name + ".metaspace") / BYTES_IN_A_MEGABYTE);
    tables.add(table, "threads, " + when, agent, ran.number(name + ".threads"));
  }

  /** Under full load, with a collector that never answers. */
  void stopped() throws IOException {
    List<String> agents = Agents.wanted(Agents.NONE, OTLP, "opentelemetry", "datadog");
    for (String agent : agents) {
      Fork.Ran ran =
          suite
              .fork()
              .run(
                  agent,
                  suite.silent(),
                  Load.class,
                  suite.model(),
                  Prompts.MOST_THREADS,
                  suite.scaled(FLAT_OUT_CALLS),
                  suite.scaled(FLAT_OUT_WARM_UP),
                  0);
      addMemory(MEMORY, "after full load, exporter stopped", agent, ran, "load");
      addAll(MEMORY, "calls a second, exporter stopped", agent, ran, "rate");
    }
  }
}
