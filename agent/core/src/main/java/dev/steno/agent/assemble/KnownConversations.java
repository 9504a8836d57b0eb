package dev.steno.agent.assemble;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conversations that were heard of last, by their ids and by hashes of what was said in them. A
 * hash that two of them have is nobody's.
 */
final class KnownConversations {
  /** Stands for several. */
  private static final Conversation SEVERAL = new Conversation("");

  private final int most;
  private final LinkedHashMap<String, Conversation> byId = new LinkedHashMap<>(16, 0.75f, true);
  private final KeyTable byKey = new KeyTable();

  /** How often the keys that are nobody's were added. */
  private final Map<Long, Integer> shared = new HashMap<>();

  KnownConversations(int most) {
    this.most = most;
  }

  /** The one with that id, from now on the last that was heard of. */
  Conversation of(String id) {
    Conversation known = byId.get(id);
    if (known == null) {
      known = new Conversation(id);
      byId.put(id, known);
      if (byId.size() > most) {
        Conversation oldest = byId.values().iterator().next();
        byId.remove(oldest.id);
        for (long key : oldest.keys()) {
          remove(key, oldest);
        }
      }
    }
    return known;
  }

  /** Whose that is: null for nobody's. */
  @Nullable Conversation by(long key) {
    Conversation known = byKey.get(key);
    return isShared(known) ? null : known;
  }

  /** Whether several have it. */
  boolean isShared(long key) {
    return isShared(byKey.get(key));
  }

  @SuppressWarnings("ReferenceEquality") // there is one that stands for several
  private static boolean isShared(@Nullable Conversation known) {
    return known == SEVERAL;
  }

  /** Whether that conversation is known. */
  boolean knows(String id) {
    return byId.containsKey(id);
  }

  /**
   * It was said in that conversation.
   *
   * @param whole whether it stands for all that was said in it
   * @param scope how close those are among whose words it is kept
   */
  @SuppressWarnings("ReferenceEquality") // of each id there is one
  void add(long key, Conversation conversation, boolean whole, int scope) {
    Conversation known = byKey.get(key);
    if (known == conversation) {
      return;
    }
    if (known == null) {
      byKey.put(key, conversation);
    } else {
      byKey.put(key, SEVERAL);
      shared.merge(key, isShared(known) ? 1 : 2, Integer::sum);
    }
    long forgotten = conversation.add(key, whole, scope);
    if (forgotten != 0) {
      remove(forgotten, conversation);
    }
  }

  @SuppressWarnings("ReferenceEquality") // of each id there is one
  private void remove(long key, Conversation conversation) {
    Conversation known = byKey.get(key);
    if (known == conversation) {
      byKey.remove(key);
    } else if (isShared(known) && shared.merge(key, -1, Integer::sum) <= 0) {
      shared.remove(key);
      byKey.remove(key);
    }
  }

  int size() {
    return byId.size();
  }

  int keys() {
    return byKey.size();
  }
}
