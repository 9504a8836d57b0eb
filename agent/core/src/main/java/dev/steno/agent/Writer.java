package dev.steno.agent;

import dev.steno.agent.assemble.Assembler;
import dev.steno.agent.assemble.Linking;
import dev.steno.agent.assemble.Origins;
import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.config.Config;
import dev.steno.agent.export.Journal;
import dev.steno.agent.export.Sender;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.privacy.Rules;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.wire.ExchangeReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the thread {@code steno-writer} does: takes what the application's threads left in the
 * outbox, reads it, puts it together, and keeps it in the journal for the exporters.
 */
final class Writer implements Runnable {
  private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;
  private static final long LOOK_NANOS = 50_000_000L;
  private static final long FLUSH_NANOS = 5_000_000L;
  private static final long TICK_NANOS = 100_000_000L;
  private static final long LONGEST_SLEEP_NANOS = 60 * LOOK_AGAIN_NANOS;

  private final Outbox<Item> outbox;
  private final OpenCalls open;
  private final List<Sender> senders;
  private final Health health;
  private final Reports reports;
  private final int maxKept;

  private final Set<String> fields;
  private final Assembler assembler;
  private final Linking linking;
  private final Keeping keeping;
  private final Map<String, ExchangeReader> readers = new HashMap<>();
  private final Deque<Entry> finished = new ArrayDeque<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private long lastSweepNanos = System.nanoTime();
  private long lastFlushNanos = lastSweepNanos;
  private long lastTickNanos = lastSweepNanos;
  private final AtomicLong lostBefore = new AtomicLong();
  private volatile boolean stopping;

  Writer(
      Outbox<Item> outbox,
      OpenCalls open,
      Config config,
      Rules rules,
      List<Sender> senders,
      Health health,
      Log log,
      Reports reports) {
    this.outbox = outbox;
    this.open = open;
    this.senders = senders;
    this.health = health;
    this.reports = reports;
    this.maxKept = config.interactionMaxSize();
    this.fields = Linking.requestFields(config.linking());
    Origins origins = new Origins(config.speakers());
    this.assembler = new Assembler(config.agentName(), maxKept, origins);
    this.linking = new Linking(config.agentName(), config.linking(), config.outboxMaxSize());
    this.keeping = new Keeping(config, rules, health, log);
  }

  /** Where to what is finished goes; before it runs. */
  void keepIn(Journal kept) {
    keeping.in(kept);
  }

  /** What senders do while they give way. */
  Sender.Meanwhile help() {
    return keeping::help;
  }

  private Journal journal() {
    return keeping.journal();
  }

  @Override
  public void run() {
    open();
    while (!stopping) {
      try {
        turn();
      } catch (Throwable failure) {
        // Whatever it is, also out of memory: a thread that ends records nothing any more.
        say(failure);
      }
    }
    try {
      open.close();
      takeUntil(mark());
      Set.copyOf(readers.keySet()).forEach(callId -> drop(callId, "unfinished"));
      complete(assembler.finish());
      finish(linking.finish());
      deliver();
      keeping.keepHanded();
      journal().flush();
    } catch (Throwable failure) {
      say(failure);
    } finally {
      done.countDown();
    }
  }

  /** What is offered after it comes too late: the application may go on while it ends. */
  private Item mark() {
    Item mark = new Item.Flush(new CountDownLatch(1));
    outbox.offerAlways(mark);
    return mark;
  }

  private void open() {
    try {
      journal().open();
    } catch (Throwable failure) {
      say(failure); // and what is to be recorded waits in memory
    }
  }

  /** Ends what is open, and returns when all of it is with the exporters, or too late. */
  void stop(long mostMillis) throws InterruptedException {
    keeping.begins();
    stopping = true;
    outbox.wake();
    keeping.helpUntil(done, TimeUnit.MILLISECONDS.toNanos(mostMillis));
  }

