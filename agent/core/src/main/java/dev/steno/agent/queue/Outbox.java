package dev.steno.agent.queue;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue from the application's threads to the writer's, bounded in bytes: offering never blocks,
 * never waits for a lock, and says no when it is full.
 *
 * <p>Any thread offers; one thread takes.
 *
 * @param <T> what it carries
 */
public final class Outbox<T extends Outbox.Weighed> {
  /** Something that knows what it weighs in memory, in bytes; always the same number. */
  public interface Weighed {
    /** Its weight in bytes, more than 0. */
    int weight();
  }

  /*
   * Waking a thread is a system call, which the application's threads are to be spared: the taker
   * naps and looks, 200 times a second while there is something to do, so that a killed process
   * loses little, and 20 times a second after that. It sleeps only after ten minutes of nothing, and
   * only then an offer wakes it. Where much comes it naps for longer, since what it does takes half
   * the time when it does much at once.
   */
  private static final long SHORT_NAP_NANOS = 5_000_000;
  private static final long BUSY_NAP_NANOS = 20_000_000;

  /** As much as that, for each nanosecond of a nap, is much: 500 calls a second. */
  private static final double BUSY = 3e-6;

  private static final long LONG_NAP_NANOS = 50_000_000;
  private static final int SHORT_NAPS = 20;
  private static final int LONG_NAPS = 12_000;

  /** The part of what there is room for that shows that the taker cannot keep up. */
  private static final int FILLING = 8;

  private final ConcurrentLinkedQueue<T> items = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final long capacity;
  private final int mostNaps;
  private int naps;
  private int taken;
  private long lastNap = SHORT_NAP_NANOS;
  private volatile @Nullable Thread sleeper;
  private volatile @Nullable Thread taker;

  /** Holds items that weigh up to {@code capacity} bytes together. */
  public Outbox(long capacity) {
    this(capacity, SHORT_NAPS + LONG_NAPS);
  }

  Outbox(long capacity, int mostNaps) {
    this.capacity = capacity;
    this.mostNaps = mostNaps;
  }

  /** Takes the item, or says false when it has no room for it. */
  public boolean offer(T item) {
    int weight = item.weight();
    if (bytes.addAndGet(weight) > capacity) {
      bytes.addAndGet(-weight);
      return false;
    }
    add(item);
    return true;
  }

  /** Takes the item even when it is full: for the small one that ends what it took the begin of. */
  public void offerAlways(T item) {
    bytes.addAndGet(item.weight());
    add(item);
  }

  private void add(T item) {
    items.add(item);
    Thread asleep = sleeper;
    if (asleep != null) {
      sleeper = null;
      LockSupport.unpark(asleep);
    }
  }

  /** Lets the taker's wait end now, or its next one if it is not waiting. */
  public void wake() {
    LockSupport.unpark(taker);
  }

  /** The next item, whose room is free from now on, or null when there is none. Taker only. */
  public @Nullable T poll() {
    T item = items.poll();
    if (item != null) {
      bytes.addAndGet(-item.weight());
      naps = 0;
      taken++;
    }
    return item;
  }

  /** Returns when there may be an item, or after the given time at the latest. Taker only. */
  public void await(long nanos) {
    taker = Thread.currentThread();
    if (naps < mostNaps) {
      naps++;
      LockSupport.parkNanos(this, Math.min(nextNap(), nanos));
      return;
    }
    sleeper = Thread.currentThread();
    if (items.isEmpty()) {
      LockSupport.parkNanos(this, nanos);
    }
    sleeper = null;
  }

  /** How long the next nap is, in nanoseconds. Taker only. */
  long nextNap() {
    boolean isBusy = taken > BUSY * lastNap;
    taken = 0;
    lastNap = isBusy ? BUSY_NAP_NANOS : naps <= SHORT_NAPS ? SHORT_NAP_NANOS : LONG_NAP_NANOS;
    return lastNap;
  }

  /** Shows what is in it about now, in order. */
  public void forEach(Consumer<? super T> look) {
    items.forEach(look);
  }

  /** Whether more comes than is taken. */
  public boolean isFilling() {
    return bytes.get() > capacity / FILLING;
  }

  /** Bytes that are in it now. */
  public long bytes() {
    return bytes.get();
  }
}
