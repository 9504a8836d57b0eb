package dev.steno.agent;

import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.spi.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Answers what an application asks of the agent itself. */
final class AgentControl implements Control {
  private static final int MOST_WAITING = 1_000;

  private final Threads threads;
  private final Outbox<Item> outbox;
  private final OpenCalls open;
  private final Health health;
  private final Log log;

  AgentControl(Threads threads, Outbox<Item> outbox, OpenCalls open, Health health, Log log) {
    this.threads = threads;
    this.outbox = outbox;
    this.open = open;
    this.health = health;
    this.log = log;
  }

  @Override
  public boolean flush(long mostNanos) {
    return threads.flush(mostNanos);
  }

  @Override
  public void shutdown() {
    Recorder.stop();
    threads.stop();
  }

  @Override
  public Map<String, Object> stats() {
    Map<String, Object> stats = health.counters();
    List<String> waiting = new ArrayList<>();
    outbox.forEach(
        item -> {
          if (item instanceof Item.Happened happened) {
            add(waiting, happened.kind().json(), item.id());
          } else if (item instanceof Item.StepEnd || item instanceof Item.End) {
            add(waiting, "ended", item.id());
          }
        });
    open.ids().forEach(id -> add(waiting, "open", id));
    stats.put("spooled", threads.spooled());
    threads.waiting().forEach((exporter, records) -> add(waiting, exporter, records + " records"));
    stats.put("waiting", waiting);
    return stats;
  }

  private static void add(List<String> waiting, String what, String id) {
    if (waiting.size() < MOST_WAITING && !id.startsWith("0 ")) {
      waiting.add(what + " " + id);
    }
  }

  @Override
  public List<String> errors() {
    return health.errors().last();
  }

  @Override
  public void onError(Consumer<String> listener) {
    health.errors().listen(listener);
    threads.tellErrors();
  }

  @Override
  public void misused(String what) {
    if (health.misused(what)) {
      log.warn(
          "steno-api was used wrongly, which is ignored and counted: "
              + what.replace('_', ' ')
              + " (said once)");
    }
  }
}