  /**
   * Whether all that ended before is delivered in that time, and nothing was lost since the last
   * flush.
   */
  boolean flush(long mostNanos) {
    long end = System.nanoTime() + mostNanos;
    CountDownLatch taken = new CountDownLatch(1);
    outbox.offerAlways(new Item.Flush(taken));
    outbox.wake();
    try {
      boolean isTaken = false;
      long left = mostNanos;
      while (!isTaken && left > 0 && done.getCount() > 0) {
        isTaken = taken.await(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
        left = end - System.nanoTime();
      }
      boolean delivered = taken.getCount() == 0 || done.getCount() == 0;
      for (Sender sender : senders) {
        delivered &= sender.flush(end - System.nanoTime());
      }
      long lost = health.lost();
      return delivered && lostBefore.getAndSet(lost) == lost;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void turn() {
    Thread.interrupted(); // nobody has a reason to: with the flag set, waiting would be a loop
    takeUntil(null);
    open.sweepCollected();
    long now = System.nanoTime();
    if (now - lastSweepNanos >= LOOK_AGAIN_NANOS) {
      lastSweepNanos = now;
      open.sweepIdle(now);
      finish(linking.expired(now));
      deliver();
      journal().flush();
    }
    if (now - lastTickNanos >= TICK_NANOS && journal().ticks()) {
      lastTickNanos = now;
      journal().tick();
    }
    reports.tick(now);
    if (!stopping) {
      boolean isWaiting = open.size() > 0 || linking.isWaiting() || journal().isTroubled();
      outbox.await(isWaiting ? LOOK_AGAIN_NANOS : LONGEST_SLEEP_NANOS);
    }
  }

  /** Takes what there is, up to that item if it is there. */
  private void takeUntil(@Nullable Item last) {
    for (Item item = outbox.poll(); item != null && item != last; item = outbox.poll()) {
      try {
        take(item);
      } catch (Throwable failure) {
        giveUp(item, failure);
      }
      deliver();
      if (System.nanoTime() - lastFlushNanos >= FLUSH_NANOS) {
        flush();
      }
    }
    flush();
  }

  private void flush() {
    boolean isBehind = outbox.isFilling();
    boolean isHelped = false;
    for (Sender sender : senders) {
      isHelped |= sender.giveWay(isBehind && sender.isSpooled());
    }
    keeping.behind(isHelped);
    journal().flush();
    lastFlushNanos = System.nanoTime();
  }

  private void take(Item item) {
    ExchangeReader reader = readers.get(item.id());
    if (item instanceof Item.Begin begin) {
      readers.put(item.id(), new ExchangeReader(begin.exchange(), maxKept, fields));
      assembler.began(item.id(), begin.exchange().parentId(), begin.facts());
    } else if (item instanceof Item.StepBegin begin) {
      assembler.began(
          begin.id(),
          begin.parentId(),
          begin.kind(),
          begin.instrumentation(),
          begin.startedAt(),
          begin.facts());
    } else if (item instanceof Item.StepFact told) {
      assembler.told(told.id(), told.fact(), told.value());
    } else if (item instanceof Item.StepEnd end) {
      complete(assembler.ended(end.id(), end.ending(), end.bare(), end.cut()));
    } else if (item instanceof Item.Happened happened) {
      assembler.happened(happened).forEach(this::place);
    } else if (item instanceof Item.Flush flush) {
      deliver();
      keeping.keepHanded();
      flush();
      flush.done().countDown();
    } else if (reader != null) {
      take(item, reader);
    }
  }

  private void complete(List<Interaction> interactions) {
    for (Interaction interaction : interactions) {
      try {
        finish(linking.take(interaction, System.nanoTime()));
      } catch (RuntimeException failure) {
        finish(List.of(interaction));
        say(failure);
      }
      if (interaction.calls().isEmpty()) {
        health.inferred(1); // a turn without calls is one itself
      }
    }
    assembler.eventsOutside().forEach(this::place);
    health.repeated(assembler.attempts());
    health.inferred(linking.inferred());
  }

  private void finish(List<Interaction> complete) {
    for (Interaction interaction : complete) {
      finished.add(interaction);
      finished.addAll(assembler.eventsIn(interaction));
    }
  }

  private void place(Event event) {
    finished.add(linking.placed(event));
  }

  private void take(Item item, ExchangeReader reader) {
    if (item instanceof Item.Request request) {
      reader.request(request.bytes(), 0, request.length(), request.contentType());
      missedIf(request.gap(), reader);
    } else if (item instanceof Item.Response response) {
      reader.response(
          response.status(),
          response.contentType(),
          response.contentEncoding(),
          response.requestId());
    } else if (item instanceof Item.Below below) {
      reader.below(
          below.instrumentation(), below.host(), below.port(), below.status(), below.requestId());
    } else if (item instanceof Item.Body body) {
      missedIf(body.gap(), reader);
      reader.body(body.bytes(), 0, body.length());
    } else if (item instanceof Item.End end) {
      missedIf(end.gap(), reader);
      if (reader.isForeign()) {
        drop(item.id(), "not_a_model_call");
        return;
      }
      Call call = reader.finish(end.ending());
      readers.remove(item.id());
      complete(assembler.ended(call));
    } else if (item instanceof Item.Drop drop) {
      drop(item.id(), drop.reason());
    }
  }

  private static void missedIf(boolean gap, ExchangeReader reader) {
    if (gap) {
      reader.missed();
    }
  }

  private void drop(String callId, String reason) {
    readers.remove(callId);
    health.dropped(reason, 1);
    complete(assembler.dropped(callId));
  }

  private void giveUp(Item item, Throwable failure) {
    if (readers.containsKey(item.id())
        || item instanceof Item.Begin
        || item instanceof Item.StepEnd
        || item instanceof Item.Happened) {
      drop(item.id(), "reader_failed");
    }
    say(failure);
  }

  private void deliver() {
    keeping.keep(finished);
  }

  private void say(Throwable failure) {
    keeping.say(failure);
  }
}
