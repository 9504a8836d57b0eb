package dev.steno.agent.capture;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries a value from thread to thread, or from call to call, by an object of a library that goes
 * the same way: a map that compares its keys by identity and does not hold them. Safe for use by
 * several threads.
 *
 * @param <V> the value, which must not refer to the key
 */
public final class Handoff<V> {
  private final ConcurrentHashMap<Key, V> values = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  /** Lets the value go with the key, in place of the one that did. */
  public void put(Object key, V value) {
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      values.remove(gone);
    }
    values.put(new Key(key, collected), value);
  }

  /** What goes with the key, or null. */
  public @Nullable V get(Object key) {
    return values.isEmpty() ? null : values.get(new Key(key, null));
  }

  /** The same, which does not go with it any longer. */
  public @Nullable V take(Object key) {
    return values.isEmpty() ? null : values.remove(new Key(key, null));
  }

  int size() {
    return values.size();
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
