package dev.steno.agent.assemble;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What is remembered of a conversation: its id, who speaks, and hashes of what was said last. */
final class Conversation {
  /** By the whole of what was said: an earlier question may be edited and asked again. */
  private static final int MOST_WHOLE = 32;

  /** By its end alone: what is cut off at the beginning goes on at the end. */
  private static final int MOST_ENDS = 12;

  /** Among the words of a session, and of its user. */
  private static final int SCOPES = 2;

  final String id;
  private Speaker speaker = Speaker.UNKNOWN;
  private final @Nullable Keys[] kept = new Keys[2 * SCOPES];

  Conversation(String id) {
    this.id = id;
  }

  void spokenBy(Speaker who) {
    if (!who.equals(Speaker.UNKNOWN)) {
      speaker =
          new Speaker(
              who.user() == 0 ? speaker.user() : who.user(),
              who.session() == 0 ? speaker.session() : who.session());
    }
  }

  /**
   * Whether that one may go on with it.
   *
   * @param anew whether the session is a new one: a guest who logs in gets one
   */
  boolean mayBeOf(Speaker who, boolean anew) {
    boolean logsIn = anew && speaker.user() == 0 && who.user() != 0;
    return logsIn || !speaker.contradicts(who);
  }

  /**
   * Adds a key, and gives the one that it takes the place of, or 0.
   *
   * @param scope how close those are among whose words it is kept
   */
  long add(long key, boolean isWhole, int scope) {
    int at = 2 * scope + (isWhole ? 0 : 1);
    if (kept[at] == null) {
      kept[at] = new Keys(isWhole ? MOST_WHOLE : MOST_ENDS);
    }
    return kept[at].add(key);
  }

  long[] keys() {
    LongStream all = LongStream.empty();
    for (Keys some : kept) {
      if (some != null) {
        all = LongStream.concat(all, Arrays.stream(some.keys, 0, some.size));
      }
    }
    return all.toArray();
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
