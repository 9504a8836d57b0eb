package dev.steno.agent.export;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A sender whose time passes only where it waits. For one thread. */
public final class VirtualSender {
  private static final Instant BEGIN = Instant.parse("2026-11-20T21:20:00Z");
  private static final int MOST_TURNS = 1_000_000;

  private final AtomicLong nanos = new AtomicLong(1L << 40);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Health health = new Health();
  private final List<Duration> waits = new ArrayList<>();
  private final Journal journal;
  private final Sender sender;

  /** Sends with what {@code opening} makes, given the clock that goes with its time. */
  public VirtualSender(Function<Clock, Exporter> opening) {
    this(opening, 1L << 40, 1);
  }

  /** The same, with that capacity, and that number instead of random ones. */
  VirtualSender(Function<Clock, Exporter> opening, long capacity, double random) {
    this(opening, capacity, random, UnaryOperator.identity(), Dead.NONE, false);
  }

  /** The same, with a view and a place for what is never taken. */
  VirtualSender(
      Function<Clock, Exporter> opening,
      long capacity,
      double random,
      UnaryOperator<Entry> view,
      Dead dead,
      boolean isLocal) {
    Log log = new Log(new PrintStream(out, true, StandardCharsets.UTF_8), true);
    journal = new Journal(capacity, null, health, log);
    sender =
        new Sender(
            new Sender.Whose("vendor", null, isLocal ? 1 : 0),
            name -> opening.apply(clock()),
            journal,
            view,
            dead,
            health,
            log,
            () -> random,
            nanos::get);
  }

  /** Its time of day. */
  public Clock clock() {
    long begin = nanos.get();
    return new Clock() {
      @Override
      public Instant instant() {
        return BEGIN.plusNanos(nanos.get() - begin);
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** They wait for it. */
  public void offer(Collection<? extends Entry> entries) {
    entries.forEach(
        entry -> {
          for (int call = 0; call < Weight.calls(entry); call++) {
            health.captured();
          }
          journal.add(entry);
        });
    journal.flush();
  }

  /** Sends until nothing waits, however long that takes by its time. */
  public void sendAll() {
    for (int turns = 0; sender.waiting() > 0; turns++) {
      if (turns > MOST_TURNS) {
        throw new AssertionError("it never ends; " + lines());
      }
      long wait = sender.turn();
      if (wait > 0) {
        waits.add(Duration.ofNanos(wait));
        nanos.addAndGet(wait);
      }
    }
  }

  /** Does one thing, and says how long it would wait then; its time stands still. */
  public Duration turn() {
    return Duration.ofNanos(sender.turn());
  }

  /** So long nothing comes: it is looked after as often as it asks for. */
  public void rest(Duration time) {
    long end = nanos.get() + time.toNanos();
    while (nanos.get() < end) {
      nanos.addAndGet(Math.min(end - nanos.get(), Math.max(1, sender.turn())));
    }
  }

  /** Time passes in which it is not looked after. */
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** Ends it, with what waits sent, on this thread. */
  public void finish() {
    sender.finish(Duration.ofSeconds(1));
    sender.run();
  }

  /** How long it waited, each time. */
  public List<Duration> waits() {
    return waits;
  }

  /** What it said. */
  public List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** What it counted: {@code captured=3 delivered.vendor=3 dropped=0 linked=0}. */
  public String counted() {
    return health.summary();
  }

  /** What it counts in. */
  public Health health() {
    return health;
  }

  /** The sender itself. */
  Sender sender() {
    return sender;
  }
}
