package dev.steno.agent.export;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What waits for one exporter, in order, bounded in bytes. Safe for use by several threads. */
final class Backlog {
  private static final int BASE_WEIGHT = 1024;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final long capacity;
  private final Semaphore signal = new Semaphore(0);
  private long bytes;
  private long added;
  private long removed;

  /** Holds entries that weigh up to {@code capacity} bytes together; one in any case. */
  Backlog(long capacity) {
    this.capacity = capacity;
  }

  /** Takes it, or says false when there is no room. */
  synchronized boolean offer(Entry entry) {
    long weight = weight(entry);
    if (!entries.isEmpty() && bytes + weight > capacity) {
      return false;
    }
    entries.add(entry);
    added++;
    bytes += weight;
    wake();
    return true;
  }

  /** Takes it once there is room; says false when there is none in that time. */
  synchronized boolean offer(Entry entry, long mostNanos) throws InterruptedException {
    long end = System.nanoTime() + mostNanos;
    boolean taken = offer(entry);
    for (long left = mostNanos; !taken && left > 0; left = end - System.nanoTime()) {
      wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      taken = offer(entry);
    }
    return taken;
  }

  /** The first so many; they stay in it. */
  synchronized List<Entry> first(int most) {
    List<Entry> first = new ArrayList<>(Math.min(most, entries.size()));
    for (Entry entry : entries) {
      if (first.size() == most) {
        break;
      }
      first.add(entry);
    }
    return first;
  }

  /** The first so many are done with. */
  synchronized void remove(int count) {
    for (int i = 0; i < count; i++) {
      bytes -= weight(entries.remove());
    }
    removed += count;
    notifyAll();
  }

  synchronized int size() {
    return entries.size();
  }

  /** Whether all that is in it now is done with in that time. */
  synchronized boolean awaitEmpty(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    long target = added;
    for (long left = nanos; removed < target && left > 0; left = end - System.nanoTime()) {
      wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
    }
    return removed >= target;
  }

  /** Returns after that time, or when something came since it did so last, or when woken. */
  void pause(long millis) throws InterruptedException {
    if (signal.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      signal.drainPermits();
    }
  }

  synchronized void wake() {
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }

  /** What it takes in memory, roughly: its texts, and something for all else. */
  private static long weight(Entry entry) {
    if (entry instanceof Event event) {
      byte[] content = event.content();
      return BASE_WEIGHT + (content == null ? 0 : content.length) + weight(event.fields());
    }
    Interaction interaction = (Interaction) entry;
    long weight = BASE_WEIGHT + weight(interaction.input()) + weight(interaction.output());
    weight += weight(interaction.properties()) + weight(interaction.origin().properties());
    for (Call call : interaction.calls()) {
      weight += BASE_WEIGHT;
      weight += messages(call.inputMessages()) + messages(call.outputMessages());
      weight += parts(call.systemInstructions()) + weight(call.toolDefinitions());
      weight += weight(call.request()) + weight(call.result()) + detail(call.detail());
    }
    return weight;
  }

  private static long detail(@Nullable Detail detail) {
    long weight = 0;
    if (detail instanceof Detail.Tool tool) {
      weight = weight(tool.arguments()) + weight(tool.result());
    } else if (detail instanceof Detail.Retrieval retrieval) {
      weight = weight(retrieval.query());
      List<Detail.Document> documents = retrieval.documents();
      for (Detail.Document document : documents == null ? List.<Detail.Document>of() : documents) {
        weight += BASE_WEIGHT + weight(document.content());
      }
    } else if (detail instanceof Detail.Agent agent) {
      weight = weight(agent.input()) + weight(agent.output()) + weight(agent.properties());
    } else if (detail instanceof Detail.Guardrail guardrail) {
      weight = weight(guardrail.result());
    }
    return weight;
  }

  private static long messages(List<Message> messages) {
    long weight = 0;
    for (Message message : messages) {
      weight += parts(message.parts());
    }
    return weight;
  }

  private static long parts(List<Part> parts) {
    long weight = 0;
    for (Part part : parts) {
      weight += weight(part.fields());
    }
    return weight;
  }

  private static long weight(@Nullable Object tree) {
    if (tree instanceof String text) {
      return 2L * text.length() + 48;
    }
    long weight = 48;
    if (tree instanceof Map<?, ?> map) {
      for (Object value : map.values()) {
        weight += weight(value);
      }
    } else if (tree instanceof Iterable<?> list) {
      for (Object value : list) {
        weight += weight(value);
      }
    }
    return weight;
  }
}
