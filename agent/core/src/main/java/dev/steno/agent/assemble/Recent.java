package dev.steno.agent.assemble;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** A map that forgets what was asked for least recently. For one thread. */
final class Recent<K, V> {
  private final int most;
  private final LinkedHashMap<K, V> byKey = new LinkedHashMap<>(16, 0.75f, true);

  Recent(int most) {
    this.most = most;
  }

  void put(K key, V value) {
    byKey.put(key, value);
    if (byKey.size() > most) {
      byKey.remove(byKey.keySet().iterator().next());
    }
  }

  @Nullable V get(K key) {
    return byKey.get(key);
  }

  boolean has(K key) {
    return byKey.containsKey(key);
  }
}
