package dev.steno.agent.assemble;

import org.jspecify.annotations.Nullable;

/** What is remembered of a conversation: its id, who speaks, and hashes of what was said last. */
final class Conversation {
  /** By the whole of what was said: an earlier question may be edited and asked again. */
  private static final int MOST_WHOLE = 32;

  /** By its end alone: what is cut off at the beginning goes on at the end. */
  private static final int MOST_ENDS = 12;

  final String id;
  private long user;
  private final Keys whole = new Keys(MOST_WHOLE);
  private final Keys ends = new Keys(MOST_ENDS);

  Conversation(String id) {
    this.id = id;
  }

  void spokenBy(@Nullable String who) {
    if (who != null) {
      user = TextHash.of(who);
    }
  }

  boolean mayBeOf(@Nullable String who) {
    return user == 0 || who == null || user == TextHash.of(who);
  }

  /** Adds a key, and gives the one that it takes the place of, or 0. */
  long add(long key, boolean isWhole) {
    return (isWhole ? whole : ends).add(key);
  }

  long[] keys() {
    long[] all = new long[whole.size + ends.size];
    System.arraycopy(whole.keys, 0, all, 0, whole.size);
    System.arraycopy(ends.keys, 0, all, whole.size, ends.size);
    return all;
  }

  /** The last so many hashes. */
  private static final class Keys {
    private static final int FIRST_SIZE = 4;

    private final int most;
    private long[] keys = new long[FIRST_SIZE];
    private int size;
    private int next;

    Keys(int most) {
      this.most = most;
    }

    long add(long key) {
      if (size == most) {
        long oldest = keys[next];
        keys[next] = key;
        next = (next + 1) % most;
        return oldest;
      }
      if (size == keys.length) {
        long[] bigger = new long[Math.min(most, size * 2)];
        System.arraycopy(keys, 0, bigger, 0, size);
        keys = bigger;
      }
      keys[size++] = key;
      return 0;
    }
  }
}
