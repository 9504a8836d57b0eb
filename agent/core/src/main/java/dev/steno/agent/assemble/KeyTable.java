package dev.steno.agent.assemble;

import org.jspecify.annotations.Nullable;

/** Whose each hash is, in a fifth of the memory of a map of objects; open addressing. */
final class KeyTable {
  private static final int FIRST_SIZE = 64;

  private long[] keys = new long[FIRST_SIZE];
  private @Nullable Conversation[] values = new Conversation[FIRST_SIZE];
  private int size;

  /** Null when it is nobody's. */
  @Nullable Conversation get(long key) {
    return values[at(key)];
  }

  /** Where a key, which is not 0, is or would be. */
  private int at(long key) {
    int at = (int) key & (keys.length - 1);
    while (keys[at] != 0 && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  void put(long key, Conversation value) {
    int at = at(key);
    if (keys[at] == 0) {
      keys[at] = key;
      size++;
    }
    values[at] = value;
    if (size > keys.length / 2) {
      grow();
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Conversation[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new Conversation[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int at = at(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }

  void remove(long key) {
    int hole = at(key);
    if (keys[hole] == 0) {
      return;
    }
    size--;
    int mask = keys.length - 1;
    for (int next = (hole + 1) & mask; keys[next] != 0; next = (next + 1) & mask) {
      int home = (int) keys[next] & mask;
      // What could not be found any more across the hole moves into it.
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        keys[hole] = keys[next];
        values[hole] = values[next];
        hole = next;
      }
    }
    keys[hole] = 0;
    values[hole] = null;
  }

  int size() {
    return size;
  }
}
