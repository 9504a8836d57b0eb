package dev.steno.agent.capture;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Carries a value from thread to thread, or from call to call, by an object of a library that goes
 * the same way: a map that compares its keys by identity and does not hold them. Safe for use by
 * several threads.
 *
 * @param <V> the value, which must not refer to the key
 */
public final class Handoff<V> {
  private static final int MOST_AT_ONCE = 32;

  private final ConcurrentHashMap<Key, V> values = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  /**
   * At least as many as there are. The map's own count is brought up to date after an entry is in
   * it: it may say that nothing is there while something of another thread's has just gone.
   */
  private final AtomicInteger most = new AtomicInteger();

  /** Lets the value go with the key, in place of the one that did. */
  public void put(Object key, V value) {
    expunge();
    most.incrementAndGet();
    if (values.put(new Key(key, collected), value) != null) {
      most.decrementAndGet();
    }
  }

  /** The same, unless one does: that one, or null. */
  public @Nullable V putIfAbsent(Object key, V value) {
    expunge();
    most.incrementAndGet();
    V known = values.putIfAbsent(new Key(key, collected), value);
    if (known != null) {
      most.decrementAndGet();
    }
    return known;
  }

  /** Some at a time, and more than come: the thread that is here is an application's. */
  private void expunge() {
    Reference<?> gone = collected.poll();
    for (int i = 0; gone != null; i++) {
      if (values.remove(gone) != null) {
        most.decrementAndGet();
      }
      gone = i < MOST_AT_ONCE ? collected.poll() : null;
    }
  }

  /** What goes with the key, or null. */
  @SuppressWarnings("CollectionIncompatibleType") // it equals a key
  public @Nullable V get(Object key) {
    return most.get() == 0 ? null : values.get(new Probe(key));
  }

  /** The same, which does not go with it any longer. */
  @SuppressWarnings("CollectionIncompatibleType")
  public @Nullable V take(Object key) {
    V value = most.get() == 0 ? null : values.remove(new Probe(key));
    if (value != null) {
      most.decrementAndGet();
    }
    return value;
  }

  /** Lets nothing go with the key, if it is still that. */
  @SuppressWarnings("CollectionIncompatibleType")
  void remove(Object key, V value) {
    if (values.remove(new Probe(key), value)) {
      most.decrementAndGet();
    }
  }

  int size() {
    return values.size();
  }

  /** Asks for a key, at less cost than a weak reference has. */
  private record Probe(Object key) {
    @Override
    public int hashCode() {
      return System.identityHashCode(key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && that.get() == key;
    }
  }

  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object key, @Nullable ReferenceQueue<Object> queue) {
      super(key, queue);
      hash = System.identityHashCode(key);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      Object key = get();
      return key != null && other instanceof Key that && that.get() == key;
    }
  }
}
