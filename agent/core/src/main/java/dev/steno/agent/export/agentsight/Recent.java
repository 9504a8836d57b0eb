package dev.steno.agent.export.agentsight;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was used last, of a kind of which there may be any number. For one thread. */
final class Recent<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;
  private static final int FIRST = 16;
  private static final float LOAD = 0.75f;

  private final int most;

  Recent(int most) {
    super(FIRST, LOAD, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
