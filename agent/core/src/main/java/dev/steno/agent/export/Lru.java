package dev.steno.agent.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A map that forgets what was not used for longest when there is too much in it.
 *
 * @param <K> its keys
 * @param <V> its values
 */
public final class Lru<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;

  private final int most;
  private final transient BiConsumer<K, V> forgotten;

  /** Of {@code most} entries at most. */
  public Lru(int most) {
    this(most, (key, value) -> {});
  }

  /** The same, that says what it forgets. */
  public Lru(int most, BiConsumer<K, V> forgotten) {
    super(16, 0.75f, true);
    this.most = most;
    this.forgotten = forgotten;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    if (size() <= most) {
      return false;
    }
    forgotten.accept(eldest.getKey(), eldest.getValue());
    return true;
  }
}
